"""The annex of a contract: both languages, everybody's numbers, and from which commit."""

from __future__ import annotations

from datetime import date, datetime

from board.matrix_page import Annex, matrix_page
from core.eras import JAPAN
from core.language import Language
from monitoring.responsibility.table import Where, otherwise, rows_of
from monitoring.responsibility.told import override_told, scope_of
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

TODAY = date(2026, 11, 26)


def page(member: str) -> str:
    where = Where(member=member)
    annex = Annex(
        scope_of(shipped(), member=member),
        list(rows_of(shipped_matrix(), where, TODAY)),
        [
            override_told(shipped_matrix(), shipped(), one)
            for one in otherwise(shipped_matrix(), where, TODAY)
        ],
        "0123456789ab",
        datetime(2026, 11, 26, 9, tzinfo=JAPAN),
    )
    return matrix_page(annex, shipped_matrix(), shipped(), Language.JA)


def test_it_is_a_sheet_of_paper_that_says_whose_it_is_and_from_which_commit() -> None:
    text = page("usuki")
    assert "別紙　責任分界・役割分担表" in text
    assert "size: A4 portrait" in text
    assert '@bottom-left { content: "0123456789ab"' in text
    assert 'counter(page) " / " counter(pages)' in text
    assert '<span lang="ja">臼杵市</span><span lang="en">Usuki City</span>' in text
    assert "この表は 0123456789ab の定義から作成した。" in text
    assert '<span lang="ja">業務パッケージ</span><span lang="en">business package</span>' in text


def test_everybody_stands_there_with_numbers_hours_nights_and_ladder() -> None:
    text = page("usuki")
    assert "097-000-0301" in text
    days = '<span lang="ja">月、火、水、木、金</span><span lang="en">Mon, Tue, Wed, Thu, Fri</span>'
    assert f'{days} <span class="time">08:30–17:15</span>' in text
    assert '<span lang="ja">30分後 </span><span lang="en">after 30 min: </span>' in text
    assert "ict@usuki.example" in text
    assert "ict@aya.example" not in text


def test_a_section_that_each_municipality_has_is_the_one_of_whose_annex_it_is() -> None:
    # In the table of contacts a name stands alone.
    alone = '<td><span lang="ja">情報主管課</span>'
    assert alone in page("")
    assert alone not in page("usuki")

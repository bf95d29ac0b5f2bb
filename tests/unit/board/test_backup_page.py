"""Copies as a page: what is red comes first, in words, in both languages."""

from __future__ import annotations

from datetime import timedelta

from board.backup_page import backup_page
from core.language import Language
from recovery.coverage import Declared, Held, covered
from tests.lib.generations import BOOT, DATA, FIRST_AT, generation, proof_of
from tests.unit.recovery.test_coverage import PROMISED

NOW = FIRST_AT + timedelta(hours=36)


def test_what_is_red_comes_first_and_says_why_in_both_languages() -> None:
    one = generation(1)
    names = frozenset({DATA, BOOT})
    well = covered(
        Declared("aya", "core", names), [Held(one, (proof_of(one, NOW),))], PROMISED, NOW
    )
    red = covered(Declared("usuki", "core", names), [], PROMISED, NOW)
    page = backup_page([("aya", "core", well), ("usuki", "core", red)], Language.EN, NOW)
    assert page.index("<h2>usuki</h2>") < page.index("<h2>aya</h2>")
    assert (
        '■ <span lang="ja">複製がありません</span><span lang="en">there is no copy</span>' in page
    )
    assert "1 of 2 systems are not protected" in page
    assert '<td class="n">2 · 2 · 2</td><td><span lang="ja">良好</span>' in page

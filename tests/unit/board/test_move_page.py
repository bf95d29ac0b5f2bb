"""The report on a move: both languages, figures beside what was promised, nothing from outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from board.move_page import move_page
from board.page_words import Both
from core.language import Language
from recovery.move_told import MoveTold, StepTold

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def told(runs_after: int | None, lost: int | None = 19) -> MoveTold:
    step = StepTold(
        step="copy", began=AT, ended=AT + timedelta(seconds=18), outcome="failed: killed"
    )
    return MoveTold(
        member="aya",
        source="primary",
        target="remote",
        move="746f39eae4ee",
        declared_at=AT,
        reason="the <tsunami>",
        lost_minutes=lost,
        promised_lost_minutes=1440,
        promised_minutes=240,
        predicted_data_after_minutes=1,
        predicted_runs_after_minutes=2,
        data_after_seconds=380,
        runs_after_seconds=runs_after,
        steps=(step,),
    )


def page(one: MoveTold) -> str:
    return move_page([one], {"aya": Both("綾町", "Aya")}, Language.JA, AT)


def test_it_says_in_both_languages_what_was_promised_and_what_came_of_it() -> None:
    found = page(told(742))
    for text in ("綾町", "Aya", "742 秒", "742 s", "240 分", "19 min", "18 s", "failed: killed"):
        assert text in found
    assert found.count("as promised") == 2
    assert "not as promised" not in found
    assert "the &lt;tsunami&gt;" in found
    assert "<script" not in found


def test_what_was_not_kept_or_is_not_known_is_never_shown_as_kept() -> None:
    assert page(told(240 * 60 + 1)).count("not as promised") == 1
    assert page(told(None, lost=None)).count("not as promised") == 2


def test_it_is_read_back_as_it_was_written() -> None:
    assert MoveTold.read(told(742).text) == told(742)

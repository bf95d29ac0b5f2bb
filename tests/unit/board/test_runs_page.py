"""Procedures under way, as a page: what is late comes first, and is said in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from board.page import Pair
from board.page_words import Both, RunsWords
from board.runs_page import Row, runs_page
from core.language import Language

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def row(name: str, minutes_left: int, known: Pair | None = None) -> Row:
    return Row(
        name,
        Both("ホストの保守", "Maintenance of a host"),
        "host pri-02",
        2,
        5,
        Both("作業", "The work itself"),
        RunsWords.by_person,
        known,
        "sato",
        NOW - timedelta(minutes=90),
        NOW - timedelta(minutes=30),
        NOW + timedelta(minutes=minutes_left),
    )


def test_the_step_who_holds_it_and_how_long_are_told_and_what_is_late_comes_first() -> None:
    page = runs_page(
        [row("in-time", 10), row("too-late", -1, Both("Novaが拒んだ", "Nova says no"))],
        Language.EN,
        NOW,
    )
    assert page.index('id="too-late"') < page.index('id="in-time"')
    assert "1 of 2 are late." in page
    assert "30 minutes at this step, 90 in all" in page
    assert "waits for a person" in page
    assert "Nova says no" in page
    assert "Novaが拒んだ" in page
    assert page.count("■") == 1


def test_with_nothing_under_way_it_says_so() -> None:
    assert "None is under way." in runs_page([], Language.JA, NOW)

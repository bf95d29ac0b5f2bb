"""Dates in 和暦."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.eras import (
    era_year,
    in_english,
    in_japanese,
    moment_in_english,
    moment_in_japanese,
)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 11, 24), "令和8年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1912, 7, 30), "大正元年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1873, 1, 1), "明治6年"),
    ],
)
def test_an_era_begins_on_its_first_day(day: date, year: str) -> None:
    assert era_year(day) == year


def test_a_day_before_the_calendar_of_today_is_refused() -> None:
    with pytest.raises(ValueError, match="1872-12-31"):
        era_year(date(1872, 12, 31))


def test_a_date_has_both_years() -> None:
    assert in_japanese(date(2010, 4, 1)) == "平成22年（2010年）4月1日"
    assert in_english(date(2010, 4, 1)) == "1 April 2010"


def test_a_moment_is_said_in_japans_time() -> None:
    at = datetime(2026, 12, 31, 22, 51, tzinfo=UTC)
    assert moment_in_japanese(at) == "令和9年（2027年）1月1日 07:51"
    assert moment_in_english(at) == "1 January 2027, 07:51 JST"

"""The list of holidays is what the law says, and its end is told half a year before."""

from __future__ import annotations

from datetime import date

import jpholiday
import pytest

from core.language import Language
from core.translation import translation
from monitoring.responsibility import checks
from monitoring.responsibility.calendar import days_off, national_holidays
from tests.lib.matrix import shipped_matrix


def test_the_shipped_list_is_what_the_law_says() -> None:
    listed = shipped_matrix().holidays.value
    by_law = days_off(listed.first_day, listed.last_day)
    assert {one.date: one.name for one in listed.holidays} == by_law
    assert len(by_law) == 67
    assert by_law[date(2026, 9, 22)] == "国民の休日"


def test_offices_are_closed_from_29_december_to_3_january() -> None:
    around = [d for d in days_off(date(2026, 12, 1), date(2027, 1, 10)) if d != date(2027, 1, 11)]
    assert [f"{day:%m-%d}" for day in around] == [
        *("12-29", "12-30", "12-31", "01-01", "01-02", "01-03")
    ]


def test_the_end_of_the_list_is_told_half_a_year_before() -> None:
    matrix = shipped_matrix()
    assert list(checks.notes(matrix, date(2028, 10, 2))) == []
    (note,) = checks.notes(matrix, date(2028, 10, 3))
    assert str(note) == (
        "monitoring/matrix/holidays.yaml: the list of holidays ends on 2029-03-31, in 179 days; "
        "from then on offices would be called on holidays. Write the next one with "
        "`kumiai matrix holidays`"
    )
    assert note.text(translation(Language.JA)).startswith(
        "monitoring/matrix/holidays.yaml: 休日の一覧は 2029-03-31（あと179日）で終わります。"
    )


def test_a_list_that_is_over_says_so_and_keeps_nobody_from_anything() -> None:
    (note,) = checks.notes(shipped_matrix(), date(2030, 1, 1))
    assert "in 0 days" in str(note)


@pytest.mark.parametrize("year", [1972, 1973, 1988, 2009, 2015, 2019, 2020, 2026, 2032])
def test_what_is_asked_only_after_a_holiday_is_all_that_is_one(year: int) -> None:
    """Years with days between two holidays, with chains of them, and before there were such."""
    assert national_holidays(year) == dict(jpholiday.year_holidays(year))

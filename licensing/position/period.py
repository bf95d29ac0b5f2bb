"""The periods over which a high-water mark is taken. Pure."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

from core.calendar import MOMENT
from core.eras import JAPAN
from licensing.papers.rule import Period, Rule

FISCAL_YEAR_BEGINS = 4
"""April, as in all Japanese municipalities (地方自治法 208条)."""


def period_start(period: Period, day: date) -> date:
    """The first day of the period that `day` lies in.

    >>> period_start(Period.FISCAL_YEAR, date(2027, 3, 31))
    datetime.date(2026, 4, 1)
    """
    match period:
        case Period.MONTH:
            return day.replace(day=1)
        case Period.QUARTER:
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case Period.CALENDAR_YEAR:
            return date(day.year, 1, 1)
        case Period.FISCAL_YEAR:
            return date(day.year - (day.month < FISCAL_YEAR_BEGINS), FISCAL_YEAR_BEGINS, 1)


def start_of_period(rule: Rule, at: datetime) -> datetime:
    """When the rule's period began, at midnight in Japan."""
    return midnight(period_start(rule.period, japan_day(at)))


def periods(rule: Rule, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The time from `since` until `until`, in parts of one of the rule's periods each."""
    cuts = [until]
    begins = start_of_period(rule, until - MOMENT)
    while begins > since:
        cuts.append(begins)
        begins = start_of_period(rule, begins - MOMENT)
    return list(pairwise([since, *reversed(cuts)]))


def start_of_next_year(at: datetime) -> datetime:
    """When the calendar year that `at` lies in is over in Japan."""
    return midnight(date(japan_day(at).year + 1, 1, 1))


def japan_day(at: datetime) -> date:
    """The day of contracts: 15:00 in UTC on 31 March is 1 April."""
    return at.astimezone(JAPAN).date()


def midnight(day: date) -> datetime:
    """When a day of a contract begins."""
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)

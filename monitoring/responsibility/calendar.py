"""The holidays of Japan as a file for `monitoring/matrix/`. Pure: jpholiday reckons by the law.

The closing days of offices at the turn of the year are no holidays, and are by another law.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import jpholiday
from jpholiday.checker.checker import NationalHolidayChecker, TransferHolidayChecker
from jpholiday.jpholiday import JPHoliday

from core.calendar import A_DAY

_JAPAN = JPHoliday()
_RULES = tuple(
    rule
    for rule in _JAPAN.registry.checkers()
    if not isinstance(rule, (TransferHolidayChecker, NationalHolidayChecker))
)
"""Of each holiday that has a name of its own in the law. The other two are 振替休日 and 国民の休日
(国民の祝日に関する法律 第3条): days that follow upon one."""

SCHEMA = "# yaml-language-server: $schema=../schema/holidays.schema.json"

_TURN_OF_THE_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)})
"""Source: 地方自治法 第4条の2 and the ordinances by it: 29 December to 3 January. 1 January is a
holiday anyway."""


@cache
def national_holidays(year: int) -> Mapping[date, str]:
    """By name, in order; reckoned once, since every check of the files asks.

    Of each day jpholiday also asks all its rules of the days around it, lest it make up for one of
    them: nineteen twentieths of its time. Only the day after a holiday does that.
    """
    found: dict[date, str] = {}
    day = date(year, 1, 1)
    while day.year == year:
        if day - A_DAY in found or any(rule.is_holiday(day) for rule in _RULES):
            found |= {holiday.date: holiday.name for holiday in _JAPAN.holidays(day)}
        day += A_DAY
    return found


def days_off(first: date, last: date) -> dict[date, str]:
    """Every day from `first` to `last` on which offices are closed, weekends aside, by name."""
    found: dict[date, str] = dict(jpholiday.between(first, last))
    day = first
    while day <= last:
        if (day.month, day.day) in _TURN_OF_THE_YEAR:
            found.setdefault(day, "年末年始")
        day += A_DAY
    return dict(sorted(found.items()))


def written_out(first: date, last: date, source: str) -> str:
    """The text of holidays.yaml for the period; `source` says by what it was reckoned, and when."""
    lines = [
        SCHEMA,
        "# Written by `kumiai matrix holidays`; days that are this consortium's own may be added.",
        f"first_day: {first}",
        f"last_day: {last}",
        f"source: {source}",
        "holidays:",
    ]
    lines += [f"  - {{date: {day}, name: {name}}}" for day, name in days_off(first, last).items()]
    return "\n".join(lines) + "\n"

"""Dates as the Japanese administration writes them: the era's year beside the Western one.

Pure. Dates are stored in ISO 8601; only what a person reads passes through here.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9), "JST")
"""Japan has one time zone and no summer time."""

_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1873, 1, 1), "明治"),
)
"""First days of the eras, newest first. Before 1873 Japan had another calendar."""

FIRST_DAY = _ERAS[-1][0]
"""No day before it can be said in Japanese, and none is in any file."""
LAST_DAY = date(2199, 12, 31)
"""Nothing is agreed for longer. A day that stands for "for ever" is the end of what Python knows,
and the day after it is none."""


def is_ours(day: date) -> bool:
    """Whether anything of ours can be of that day.

    >>> is_ours(date(2026, 4, 1)), is_ours(date(9999, 12, 31)), is_ours(date(6, 4, 1))
    (True, False, False)
    """
    return FIRST_DAY <= day <= LAST_DAY


def day_of(text: str) -> date | None:
    """The day that is written as in ISO 8601, where anything of ours can be of it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_ours(day) else None


_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}

_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])?(?P<year>元|[0-9]{1,4})[年./-]"
    r"(?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})日?"
)

_MEIJI_BEGAN = 1868


def moment_in_figures(at: datetime) -> str:
    """For tables: `2026-10-16 09:30 JST`, whatever zone `at` is in."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M} JST"


def era_year(day: date) -> str:
    """The era and the year in it, as in 令和7年; its first year is 元年.

    Raises: ValueError before 1873-01-01.
    """
    for first, era in _ERAS:
        if day >= first:
            year = day.year - _began(era) + 1
            return f"{era}{'元' if year == 1 else year}年"
    raise ValueError(f"{day} is before the calendar of today")


def _began(era: str) -> int:
    """The year that is the era's first."""
    return _MEIJI_BEGAN if era == "明治" else next(day.year for day, name in _ERAS if name == era)


def day_in(text: str) -> date | None:
    """The day that somebody has written in a way that is used in Japan, and not in ISO 8601.

    >>> day_in("令和6年4月1日"), day_in("R6.4.1"), day_in("2024/4/1")
    (datetime.date(2024, 4, 1), datetime.date(2024, 4, 1), datetime.date(2024, 4, 1))
    >>> day_in("6/4/1"), day_in("平成40年1月1日")
    (None, None)
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    era = found["era"] and _LETTERS.get(found["era"], found["era"])
    year = 1 if found["year"] == "元" else int(found["year"])
    if era is not None:
        year += _began(era) - 1
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    fits = is_ours(day) and (era is None or era_year(day).startswith(era))
    return day if fits else None


def in_japanese(day: date) -> str:
    """As in 令和7年（2025年）11月23日."""
    return f"{era_year(day)}（{day.year}年）{day.month}月{day.day}日"


def in_english(day: date) -> str:
    """As in 23 November 2025."""
    return f"{day.day} {month_in_english(day)} {day.year}"


def month_in_english(day: date) -> str:
    return _MONTHS[day.month - 1]


def moment_in_japanese(at: datetime) -> str:
    """As in 令和7年（2025年）11月23日 22:45, in Japan's time. `at` is aware."""
    there = at.astimezone(JAPAN)
    return f"{in_japanese(there.date())} {there:%H:%M}"


def moment_in_english(at: datetime) -> str:
    """As in 23 November 2025, 22:45 JST. `at` is aware."""
    there = at.astimezone(JAPAN)
    return f"{in_english(there.date())}, {there:%H:%M} JST"


# Not strftime's %B, which would follow the locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

"""The smallest span of time, a day, and the months after a moment. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

MOMENT = timedelta(microseconds=1)
"""The smallest span that Python and a ledger tell apart: what ends at a moment was there until so
much before it."""

A_DAY = timedelta(days=1)

MONTHS_OF_A_YEAR = 12

Day = TypeVar("Day", bound=date)
"""A day, or a moment of it."""


def months_later(day: Day, count: int = 1) -> Day:
    """The same day so many months later; the first of a month, as not every month has a 31st.

    >>> months_later(date(2026, 11, 1), 3)
    datetime.date(2027, 2, 1)
    """
    years, month = divmod(day.month - 1 + count, MONTHS_OF_A_YEAR)
    return day.replace(year=day.year + years, month=month + 1)

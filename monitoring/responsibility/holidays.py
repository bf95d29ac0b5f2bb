"""`monitoring/matrix/holidays.yaml`: the days on which offices are closed, written out. Pure.

Alertmanager knows no calendar of a country, and the law about holidays changes; so the days stand
in a file that a person can read, and `kumiai matrix holidays` writes it anew.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from pydantic import Field

from core.strict import Day, Line, Strict, Text

ENDS_SOON = timedelta(days=180)
"""A list that ends sooner is told of: half a year is enough to notice it and write the next one."""


class Holiday(Strict):
    """A day on which duty hours do not hold."""

    date: Day
    name: Line


class Holidays(Strict):
    """The days of a period; what lies outside of it is not known."""

    first_day: Day
    last_day: Day
    source: Text
    """Where the days are from, and when they were read."""
    holidays: tuple[Holiday, ...] = Field(min_length=1)

    @cached_property
    def days(self) -> frozenset[date]:
        return frozenset(one.date for one in self.holidays)

    def ends_soon(self, today: date) -> bool:
        """Whether it is time to write the list anew."""
        return self.last_day - today < ENDS_SOON

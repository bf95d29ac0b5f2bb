"""A quarter, as a person names it: 2026-Q3 is July to September. Pure.

Quarters of the calendar and of the fiscal year begin on the same days; only their numbers differ,
so that both are said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import MOMENT, months_later
from core.eras import era_year
from core.errors import UserError
from core.message import Named, say
from licensing.papers.rule import Period
from licensing.position.period import japan_day, midnight, period_start

_NAME = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months from `first` on, Japan's days."""

    first: date

    @property
    def name(self) -> str:
        return f"{self.first.year}-Q{(self.first.month - 1) // 3 + 1}"

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return midnight(months_later(self.first, 3))

    @property
    def last(self) -> datetime:
        """The last moment of it."""
        return self.end - MOMENT

    @property
    def last_day(self) -> date:
        return japan_day(self.last)

    @property
    def called(self) -> Named:
        """Its months; for Japanese readers the fiscal year's own number as well."""
        year = period_start(Period.FISCAL_YEAR, self.first)
        number = (self.first.year - year.year) * 4 + (self.first.month - year.month) // 3 + 1
        months = f"{self.first:%Y-%m}..{self.last:%Y-%m}"
        return Named(f"{era_year(year)}度第{number}四半期、{months}", months)


def quarter_of(text: str) -> Quarter:
    """Raises: UserError where the text names none."""
    found = _NAME.fullmatch(text)
    if found is None or found[1] == "0000":
        raise UserError(
            say("{text} is no quarter; write July to September 2026 as `2026-Q3`", text=text)
        )
    return Quarter(date(int(found[1]), 3 * int(found[2]) - 2, 1))

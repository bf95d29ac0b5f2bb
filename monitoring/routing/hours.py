"""When a party does not answer itself, as intervals of Alertmanager. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Party
from monitoring.responsibility.vocabulary import Weekday
from monitoring.routing.configuration import TimeRange

DAY_MINUTES = 24 * 60


def outside(party: str) -> str:
    """The name of the interval in which a party does not answer itself."""
    return f"outside.{party}"


def times_outside(matrix: Matrix, party: Party) -> Iterator[TimeRange]:
    """All times at which the party does not answer itself: what is left of each day, and holidays.

    It is written as one interval, by which the day's branch is muted and the night's is active, so
    that at every moment one of the two is told and never both.
    """
    for weekday in Weekday:
        times = [
            (hours.from_minute, hours.to_minute) for hours in party.duty if weekday in hours.days
        ]
        left = tuple(_left(times))
        if left:
            yield TimeRange(weekdays=(weekday.value,), times=left)
    if not party.works_on_holidays:
        for day in sorted(matrix.holidays.value.days):
            yield TimeRange(year=day.year, month=day.month, day=day.day)


def _left(times: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What a day has besides these times."""
    at = 0
    for start, end in sorted(times):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < DAY_MINUTES:
        yield at, DAY_MINUTES

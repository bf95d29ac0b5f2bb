"""Days of a year on which a spare may run without a licence, as Oracle's ten. Pure.

A spare is a replica that stands by. The first so many days of a calendar year, in Japan, on which
any of a cluster's spares ran at all are free; from the next such day on they count, until the year
is over. Part of a day is a day: two hours on Tuesday and three on Friday are two. Until a primary
of the cluster has run in that year no day is free, since nothing is being stood by for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.calendar import A_DAY, MOMENT
from core.eras import JAPAN
from licensing.counting.passives import Cluster, cluster_of
from licensing.counting.stay import Stay
from licensing.papers.rule import Rule

YEARS_AHEAD = 10
"""How far a spare that still runs is followed; after that it counts."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What is left of stays once the free days of spares are taken out.

    A type of its own, no sequence of stays: taken out twice, a spare would have twice as many.
    """

    stays: Sequence[Stay]


def beyond_free_days(rule: Rule, stays: Sequence[Stay]) -> Counting:
    if not rule.free_days_per_year:
        return Counting(stays)
    spares: dict[Cluster, list[Stay]] = defaultdict(list)
    primaries: dict[Cluster, list[Stay]] = defaultdict(list)
    found: list[Stay] = []
    for stay in stays:
        lives = stay.powered_on and stay.since != stay.until
        if lives and stay.role.passive:
            spares[cluster_of(stay)].append(stay)
            continue
        found.append(stay)
        if lives:
            primaries[cluster_of(stay)].append(stay)
    for cluster, there in spares.items():
        found += _beyond(rule.free_days_per_year, there, primaries[cluster])
    return Counting(found)


def _beyond(free: int, spares: Sequence[Stay], primaries: Sequence[Stay]) -> Iterator[Stay]:
    last = max(moment for stay in spares for moment in (stay.since, stay.until or stay.since))
    first_year = min(stay.since for stay in spares).astimezone(JAPAN).year
    last_year = last.astimezone(JAPAN).year + YEARS_AHEAD
    for year in range(first_year, last_year + 1):
        begins = datetime(year, 1, 1, tzinfo=JAPAN)
        ends = datetime(year + 1, 1, 1, tzinfo=JAPAN) if year < last_year else None
        there = list(_parts(spares, begins, ends))
        running = [part.since for part in _parts(primaries, begins, ends)]
        stood_by_for = min(running, default=ends)
        yield from _parts(there, begins, stood_by_for)
        if not running:
            continue
        counts_from = _first_day_beyond(free, _parts(there, min(running), ends))
        if counts_from is not None:
            yield from _parts(there, counts_from, ends)


def _parts(stays: Iterable[Stay], begins: datetime, ends: datetime | None) -> Iterator[Stay]:
    """What of each lies between the two moments."""
    parts = (_within(stay, begins, ends) for stay in stays)
    return (part for part in parts if part is not None)


def _within(stay: Stay, begins: datetime, ends: datetime | None) -> Stay | None:
    since = max(stay.since, begins)
    ending = [moment for moment in (stay.until, ends) if moment is not None]
    until = min(ending) if ending else None
    return None if until is not None and until <= since else replace(stay, since=since, until=until)


def _first_day_beyond(free: int, stays: Iterable[Stay]) -> datetime | None:
    """When the day begins that is one too many."""
    days: set[date] = set()
    for stay in stays:
        day = stay.since.astimezone(JAPAN).date()
        last = (stay.until - MOMENT).astimezone(JAPAN).date() if stay.until else date.max
        for _ in range(free + 1):
            if day > last:
                break
            days.add(day)
            day += A_DAY
    ordered = sorted(days)
    if len(ordered) <= free:
        return None
    one_too_many = ordered[free]
    return datetime(one_too_many.year, one_too_many.month, one_too_many.day, tzinfo=JAPAN)

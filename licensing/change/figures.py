"""What municipalities declare, as figures through time. Pure.

The first figure holds back to the day on which the municipality joined: an older number that is
known is better than none. After a municipality has left it counts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from licensing.counting.figure import Figure
from licensing.papers.declaration import Declaration
from licensing.papers.measure import Metric
from licensing.position.period import midnight
from tenants.definitions import Read
from tenants.member import Member

Kind = tuple[Metric, str | None]
"""What is counted, and of which product."""


def figures_of(
    members: Mapping[str, Read[Member]], declarations: Mapping[str, Read[Declaration]]
) -> tuple[Figure, ...]:
    """All of all members, the staff of their own files among them."""
    said = {read.value.member: read.value for read in declarations.values()}
    return tuple(
        figure
        for slug, read in members.items()
        for figure in _of_member(read.value, said.get(slug))
    )


def _of_member(member: Member, declaration: Declaration | None) -> Iterator[Figure]:
    by_kind: dict[Kind, dict[date, int]] = defaultdict(dict)
    by_kind[Metric.STAFF, None][member.staff.as_of] = member.staff.count
    for one in declaration.figures if declaration else ():
        by_kind[one.counts, one.product][one.as_of] = one.count
    joined, left = member.lifecycle.joined_on, member.lifecycle.left_on
    for (metric, product), counts in by_kind.items():
        first = min(counts)
        days = {min(first, joined): counts[first], **counts}
        if left is not None:
            days = {day: count for day, count in days.items() if day <= left}
            days[left + timedelta(days=1)] = 0
        for day, count in days.items():
            yield Figure(metric, member.slug, midnight(day), count, product)

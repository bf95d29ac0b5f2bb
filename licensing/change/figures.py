"""What municipalities declare, as figures through time. Pure.

A figure holds from its own day until the next one's. The first one holds back to the day on which
the municipality joined: an older number that is known is better than none. After a municipality
has left it counts nothing. A figure that is written over, or taken out, is what it was until then.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from licensing.counting.figure import Figure
from licensing.ledger.facts import Course, Kind, Subject, Told
from licensing.papers.declaration import Declaration
from licensing.papers.measure import Metric
from licensing.position.period import midnight
from tenants.definitions import Read
from tenants.member import Lifecycle, Member

Counted = tuple[str, Metric, str | None]
"""Whose, of what, and of which product."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """What one figure said, in order, each from a moment on; None: it was taken out."""

    as_of: date
    course: Sequence[tuple[datetime | None, int | None]]

    def at(self, moment: datetime) -> int | None:
        found = None
        for since, count in self.course:
            if since is None or since <= moment:
                found = count
        return found


def said_of_figures(
    members: Mapping[str, Read[Member]], declarations: Mapping[str, Read[Declaration]]
) -> dict[Subject, Told]:
    """All that members' files say, and what they declare beside them, which is the later word."""
    found: dict[Subject, Told] = {}
    for slug, read in members.items():
        staff = read.value.staff
        found[_subject((slug, Metric.STAFF, None), staff.as_of)] = Told(_text(staff.count))
    for declaration in declarations.values():
        for one in declaration.value.figures:
            counted = (declaration.value.member, one.counts, one.product)
            dated = None if one.changed_on is None else midnight(one.changed_on)
            found[_subject(counted, one.as_of)] = Told(_text(one.count), dated)
    return found


def figures_of(
    members: Mapping[str, Read[Member]], courses: Mapping[Subject, Course]
) -> tuple[Figure, ...]:
    """All of all members, from what the ledger remembers of their files."""
    by_what: dict[Counted, list[_Dated]] = defaultdict(list)
    for subject, course in courses.items():
        if subject.kind is Kind.FIGURE:
            counted, as_of = _read(subject)
            by_what[counted].append(
                _Dated(as_of, [(since, _count(text)) for since, text in course])
            )
    return tuple(
        Figure(metric, member, since, count, product)
        for (member, metric, product), dated in sorted(by_what.items(), key=_in_order)
        for since, count in _through_time(dated, _lifecycle(members, member))
    )


def _in_order(item: tuple[Counted, object]) -> tuple[str, str, str]:
    (member, metric, product), _ = item
    return (member, metric, product or "")


def _through_time(
    dated: Sequence[_Dated], lifecycle: Lifecycle | None
) -> Iterator[tuple[datetime, int]]:
    """Each moment from which on another number holds."""
    days = {one.as_of for one in dated}
    edits = {since for one in dated for since, _ in one.course if since is not None}
    left = None
    if lifecycle is not None:
        days.add(min(lifecycle.joined_on, *days))
        if lifecycle.left_on is not None:
            left = midnight(lifecycle.left_on + timedelta(days=1))
    last: int | None = None
    for moment in sorted({*map(midnight, days), *edits, *([left] if left else [])}):
        count = 0 if left is not None and moment >= left else _holding(dated, moment)
        if count is not None and count != last:
            yield moment, count
            last = count


def _holding(dated: Sequence[_Dated], moment: datetime) -> int | None:
    """What the latest figure of those that have begun says, else the first one."""
    said = [(one.as_of, count) for one in dated if (count := one.at(moment)) is not None]
    begun = [(as_of, count) for as_of, count in said if midnight(as_of) <= moment]
    return max(begun)[1] if begun else min(said, default=(None, None))[1]


def _lifecycle(members: Mapping[str, Read[Member]], slug: str) -> Lifecycle | None:
    return members[slug].value.lifecycle if slug in members else None


def _subject(counted: Counted, as_of: date) -> Subject:
    member, metric, product = counted
    return Subject(Kind.FIGURE, f"{member}/{metric}/{product or ''}/{as_of.isoformat()}")


def _read(subject: Subject) -> tuple[Counted, date]:
    member, metric, product, as_of = subject.name.split("/")
    return (member, Metric(metric), product or None), date.fromisoformat(as_of)


def _text(count: int) -> str:
    return json.dumps({"count": count})


def _count(text: str | None) -> int | None:
    return None if text is None else int(json.loads(text)["count"])

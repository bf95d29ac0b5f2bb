"""What the files say of hosts, fences, entitlements and figures, kept with the ledger. Pure.

A file tells the present only. Who edits it changes what holds from now on; what it said before
stays as it was, with the moment at which that was learned. What holds of the past changes only by
a day that a file names itself: `changed_on`, or the end of a contract that is over already; so does
what a new entitlement or figure says of its own days. It is believed from the edit on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    HOST = "host"
    FENCE = "fence"
    ENTITLEMENT = "entitlement"
    FIGURE = "figure"
    """What a municipality declares of one day on."""


DATED_BY_ITSELF = frozenset({Kind.ENTITLEMENT, Kind.FIGURE})
"""What says in its own fields from which day on it holds."""


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Of whom it is said: a host or fence as `site/name`, an entitlement by its id.

    A figure by its member, what is counted, of which product, and its day.
    """

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of a subject today, as canonical JSON.

    `dated` is the file's own `changed_on`. `ends` is when all that it says is over.
    """

    content: str
    dated: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """From `since` on it is so (None: as far back as anybody knows); None as content: no more."""

    subject: Subject
    content: str | None
    since: datetime | None
    dated: datetime | None
    recorded_at: datetime


Course = tuple[tuple[datetime | None, str | None], ...]
"""What a subject was like, in order, each from a moment on."""


def courses(facts: Iterable[Fact]) -> dict[Subject, Course]:
    """Of each subject, what held when; a fact holds from its `since` on, whatever was before.

    `facts` are in the order in which they were recorded.
    """
    found: dict[Subject, Course] = defaultdict(tuple)
    for fact in facts:
        earlier = tuple(
            (since, content)
            for since, content in found[fact.subject]
            if fact.since is not None and (since is None or since < fact.since)
        )
        found[fact.subject] = (*earlier, (fact.since, fact.content))
    return dict(found)


def news(told: Mapping[Subject, Told], known: Sequence[Fact], now: datetime) -> list[Fact]:
    """What the files say at `now` and the ledger does not know yet.

    The first of all looks tells what has been so all along.
    """
    last = {fact.subject: fact for fact in known}
    found: list[Fact] = []
    for subject, one in sorted(told.items()):
        before = last.get(subject)
        if before is None:
            first = not known or subject.kind in DATED_BY_ITSELF
            since = None if first else one.dated or now
            found.append(Fact(subject, one.content, since, one.dated, now))
        elif before.content != one.content:
            found.append(Fact(subject, one.content, _since(one, before, now), one.dated, now))
        elif one.dated is not None and one.dated != before.dated:
            found.append(Fact(subject, one.content, one.dated, one.dated, now))
    gone = (subject for subject, fact in last.items() if fact.content and subject not in told)
    return [*found, *(Fact(subject, None, now, None, now) for subject in sorted(gone))]


def _since(told: Told, before: Fact, now: datetime) -> datetime:
    """From when on a change holds: the day that the file names, else now.

    A day that it named before was that of an earlier change. What says that it has ended says
    nothing of the time until then.
    """
    if told.dated is not None and told.dated != before.dated:
        return told.dated
    return now if told.ends is None else min(now, told.ends)


def believed(facts: Sequence[Fact], at: datetime) -> list[Fact]:
    """What was known at `at`; before anything was recorded, what was recorded first."""
    first = min((fact.recorded_at for fact in facts), default=at)
    return [fact for fact in facts if fact.recorded_at <= max(at, first)]

"""Every alert that fires, as a person asks: since when, who has it, who is next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.message import Named
from monitoring.answering.held import Held
from monitoring.answering.promise import Promise, unanswered_since
from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.routing.labels import MEMBER, OWNER, SEVERITY, Severity
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Standing:
    """One fault."""

    held: Held
    owner: PartyAt
    taken: Promise | None
    """The promise that holds; none where nobody has it."""
    next_one: tuple[PartyAt, datetime] | None
    """Who is called next if nobody takes it, and when."""

    @property
    def summary(self) -> Named:
        """As the alert says it of itself; its name where it says nothing."""
        said = self.held.annotations
        name = self.held.name
        return Named(said.get("summary_ja", name), said.get("summary_en", name))


def standings(
    alerts: Iterable[Held],
    promises: Mapping[str, Promise],
    matrix: Matrix,
    definitions: Definitions,
    now: datetime,
) -> Iterator[Standing]:
    """Faults alone, those that nobody has first, the longest first."""
    found = [
        _standing(one, promises.get(one.key), matrix, definitions, now)
        for one in alerts
        if one.is_fault
    ]
    yield from sorted(found, key=lambda one: (one.taken is not None, one.held.since))


def _standing(
    held: Held, promise: Promise | None, matrix: Matrix, definitions: Definitions, now: datetime
) -> Standing:
    owner = party_of(held.labels[OWNER], definitions)
    since = unanswered_since(held, promise, now)
    if since is None:
        return Standing(held, owner, promise, None)
    known = matrix.parties.value.parties.get(owner.party)
    can_wait = held.labels.get(SEVERITY) != Severity.CRITICAL
    if known is None or can_wait or not held.climbs:
        return Standing(held, owner, None, None)
    for rung in known.ladder:
        due = since + timedelta(minutes=rung.after_minutes)
        if due > now:
            member = owner.member or held.labels.get(MEMBER, "")
            return Standing(held, owner, None, (matrix.at(rung.party, member), due))
    return Standing(held, owner, None, None)


def party_of(key: str, definitions: Definitions) -> PartyAt:
    """The party by its name in labels."""
    member, point, party = key.partition(".")
    return PartyAt(party, member) if point and member in definitions.members else PartyAt(key)

"""From single sightings of servers to their stays, whatever order they arrived in. Pure.

A sighting says: at this moment the server was like this, or gone. Between two sightings nothing
is assumed to have happened. So the same sightings give the same stays, however late, twice or
shuffled they come.

Nova's notifications are exact; its records are in whole seconds and forget sizes. So what a
notification told already is not taken from the records once more.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from blueprint.naming import UNKNOWN
from core.calendar import MOMENT
from licensing.counting.history import History
from licensing.counting.stay import Stay
from licensing.ledger.machine import Machine

SAME_EVENT = timedelta(seconds=5)
"""How far the moment in Nova's records may lie from that of the notification of the same event:
a second is lost in writing it, the rest is for a service under load."""


class Source(StrEnum):
    """Who said so; of two at the same moment the later in this list is believed."""

    RECONCILIATION = "reconciliation"
    NOTIFICATION = "notification"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Sighting:
    """`machine` is None where the server is gone. `key` is unique per event.

    Without `size_known` the machine's vCPUs are a guess, and those it had before are believed.
    """

    key: str
    server: str
    at: datetime
    machine: Machine | None
    source: Source
    inferred: bool = False
    size_known: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A stay with everything that the ledger keeps of it."""

    server: str
    machine: Machine
    since: datetime
    until: datetime | None
    source: Source
    inferred: bool

    def stay(self) -> Stay:
        """As a counting rule sees it."""
        return self.stay_on(self.machine.host)

    def stay_on(self, host: str) -> Stay:
        """The same where the host is called otherwise than at its site."""
        one, since, until = self.machine, self.since, self.until
        return Stay(one.name, one.member, host, one.vcpus, one.powered_on, one.role, since, until)


def entries_of(sightings: Iterable[Sighting]) -> list[Entry]:
    """Every stay that the sightings tell of, by server and time."""
    by_server: dict[str, dict[str, Sighting]] = defaultdict(dict)
    for sighting in sightings:
        by_server[sighting.server][sighting.key] = sighting
    return [
        entry
        for _, told in sorted(by_server.items())
        for entry in _of_server(_whole(_sized(_without_echoes(sorted(told.values(), key=_order)))))
    ]


def _without_echoes(told: Sequence[Sighting]) -> list[Sighting]:
    """Without records of what a notification told: the same state at nearly the same moment.

    Each notification stands for one record at most, so that a stop, a start and a stop within
    seconds stay three events.
    """
    heard: dict[_State, deque[datetime]] = defaultdict(deque)
    for sighting in told:
        if sighting.source is Source.NOTIFICATION:
            heard[_state(sighting)].append(sighting.at)
    kept: list[Sighting] = []
    for sighting in told:
        if sighting.source is Source.RECONCILIATION:
            candidates = heard[_state(sighting)]
            while candidates and candidates[0] < sighting.at - SAME_EVENT:
                candidates.popleft()
            if candidates and candidates[0] <= sighting.at + SAME_EVENT:
                candidates.popleft()
                continue
        kept.append(sighting)
    return kept


_State = tuple[str, bool] | None


def _state(sighting: Sighting) -> _State:
    """Host and power, which Nova's records always tell; None where the server is gone."""
    machine = sighting.machine
    return None if machine is None else (machine.host, machine.powered_on)


def _sized(told: Sequence[Sighting]) -> list[Sighting]:
    """Unknown sizes become those known before; of the first ones, the first that is known."""
    known = [s.machine.vcpus for s in told if s.machine is not None and s.size_known]
    size = known[0] if known else None
    found: list[Sighting] = []
    for sighting in told:
        machine = sighting.machine
        if machine is not None and sighting.size_known:
            size = machine.vcpus
        elif machine is not None and size is not None:
            sighting = replace(sighting, machine=replace(machine, vcpus=size))
        found.append(sighting)
    return found


def _whole(told: Iterable[Sighting]) -> list[Sighting]:
    """What a name or a project does not tell any more is as it was told last."""
    before: Machine | None = None
    found: list[Sighting] = []
    for sighting in told:
        machine = sighting.machine
        if machine is not None:
            before = machine if before is None else completed(machine, before)
            sighting = replace(sighting, machine=before)
        found.append(sighting)
    return found


def completed(machine: Machine, before: Machine) -> Machine:
    """A server that was renamed runs what it ran; one whose project is gone is whose it was."""
    role = before.role if machine.role == UNKNOWN else machine.role
    return replace(machine, role=role, member=machine.member or before.member)


def dated(sightings: Iterable[Sighting], now: datetime) -> list[Sighting]:
    """Nothing is heard before it happens: of a clock that runs ahead, now is believed instead.

    What such a clock told of one server stays in its order, a moment apart. A correction stays
    where it is, just after all else that is known of the server.
    """
    next_of: dict[str, datetime] = {}
    found: list[Sighting] = []
    for sighting in sorted(sightings, key=_order):
        if sighting.at > now and sighting.source is not Source.CORRECTION:
            at = next_of.get(sighting.server, now)
            next_of[sighting.server] = at + MOMENT
            guessed = sighting.inferred or sighting.at > now + SAME_EVENT
            sighting = replace(sighting, at=at, inferred=guessed)
        found.append(sighting)
    return found


def _order(sighting: Sighting) -> tuple[datetime, bool, int, str]:
    """In time; at the same moment a server that is gone is gone, and the better source wins."""
    trust = list(Source).index(sighting.source)
    return (sighting.at, sighting.machine is None, trust, sighting.key)


def _of_server(sightings: Iterable[Sighting]) -> list[Entry]:
    found: list[Entry] = []
    for sighting in sightings:
        last = found[-1] if found else None
        present = last is not None and last.until is None
        if last is not None and present:
            if sighting.machine == last.machine:
                continue
            if sighting.at == last.since:
                found.pop()  # told twice for the same moment; the better source comes last
            else:
                found[-1] = replace(last, until=sighting.at)
        if sighting.machine is not None:
            found.append(
                Entry(
                    sighting.server,
                    sighting.machine,
                    sighting.at,
                    None,
                    sighting.source,
                    sighting.inferred,
                )
            )
    return found


def by_product(
    entries: Iterable[Entry], names: Mapping[tuple[str, str], str] | None = None
) -> dict[str, History]:
    """The stays of each product. `names` are those of hosts that share theirs, by site and name."""
    found: dict[str, list[Stay]] = defaultdict(list)
    for entry in entries:
        one = entry.machine
        stay = entry.stay_on(names.get((one.site, one.host), one.host)) if names else entry.stay()
        for product in one.role.products:
            found[product].append(stay)
    return {product: History(stays) for product, stays in found.items()}

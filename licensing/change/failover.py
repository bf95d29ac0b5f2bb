"""What a lost site does to licences: everything that runs there starts at the other one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from licensing.change.change import Change, NewServer, Stop
from licensing.change.dearest import starts
from licensing.change.licensing import Licensing
from licensing.change.world import after
from licensing.ledger.machine import Machine
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Failover:
    """`stranded` are servers of members that no other site stands by for."""

    changes: tuple[Change, ...]
    stranded: tuple[str, ...]


def failover(
    known: Licensing,
    definitions: Definitions,
    lost: str,
    members: Collection[str],
    at: datetime,
) -> Failover:
    """The changes of a failover at `at` away from `lost`, for these members (all if none is named).

    Nobody knows yet where the scheduler will place a server; each is judged where it would cost
    most of the hosts that fences allow.
    """
    stops: list[Change] = []
    moved: list[NewServer] = []
    stranded: list[str] = []
    for machine in _running(known, lost, members):
        target = _other_site(definitions, machine, lost)
        if target is None:
            stranded.append(machine.name)
            continue
        stops.append(Stop(machine.name))
        moved.append(NewServer(machine.name, machine.member, machine.role, machine.vcpus, target))
    left = after(known.world, stops, at)
    return Failover((*stops, *starts(known, left, moved, at)), tuple(stranded))


def _running(known: Licensing, lost: str, members: Collection[str]) -> list[Machine]:
    """Licensed servers that are at the site now, by name: each is placed after the one before."""
    found = [
        entry.machine
        for entry in known.entries
        if entry.until is None
        and entry.machine.site == lost
        and entry.machine.role.products
        and (not members or entry.machine.member in members)
    ]
    return sorted(found, key=lambda machine: machine.name)


def _other_site(definitions: Definitions, machine: Machine, lost: str) -> str | None:
    if machine.member not in definitions.members:
        return None
    member = definitions.members[machine.member].value
    return definitions.other_site(member, lost)

"""What a lost site does to licences: everything that runs there starts at the other one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from licensing.change.change import Change, Start, Stop
from licensing.change.gate import dearest_host
from licensing.change.licensing import Licensing
from licensing.ledger.machine import Machine
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Failover:
    """`stranded` are servers of members that no other site stands by for."""

    changes: tuple[Change, ...]
    stranded: tuple[str, ...]


def failover(
    known: Licensing, definitions: Definitions, lost: str, members: Collection[str]
) -> Failover:
    """The changes of a failover away from `lost`, for these members (all if none is named).

    Nobody knows yet where the scheduler will place a server; each is judged on the host that
    would cost most of those that fences allow.
    """
    changes: list[Change] = []
    stranded: list[str] = []
    taken: set[tuple[str, str]] = set()
    for machine in _running(known, lost, members):
        target = _other_site(definitions, machine, lost)
        if target is None:
            stranded.append(machine.name)
            continue
        products = machine.role.products
        host = dearest_host(known, target, products, taken)
        taken |= {(product, host) for product in products}
        changes.append(Stop(machine.name))
        changes.append(Start(machine.name, machine.member, machine.role, machine.vcpus, host))
    return Failover(tuple(changes), tuple(stranded))


def _running(known: Licensing, lost: str, members: Collection[str]) -> list[Machine]:
    """Licensed servers that are at the site now."""
    return [
        entry.machine
        for entry in known.entries
        if entry.until is None
        and entry.machine.site == lost
        and entry.machine.role.products
        and (not members or entry.machine.member in members)
    ]


def _other_site(definitions: Definitions, machine: Machine, lost: str) -> str | None:
    if machine.member not in definitions.members:
        return None
    member = definitions.members[machine.member].value
    return definitions.other_site(member, lost)

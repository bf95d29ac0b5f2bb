"""A look at a site: all the servers that Nova lists, and what the ledger lacks to agree. Pure.

After each look the ledger of a site equals Nova's list. Most of what it lacks Nova's records of
what was done tell, with their moments. What they leave out (a host that was renamed, a server that
was moved by a database that was mended, a look that fell into the middle of a move) one inferred
sighting for each server mends.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting, Source, completed


@dataclass(frozen=True, slots=True)
class Look:
    """`servers` are all that were on a host of the site, by their ids; `at` is before the first
    question was asked, by the ledger's own clock. Those that are `away` are on no host and may
    come back."""

    site: str
    at: datetime
    servers: Mapping[str, Machine]
    away: AbstractSet[str] = frozenset()


def differing(look: Look, believed: Mapping[str, Entry]) -> dict[str, Machine | None]:
    """By server what it is like, where the ledger has it otherwise; None where it is no more.

    `believed` are the servers that the ledger has at the site.
    """
    found: dict[str, Machine | None] = {}
    for server, machine in look.servers.items():
        entry = believed.get(server)
        if entry is None or completed(machine, entry.machine) != entry.machine:
            found[server] = machine
    return found | dict.fromkeys(believed.keys() - look.servers.keys())


def mending(look: Look, server: str, machine: Machine | None, at: datetime) -> Sighting:
    """The server is seen to be like this, or to be gone, and nobody told since when."""
    what = "gone" if machine is None else "seen"
    key = f"nova {look.site} {server} {what} {at.isoformat()}"
    return Sighting(key, server, at, machine, Source.CORRECTION, inferred=True)

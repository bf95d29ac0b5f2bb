"""Machines and sightings for tests of the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from blueprint.naming import Role
from licensing.change.change import NewServer, Start
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source

START = datetime(2026, 4, 1, tzinfo=UTC)


def machine(host: str = "pri-01", vcpus: int = 2, *, powered_on: bool = True) -> Machine:
    return Machine(
        "hita-core-db-1", "hita", Role("core", ("database",)), "primary", host, vcpus, powered_on
    )


def seen(
    minute: int,
    what: Machine | None,
    server: str = "a",
    source: Source = Source.NOTIFICATION,
) -> Sighting:
    at = START + timedelta(minutes=minute)
    return Sighting(f"{server} {minute} {source}", server, at, what, source)


def start_on(host: str, name: str, member: str, role: Role, vcpus: int) -> Start:
    """A new server with all its products on one host."""
    site = "remote" if host.startswith("rem") else "primary"
    server = NewServer(name, member, role, vcpus, site)
    return Start(server, dict.fromkeys(role.products, host))


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)

"""Rows of the ledger's tables to what they tell, and back. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from blueprint.naming import Role
from core.calendar import MOMENT
from licensing.ledger.facts import Fact, Kind, Subject
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting, Source
from licensing.ledger.tables import ROLE_COLUMNS, EntryRow, FactRow, SightingRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

BETWEEN = ","
"""Between the names of products in a column."""

OF_ROLE = frozenset(field.name for field in fields(Role))

SOURCES = {str(source): source for source in Source}

ENTRY_COLUMNS = (
    EntryRow.server,
    EntryRow.since,
    EntryRow.until,
    EntryRow.source,
    EntryRow.inferred,
    EntryRow.name,
    EntryRow.member,
    EntryRow.site,
    EntryRow.host,
    EntryRow.vcpus,
    EntryRow.powered_on,
    *ROLE_COLUMNS,
)
"""Plain columns: objects of the ORM cost three times as much, for millions of rows."""

ROLE_FROM = len(ENTRY_COLUMNS) - len(ROLE_COLUMNS)
"""The columns from here on are the role's."""


def row_of(entry: Entry, now: datetime, *, retracted: bool) -> EntryRow:
    machine = entry.machine
    return EntryRow(
        server=entry.server,
        name=machine.name,
        member=machine.member,
        site=machine.site,
        host=machine.host,
        vcpus=machine.vcpus,
        powered_on=machine.powered_on,
        **{**asdict(machine.role), "products": BETWEEN.join(machine.role.products)},
        since=micros(entry.since),
        until=None if entry.until is None else micros(entry.until),
        retracted=retracted,
        source=str(entry.source),
        inferred=entry.inferred,
        recorded_at=micros(now),
    )


def entries_in(rows: Iterable[Sequence[Any]]) -> Iterator[Entry]:
    """What rows of `ENTRY_COLUMNS` tell. Thousands of servers share a few roles."""
    roles: dict[Sequence[Any], Role] = {}
    for row in rows:
        server, since, until, source, inferred, name, member, site, host, vcpus, powered_on = row[
            :ROLE_FROM
        ]
        told = row[ROLE_FROM:]
        role = roles.get(told)
        if role is None:
            role = roles[told] = _role_of(*told)
        machine = Machine(name, member, role, site, host, vcpus, powered_on)
        end = None if until is None else instant(until)
        yield Entry(server, machine, instant(since), end, SOURCES[source], inferred)


def _role_of(system: str, products: str, *rest: Any) -> Role:
    return Role(system, tuple(filter(None, products.split(BETWEEN))), *rest)


def sighting_row_of(sighting: Sighting, now: datetime) -> SightingRow:
    machine = None if sighting.machine is None else _content(sighting.machine)
    return SightingRow(
        key=sighting.key,
        server=sighting.server,
        at=micros(sighting.at),
        content=json.dumps(machine, ensure_ascii=False),
        source=str(sighting.source),
        inferred=sighting.inferred,
        size_known=sighting.size_known,
        recorded_at=micros(now),
    )


def sighting_of(row: SightingRow) -> Sighting:
    content = json.loads(row.content)
    machine = None if content is None else _machine_in(content)
    at = instant(row.at)
    source = Source(row.source)
    return Sighting(row.key, row.server, at, machine, source, row.inferred, row.size_known)


def fact_row_of(fact: Fact) -> FactRow:
    return FactRow(
        kind=str(fact.subject.kind),
        name=fact.subject.name,
        content=fact.content,
        since=None if fact.since is None else micros(fact.since),
        dated=None if fact.dated is None else micros(fact.dated),
        recorded_at=micros(fact.recorded_at),
    )


def fact_of(row: FactRow) -> Fact:
    return Fact(
        Subject(Kind(row.kind), row.name),
        row.content,
        None if row.since is None else instant(row.since),
        None if row.dated is None else instant(row.dated),
        instant(row.recorded_at),
    )


def micros(at: datetime) -> int:
    """Whole microseconds since 1970. Raises: TypeError for an instant without a time zone."""
    return (at - EPOCH) // MOMENT


def instant(microseconds: int) -> datetime:
    return EPOCH + microseconds * MOMENT


def _content(machine: Machine) -> dict[str, Any]:
    """A machine as a sighting keeps it, without a level between it and its role."""
    content = asdict(machine)
    role = content.pop("role")
    return {**content, **role}


def _machine_in(content: Mapping[str, Any]) -> Machine:
    """What a later kumiai added to roles is in no old sighting, and is as by default."""
    role = {name: value for name, value in content.items() if name in OF_ROLE}
    rest = {name: value for name, value in content.items() if name not in OF_ROLE}
    return Machine(role=Role(**{**role, "products": tuple(role["products"])}), **rest)

"""Rows of the ledger's tables to what they tell, and back. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting, Source
from licensing.ledger.tables import EntryRow, SightingRow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

SOURCES = {str(source): source for source in Source}

ENTRY_COLUMNS = (
    EntryRow.server,
    EntryRow.since,
    EntryRow.until,
    EntryRow.source,
    EntryRow.inferred,
    EntryRow.name,
    EntryRow.member,
    EntryRow.system,
    EntryRow.products,
    EntryRow.site,
    EntryRow.host,
    EntryRow.vcpus,
    EntryRow.powered_on,
    EntryRow.passive,
    EntryRow.sub_capacity,
)
"""Plain columns: objects of the ORM cost three times as much, for millions of rows."""


def row_of(entry: Entry, now: datetime, *, retracted: bool) -> EntryRow:
    machine = entry.machine
    return EntryRow(
        server=entry.server,
        name=machine.name,
        member=machine.member,
        system=machine.system,
        products=",".join(machine.products),
        site=machine.site,
        host=machine.host,
        vcpus=machine.vcpus,
        powered_on=machine.powered_on,
        passive=machine.passive,
        sub_capacity=machine.sub_capacity,
        since=micros(entry.since),
        until=None if entry.until is None else micros(entry.until),
        retracted=retracted,
        source=str(entry.source),
        inferred=entry.inferred,
        recorded_at=micros(now),
    )


def entry_of(row: EntryRow) -> Entry:
    machine = machine_of(
        row.name,
        row.member,
        row.system,
        row.products,
        row.site,
        row.host,
        row.vcpus,
        row.powered_on,
        row.passive,
        row.sub_capacity,
    )
    until = None if row.until is None else instant(row.until)
    return Entry(row.server, machine, instant(row.since), until, Source(row.source), row.inferred)


def sighting_row_of(sighting: Sighting, now: datetime) -> SightingRow:
    machine = None if sighting.machine is None else asdict(sighting.machine)
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
    machine = None
    if content is not None:
        machine = Machine(**{**content, "products": tuple(content["products"])})
    at = instant(row.at)
    source = Source(row.source)
    return Sighting(row.key, row.server, at, machine, source, row.inferred, row.size_known)


def micros(at: datetime) -> int:
    """Whole microseconds since 1970. Raises: TypeError for an instant without a time zone."""
    return (at - EPOCH) // MICROSECOND


def instant(microseconds: int) -> datetime:
    return EPOCH + microseconds * MICROSECOND


def machine_of(  # the columns of a row, in their order
    name: str,
    member: str,
    system: str,
    products: str,
    site: str,
    host: str,
    vcpus: int,
    powered_on: bool,
    passive: bool,
    sub_capacity: bool,
) -> Machine:
    names = tuple(filter(None, products.split(",")))
    return Machine(
        name, member, system, names, site, host, vcpus, powered_on, passive, sub_capacity
    )

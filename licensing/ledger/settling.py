"""Adds what was heard to a ledger, within somebody's transaction. Adapter: SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.calendar import MOMENT
from licensing.ledger.look import Look, differing, mending
from licensing.ledger.queries import present, revised
from licensing.ledger.rows import (
    ENTRY_COLUMNS,
    entries_in,
    instant,
    micros,
    row_of,
    sighting_of,
    sighting_row_of,
)
from licensing.ledger.sightings import Entry, Sighting, dated, entries_of
from licensing.ledger.tables import AwayRow, EntryRow, LookRow, SightingRow

KEYS_AT_ONCE = 10_000
"""PostgreSQL takes 65,535 values in one question, SQLite 32,766."""


def _unheard(session: Session, sightings: Iterable[Sighting]) -> list[Sighting]:
    """Those whose key is not in the ledger, each once."""
    by_key = {sighting.key: sighting for sighting in sightings}
    keys = list(by_key)
    known: set[str] = set()
    for first in range(0, len(keys), KEYS_AT_ONCE):
        part = keys[first : first + KEYS_AT_ONCE]
        known.update(session.scalars(select(SightingRow.key).where(SightingRow.key.in_(part))))
    return [sighting for key, sighting in by_key.items() if key not in known]


def heard(session: Session, sightings: Sequence[Sighting], now: datetime) -> int:
    """Add what was not heard before, and what follows for the servers' entries."""
    fresh = dated(_unheard(session, sightings), now)
    session.add_all(sighting_row_of(sighting, now) for sighting in fresh)
    session.flush()
    added = sum(_settle(session, server, now) for server in sorted({f.server for f in fresh}))
    session.flush()
    return added


def note(session: Session, look: Look, now: datetime) -> None:
    """That there was a look, and whom the next one has to ask for."""
    session.add(LookRow(site=look.site, at=micros(now)))
    session.execute(delete(AwayRow).where(AwayRow.site == look.site))
    session.add_all(AwayRow(site=look.site, server=server) for server in look.away)


def mending_of(
    session: Session, look: Look, looked_up: Sequence[Sighting], now: datetime
) -> list[Sighting]:
    """What makes the ledger equal to the look, each later than all that is known of the server.

    Where something else than `looked_up` was recorded since the look began, that is newer.
    Both are by the ledger's own clock.
    """
    own = {sighting.key for sighting in looked_up}
    found: list[Sighting] = []
    for server, machine in differing(look, present(session, look.site)).items():
        query = select(SightingRow.at, SightingRow.recorded_at, SightingRow.key)
        told = session.execute(query.where(SightingRow.server == server)).all()
        since = micros(look.at)
        if any(recorded_at >= since and key not in own for _, recorded_at, key in told):
            continue
        last = max((instant(at) + MOMENT for at, _, _ in told), default=now)
        found.append(mending(look, server, machine, max(now, last)))
    return found


def _settle(session: Session, server: str, now: datetime) -> int:
    """Add revisions until the server's entries are what its sightings tell; how many."""
    rows = session.scalars(select(SightingRow).where(SightingRow.server == server))
    wanted = {entry.since: entry for entry in entries_of(sighting_of(row) for row in rows)}
    believed = _standing(session, server)
    added = [entry for since, entry in wanted.items() if believed.get(since) != entry]
    retracted = [entry for since, entry in believed.items() if since not in wanted]
    session.add_all(row_of(entry, now, retracted=False) for entry in added)
    session.add_all(row_of(entry, now, retracted=True) for entry in retracted)
    return len(added) + len(retracted)


def _standing(session: Session, server: str) -> dict[datetime, Entry]:
    """The last revision of each stay of a server, but for those that were retracted."""
    query = select(*ENTRY_COLUMNS).where(EntryRow.server == server, ~EntryRow.retracted, ~revised())
    return {entry.since: entry for entry in entries_in(session.execute(query))}

"""The ledger: appends sightings and entries, and tells what was believed at any time. Adapter.

Both are only ever added to. An entry is superseded by a later one of the same server and `since`;
what turned out never to have been is added once more, as retracted.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from licensing.ledger.engine import WRITES, engine_of, wait_for_other_writers
from licensing.ledger.look import Look, differing, mending
from licensing.ledger.machine import Machine
from licensing.ledger.migrate import not_answering, upgrade
from licensing.ledger.rows import (
    ENTRY_COLUMNS,
    EPOCH,
    MICROSECOND,
    TOLD_FROM,
    entry_of,
    instant,
    machine_of,
    micros,
    row_of,
    sighting_of,
    sighting_row_of,
)
from licensing.ledger.sightings import Entry, Sighting, dated, entries_of
from licensing.ledger.tables import EntryRow, LookRow, RuleRow, SightingRow

NEVER = datetime.max.replace(tzinfo=UTC)
"""No stay has ended by then and not by now: what has not ended is present."""


class Ledger:
    """One database; open it once per process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = engine_of(url)
        self._writer = self._engine.execution_options(**{WRITES: True})

    @classmethod
    def opened(cls, url: str) -> Ledger:
        """The ledger at `url`, brought to today's schema.

        Raises: OtherSystemFailed where the database does not answer or its schema is newer.
        """
        upgrade(url)
        return cls(url)

    def record(self, sightings: Sequence[Sighting], now: datetime, look: Look | None = None) -> int:
        """Add what was heard, and the entries that follow; how many entries were added.

        After a `look` the ledger has the servers of that site as it saw them.
        In one transaction: killed at any moment, all of it is there or nothing, and what is
        recorded again adds nothing. Of two writers, what the second one adds is never older than
        what the first one added, whenever either was called.
        """
        try:
            with Session(self._writer) as session, session.begin():
                wait_for_other_writers(session)
                now = max(now, _last_recorded(session))
                added = _heard(session, sightings, now)
                if look is not None:
                    session.add(LookRow(site=look.site, at=micros(now)))
                    added += _heard(session, _mending(session, look, sightings, now), now)
                return added
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error

    def believed(
        self, at: datetime | None = None, ended_after: datetime | None = None
    ) -> list[Entry]:
        """Every stay as it was believed at `at`; as it is believed now without it.

        With `ended_after` only those that had not ended by then: years of history are left alone.
        """
        try:
            with Session(self._engine) as session:
                return _entries(session, at, ended_after)
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error

    def looks(self, since: datetime) -> dict[str, list[datetime]]:
        """By site, in order, when all its servers were compared with Nova's records.

        The last one before `since` is among them.
        """
        try:
            with Session(self._engine) as session:
                return _looks(session, micros(since))
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error

    def rules_changed(self, used: Mapping[str, str], now: datetime) -> dict[str, datetime]:
        """Rules whose fingerprint differs from that of their first use, and when that was.

        `used` are fingerprints by rule; what was never used before is remembered.
        """
        try:
            with Session(self._engine) as session:
                known = _rules(session)
            if used.keys() - known.keys():
                with Session(self._writer) as session, session.begin():
                    wait_for_other_writers(session)
                    new = used.keys() - _rules(session).keys()
                    session.add_all(
                        RuleRow(id=name, fingerprint=used[name], first_used_at=micros(now))
                        for name in sorted(new)
                    )
            return {
                name: instant(first_used_at)
                for name, (seen, first_used_at) in known.items()
                if name in used and used[name] != seen
            }
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error

    def present(self, site: str) -> dict[str, Entry]:
        """The servers that are believed to be at a site now, by their ids."""
        try:
            with Session(self._engine) as session:
                return _present(session, site)
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error

    def close(self) -> None:
        self._engine.dispose()


def _rules(session: Session) -> dict[str, tuple[str, int]]:
    """Fingerprint and first use of every rule that was ever used."""
    rows = session.scalars(select(RuleRow))
    return {row.id: (row.fingerprint, row.first_used_at) for row in rows}


def _looks(session: Session, since: int) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    before = select(LookRow.site, func.max(LookRow.at)).where(LookRow.at < since)
    within = select(LookRow.site, LookRow.at).where(LookRow.at >= since).order_by(LookRow.at)
    for query in (before.group_by(LookRow.site), within):
        for site, at in session.execute(query):
            found.setdefault(site, []).append(instant(at))
    return found


def _last_recorded(session: Session) -> datetime:
    last = session.scalar(select(func.max(EntryRow.recorded_at)))
    return EPOCH if last is None else instant(last)


def _unheard(session: Session, sightings: Iterable[Sighting]) -> list[Sighting]:
    """Those whose key is not in the ledger, each once."""
    by_key = {sighting.key: sighting for sighting in sightings}
    known = set(session.scalars(select(SightingRow.key).where(SightingRow.key.in_(by_key))))
    return [sighting for key, sighting in by_key.items() if key not in known]


def _heard(session: Session, sightings: Sequence[Sighting], now: datetime) -> int:
    """Add what was not heard before, and what follows for the servers' entries."""
    fresh = [dated(sighting, now) for sighting in _unheard(session, sightings)]
    session.add_all(sighting_row_of(sighting, now) for sighting in fresh)
    session.flush()
    added = sum(_settle(session, server, now) for server in sorted({f.server for f in fresh}))
    session.flush()
    return added


def _mending(
    session: Session, look: Look, looked_up: Sequence[Sighting], now: datetime
) -> list[Sighting]:
    """What makes the ledger equal to the look, each later than all that is known of the server.

    Where something else than `looked_up` was recorded since the look began, that is newer.
    """
    own = {sighting.key for sighting in looked_up}
    found: list[Sighting] = []
    for server, machine in differing(look, _present(session, look.site)).items():
        query = select(SightingRow.at, SightingRow.recorded_at, SightingRow.key)
        told = session.execute(query.where(SightingRow.server == server)).all()
        since = micros(look.at)
        if any(recorded_at > since and key not in own for _, recorded_at, key in told):
            continue
        last = max((instant(at) + MICROSECOND for at, _, _ in told), default=now)
        found.append(mending(look, server, machine, max(now, last)))
    return found


def _present(session: Session, site: str) -> dict[str, Entry]:
    there = _entries(session, None, NEVER)
    return {e.server: e for e in there if e.until is None and e.machine.site == site}


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
    query = select(*ENTRY_COLUMNS).where(
        EntryRow.server == server, ~EntryRow.retracted, ~_revised()
    )
    rows = session.execute(query)
    entries = [entry_of(row, machine_of(row[TOLD_FROM:])) for row in rows]
    return {entry.since: entry for entry in entries}


def _revised(at: datetime | None = None) -> ColumnElement[bool]:
    """Whether an entry has a later revision, recorded by `at`."""
    newer = aliased(EntryRow)
    later = or_(
        newer.recorded_at > EntryRow.recorded_at,
        and_(newer.recorded_at == EntryRow.recorded_at, newer.id > EntryRow.id),
    )
    of_the_same = and_(newer.server == EntryRow.server, newer.since == EntryRow.since, later)
    if at is not None:
        of_the_same = and_(of_the_same, newer.recorded_at <= micros(at))
    return exists().where(of_the_same)


def _entries(session: Session, at: datetime | None, ended_after: datetime | None) -> list[Entry]:
    """Stays that were not retracted, by server and time. Rows that are alike share a machine.

    Sorted here: asked for an order, SQLite walks the whole ledger in it to find the few that
    had not ended (1.2 s of 10 million, and 0.1 s without).
    """
    query = select(*ENTRY_COLUMNS).where(~EntryRow.retracted, ~_revised(at))
    if at is not None:
        query = query.where(EntryRow.recorded_at <= micros(at))
    if ended_after is not None:
        lasting = or_(EntryRow.until.is_(None), EntryRow.until >= micros(ended_after))
        query = query.where(lasting)
    machines: dict[tuple[object, ...], Machine] = {}
    found: list[Entry] = []
    with _all_kept():
        for row in session.execute(query):
            what = row[TOLD_FROM:]
            machine = machines.get(what)
            if machine is None:
                machine = machines[what] = machine_of(what)
            found.append(entry_of(row, machine))
        found.sort(key=lambda entry: (entry.server, entry.since))
    return found


@contextmanager
def _all_kept() -> Iterator[None]:
    """Nothing that is made here is garbage; looking for it now and then costs a quarter more."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()

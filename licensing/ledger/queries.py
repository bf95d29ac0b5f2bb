"""What a ledger's tables are asked for, within somebody's transaction. Adapter: SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.calendar import MOMENT
from licensing.ledger.facts import Fact
from licensing.ledger.rows import (
    ENTRY_COLUMNS,
    entries_in,
    fact_of,
    instant,
    micros,
)
from licensing.ledger.sightings import Entry
from licensing.ledger.tables import (
    AwayRow,
    EntryRow,
    FactRow,
    LookRow,
    ProjectRow,
    RuleRow,
    SightingRow,
)

NEVER = datetime.max.replace(tzinfo=UTC)
"""No stay has ended by then and not by now: what has not ended is present."""

AT_ONCE = 1_000
"""Rows that are fetched together: one by one costs more, all at once more memory."""

NEWER = aliased(EntryRow)
"""Made once: that takes longer than most questions."""


def rules(session: Session) -> dict[str, tuple[str, int]]:
    """Fingerprint and first use of every rule that was ever used."""
    rows = session.scalars(select(RuleRow))
    return {row.id: (row.fingerprint, row.first_used_at) for row in rows}


def looks(session: Session, since: int) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    before = select(LookRow.site, func.max(LookRow.at)).where(LookRow.at < since)
    within = select(LookRow.site, LookRow.at).where(LookRow.at >= since).order_by(LookRow.at)
    for query in (before.group_by(LookRow.site), within):
        for site, at in session.execute(query):
            found.setdefault(site, []).append(instant(at))
    return found


def facts(session: Session) -> list[Fact]:
    rows = session.scalars(select(FactRow).order_by(FactRow.id))
    return [fact_of(row) for row in rows]


def projects(session: Session, site: str) -> dict[str, str]:
    """By their ids: whose the site's projects are, as far as anybody knew once."""
    rows = session.scalars(select(ProjectRow).where(ProjectRow.site == site))
    return {row.project: row.member for row in rows}


def ledgers_time(session: Session, now: datetime) -> datetime:
    """Now, later than all that was recorded: a clock may be set back, the ledger's never is."""
    columns = (EntryRow.recorded_at, SightingRow.recorded_at)
    recorded = (session.scalar(select(func.max(column))) for column in columns)
    return max([now, *(instant(last) + MOMENT for last in recorded if last is not None)])


def present(session: Session, site: str) -> dict[str, Entry]:
    there = entries(session, None, NEVER)
    return {e.server: e for e in there if e.until is None and e.machine.site == site}


def expected(session: Session, site: str) -> set[str]:
    last_look = session.scalar(select(func.max(LookRow.at)).where(LookRow.site == site))
    since = NEVER if last_look is None else instant(last_look)
    left_or_there = {e.server for e in entries(session, None, since) if e.machine.site == site}
    return left_or_there | set(session.scalars(select(AwayRow.server).where(AwayRow.site == site)))


def revised(at: datetime | None = None) -> ColumnElement[bool]:
    """Whether an entry has a later revision, recorded by `at`."""
    later = or_(
        NEWER.recorded_at > EntryRow.recorded_at,
        and_(NEWER.recorded_at == EntryRow.recorded_at, NEWER.id > EntryRow.id),
    )
    of_the_same = and_(NEWER.server == EntryRow.server, NEWER.since == EntryRow.since, later)
    if at is not None:
        of_the_same = and_(of_the_same, NEWER.recorded_at <= micros(at))
    return exists().where(of_the_same)


def entries(session: Session, at: datetime | None, ended_after: datetime | None) -> list[Entry]:
    """Stays that were not retracted, by server and time.

    Sorted here: asked for an order, SQLite walks the whole ledger in it to find the few that
    had not ended (1.2 s of 10 million, and 0.1 s without).
    """
    query = select(*ENTRY_COLUMNS).where(~EntryRow.retracted, ~revised(at))
    if at is not None:
        query = query.where(EntryRow.recorded_at <= micros(at))
    if ended_after is not None:
        lasting = or_(EntryRow.until.is_(None), EntryRow.until >= micros(ended_after))
        query = query.where(lasting)
    found = session.connection().execute(query)  # by the session each costs half as much again
    rows = chain.from_iterable(found.partitions(AT_ONCE))
    return sorted(entries_in(rows), key=lambda entry: (entry.server, entry.since))

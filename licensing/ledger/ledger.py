"""The ledger: appends sightings and entries, and tells what was believed at any time. Adapter.

Both are only ever added to. An entry is superseded by a later one of the same server and `since`;
what turned out never to have been is added once more, as retracted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import (
    func,
    select,
)
from sqlalchemy.exc import DataError, SQLAlchemyError
from sqlalchemy.orm import Session

from licensing.ledger.engine import WRITES, engine_of, wait_for_other_writers
from licensing.ledger.facts import Fact, Subject, Told, news
from licensing.ledger.look import Look
from licensing.ledger.migrate import upgrade
from licensing.ledger.queries import (
    entries,
    expected,
    facts,
    ledgers_time,
    looks,
    present,
    projects,
    rules,
)
from licensing.ledger.refusals import not_answering
from licensing.ledger.rows import fact_row_of, instant, micros
from licensing.ledger.settling import heard, mending_of, note
from licensing.ledger.sightings import Entry, Sighting
from licensing.ledger.tables import AsideRow, ProjectRow, RuleRow
from licensing.papers.used_rules import Counted

LONGEST_ASIDE = 65_536
"""Characters of a message that was set aside; Nova's own have a few thousand."""


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

        Raises: ValueError for what no column of the database can hold.
        """
        with self._writing() as session:
            now = ledgers_time(session, now)
            added = heard(session, sightings, now)
            if look is not None:
                note(session, look, now)
                added += heard(session, mending_of(session, look, sightings, now), now)
        return added

    def time(self, now: datetime) -> datetime:
        """By the ledger's own clock: later than all that was recorded, and not later than what
        will be."""
        with self._reading() as session:
            return ledgers_time(session, now)

    def set_aside(self, site: str, content: str, reason: str, now: datetime) -> None:
        """Keep a message that could not be read, as far as it may be kept."""
        row = AsideRow(
            site=site,
            reason=reason[:LONGEST_ASIDE],
            content=content[:LONGEST_ASIDE].replace("\0", "\ufffd"),
            recorded_at=micros(now),
        )
        with self._writing() as session:
            session.add(row)

    def asides(self) -> dict[str, int]:
        """By site, how many messages were set aside."""
        query = select(AsideRow.site, func.count()).group_by(AsideRow.site)
        with self._reading() as session:
            return {str(site): int(count) for site, count in session.execute(query)}

    def believed(
        self, at: datetime | None = None, ended_after: datetime | None = None
    ) -> list[Entry]:
        """Every stay as it was believed at `at`; as it is believed now without it.

        With `ended_after` only those that had not ended by then: years of history are left alone.
        """
        with self._reading() as session:
            return entries(session, at, ended_after)

    def looks(self, since: datetime) -> dict[str, list[datetime]]:
        """By site, in order, when all its servers were compared with Nova's records.

        The last one before `since` is among them.
        """
        with self._reading() as session:
            return looks(session, micros(since))

    def changed_since_first_use(
        self, used: Mapping[str, Counted], now: datetime
    ) -> dict[str, datetime]:
        """What counts otherwise than when it was first used, and when that was.

        What was never used before is remembered, and what is remembered in earlier words is put
        into today's.
        """
        with self._reading() as session:
            known = rules(session)
        if any(name not in known or known[name][0] in used[name].formerly for name in used):
            with self._writing() as session:
                _remember(session, used, now)
        return {
            name: instant(first_used_at)
            for name, (seen, first_used_at) in known.items()
            if name in used and seen not in {used[name].mark, *used[name].formerly}
        }

    def facts(self) -> list[Fact]:
        """All that files ever said, in the order in which it was recorded."""
        with self._reading() as session:
            return facts(session)

    def remember(
        self, told: Mapping[Subject, Told], now: datetime, *, only_first: bool = False
    ) -> int:
        """Add what the files say otherwise than before, from `now` on; how much that is.

        With `only_first` nothing is added where anything was remembered already: so whoever only
        asks tries out a change of a file without leaving a trace.
        """
        with self._writing() as session:
            known = facts(session)
            fresh = [] if known and only_first else news(told, known, now)
            session.add_all(fact_row_of(fact) for fact in fresh)
        return len(fresh)

    def projects(self, site: str) -> dict[str, str]:
        """Whose the site's projects are known to be, by their ids."""
        with self._reading() as session:
            return projects(session, site)

    def know(self, site: str, members: Mapping[str, str], now: datetime) -> None:
        """Remember whose projects are, by their ids; what is known already is left alone."""
        known = self.projects(site)
        news = {id_: member for id_, member in members.items() if known.get(id_) != member}
        if not news:
            return
        with self._writing() as session:
            for id_, member in sorted(news.items()):
                session.merge(
                    ProjectRow(site=site, project=id_, member=member, recorded_at=micros(now))
                )

    def present(self, site: str) -> dict[str, Entry]:
        """The servers that are believed to be at a site now, by their ids."""
        with self._reading() as session:
            return present(session, site)

    def expected(self, site: str) -> set[str]:
        """The servers that may be at a site, by their ids, whether a list of it has them or not.

        Those that are believed to be there or left since the last look, and those that were away
        at it.
        """
        with self._reading() as session:
            return expected(session, site)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self._engine) as session:
                yield session
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One transaction, with nobody else writing."""
        try:
            with Session(self._writer) as session, session.begin():
                wait_for_other_writers(session)
                yield session
        except DataError as error:
            raise ValueError(str(error.orig)) from error
        except SQLAlchemyError as error:
            raise not_answering(self.url, error) from error


def _remember(session: Session, used: Mapping[str, Counted], now: datetime) -> None:
    """What is new, and in today's words what stands there in earlier ones."""
    rows = {row.id: row for row in session.scalars(select(RuleRow))}
    for name, counted in sorted(used.items()):
        if name not in rows:
            session.add(RuleRow(id=name, fingerprint=counted.mark, first_used_at=micros(now)))
        elif rows[name].fingerprint in counted.formerly:
            rows[name].fingerprint = counted.mark

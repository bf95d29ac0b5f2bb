"""What the sites' stores have of sessions, all sites together. Adapter: reads the stores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.calendar import A_DAY
from core.eras import JAPAN
from core.message import Message, say
from monitoring.access.log_store import broken, records_of
from monitoring.access.session import Line, Session, line_of, sessions_of
from runbooks.actions.access import servers
from runbooks.actions.here import Here

FIRST_USERS = frozenset({"debian"})
"""The accounts by which kumiai itself configures servers, as their images have them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All sessions; `doubt` says where the records are not as they came."""

    sessions: Sequence[Session]
    doubt: Message | None


def sessions_kept(here: Here) -> Kept:
    """Every session of every site, by what the servers said while it went on."""
    doubts = [
        say(
            "the records of {site} are not as they came, from line {line} on: somebody changed or "
            "took out what stood there; compare with a backup of them",
            site=site,
            line=line,
        )
        for site in here.definitions.sites
        if (line := broken(here.home, site)) is not None
    ]
    return Kept(sessions_of(_lines(here)), doubts[0] if doubts else None)


def of_day(sessions: Sequence[Session], day: date) -> list[Session]:
    begins = _first_moment(day)
    return [one for one in sessions if one.touches(begins, begins + A_DAY)]


def since(sessions: Sequence[Session], day: date) -> list[Session]:
    """Those that were open on that day, or have begun after it."""
    return [one for one in sessions if _first_moment(day) <= one.last_at]


def _first_moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)


def _lines(here: Here) -> Iterator[Line]:
    """A server is whom its address says it is, whatever name it gives itself."""
    names = {one.address: one.at.name for one in servers(here)}
    for site in here.definitions.sites:
        for record in records_of(here.home, site):
            line = line_of(record.words)
            if line is not None and record.address in names:
                yield replace(line, server=names[record.address])

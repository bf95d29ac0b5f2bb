"""What every act is given: the files, the time, who is told, and how a site is asked. Adapter.

An act asks for nothing else, so that the command line, a runbook and a board do the same thing,
and a test does it with a Nova in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cloud.asked import silence_of
from cloud.connection import Cloud, connected
from cloud.logins import site_entry
from core.home import Home
from core.message import Message
from licensing.change.licensing import Licensing
from licensing.known import known_at
from licensing.ledger.home import ledger_of
from licensing.ledger.ledger import Ledger
from licensing.papers.licences import Licences
from tenants.definitions import Definitions
from tenants.site import Site

Tell = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Given:
    """`now` is when the act was asked for; `environment` may name another database as ledger."""

    home: Home
    definitions: Definitions
    licences: Licences
    now: datetime
    clock: Callable[[], datetime]
    """For what is looked at after an act, which is later than `now`."""
    tell: Tell
    environment: Mapping[str, str]
    cloud_of: Callable[[Home, Site], Cloud]
    login_of: Callable[[Home, str], Cloud | None]
    silence_of: Callable[[Home, Site], Message | None]

    def ledger(self) -> Ledger:
        """Raises: OtherSystemFailed where its database does not answer."""
        return ledger_of(self.home, self.environment)

    def licensing(
        self, believed_at: datetime | None = None, since: datetime | None = None
    ) -> Licensing:
        """What is known of licences, or was at `believed_at`; with `since` also what mattered then.

        Raises: as `ledger`; ProblemsFound where a rule changed after its first use.
        """
        return known_at(
            self.ledger(),
            self.licences,
            self.definitions,
            self.now,
            believed_at=believed_at,
            since=since,
        )


def silence_at(home: Home, site: Site) -> Message | None:
    """What is to be said of a site that accepts no connection."""
    return silence_of(site_entry(home, site), site.name)


def administrator_of(home: Home, site: Site) -> Cloud:
    """A site's OpenStack, as the one who may list all servers."""
    return connected(site_entry(home, site))

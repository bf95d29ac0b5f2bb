"""What every act is given: the files, the time, who is told, and how a site is asked. Adapter.

An act asks for nothing else, so that the command line, a runbook and a board do the same thing,
and a test does it with a Nova in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cloud.connection import Cloud
from core.errors import ProblemsFound
from core.home import Home
from core.message import Message
from core.problem import Problem
from licensing.change.licensing import Licensing
from licensing.collecting.looking import Asked
from licensing.known import known_at
from licensing.ledger.ledger import Ledger
from licensing.papers.licences import Licences
from tenants.definitions import Definitions
from tenants.site import Site

Tell = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Given:
    """`now` is when the act was asked for."""

    home: Home
    definitions: Definitions
    licences: Licences
    now: datetime
    clock: Callable[[], datetime]
    """For what is looked at after an act, which is later than `now`."""
    tell: Tell
    ledger: Callable[[], Ledger]
    """Opened and brought to today's schema at the first call, and the same one at each.

    Raises: OtherSystemFailed where its database does not answer.
    """
    cloud_of: Callable[[Home, Site], Cloud]
    login_of: Callable[[Home, str], Cloud | None]
    silence_of: Callable[[Home, Site], Message | None]
    wrong_licences: tuple[Problem, ...] = ()
    """What keeps everybody from counting licences, where that was no reason to begin nothing."""

    @property
    def asked(self) -> Asked:
        """Whom a look for the ledger asks."""
        return Asked(
            self.definitions,
            self.ledger,
            partial(self.cloud_of, self.home),
            partial(self.silence_of, self.home),
        )

    def licensing(
        self, believed_at: datetime | None = None, since: datetime | None = None
    ) -> Licensing:
        """What is known of licences, or was at `believed_at`; with `since` also what mattered then.

        Raises: as `ledger`; ProblemsFound where a file about licences is wrong, or a rule changed
        after its first use.
        """
        if self.wrong_licences:
            raise ProblemsFound(self.wrong_licences)
        return known_at(
            self.ledger(),
            self.licences,
            self.definitions,
            self.now,
            believed_at=believed_at,
            since=since,
        )

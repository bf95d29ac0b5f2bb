"""What acts are given in tests: the shipped files, a home of their own, a Nova in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cloud.refusals import silent
from core.home import Home
from core.journal import entries
from core.message import Message, say
from core.plan import Plan, Run
from core.run import Failure, Watcher, carry_out
from licensing.ledger.home import ledger_of
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from runbooks.actions.given import Given
from tenants.definitions import Definitions
from tests.lib.definitions import ROOT, shipped
from tests.lib.nova import Nova
from tests.lib.site_in_memory import SiteInMemory

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
RUN = Run("run-1", "sato", "a test", NOW)


@dataclass
class Acts:
    """Acts at a primary site with four hosts; `told` is what they said while they were done."""

    home: Home
    nova: Nova
    definitions: Definitions = field(default_factory=shipped)
    licences: Licences = field(default_factory=lambda: read_licences(ROOT)[0])
    environment: Mapping[str, str] = field(default_factory=dict)
    told: list[Message] = field(default_factory=list)
    sites: dict[str, SiteInMemory] = field(default_factory=dict)
    """Those of which more than Nova is asked; each is its members' login as well."""
    silent: set[str] = field(default_factory=set)
    """Sites that accept no connection."""

    @classmethod
    def at(cls, folder: Path) -> Acts:
        hosts = dict.fromkeys(("pri-01", "pri-02", "pri-03", "pri-04"), True)
        return cls(Home(folder, definitions=ROOT), Nova(datetime(2026, 4, 1, tzinfo=UTC), hosts))

    @property
    def given(self) -> Given:
        empty = Nova(NOW, {})
        return Given(
            self.home,
            self.definitions,
            self.licences,
            NOW,
            lambda: NOW,
            self.told.append,
            lambda: ledger_of(self.home, self.environment),
            lambda home, site: (
                self.sites.get(site.name) or (self.nova if site.name == "primary" else empty)
            ),
            lambda home, stack: self.sites.get(stack.rpartition(".")[2]),
            lambda home, site: _silence_of(site.name) if site.name in self.silent else None,
        )

    def carried_out(self, plan: Plan) -> list[Failure]:
        return carry_out(self.home, plan, RUN, Watcher())

    @property
    def journal(self) -> list[str]:
        found = entries(self.home.journal)
        return [f"{one['act']} {one['subject']}: {one['outcome']}" for one in found]


def _silence_of(site: str) -> Message:
    return silent(site, "127.0.11.1:5000", say("the connection is refused"))


def sentences(found: tuple[Message, ...]) -> list[str]:
    return [str(one) for one in found]


def objections(plan: Plan) -> list[str]:
    return [str(one.why) for one in plan.objections]

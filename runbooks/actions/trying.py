"""What is true of a trial, asked of the site anew each time. Adapter.

It is a move that nobody declared, to a project of its own (`recovery/bubble.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial

from blueprint.accounts import trial_project
from blueprint.parts import ServerPlan
from cloud.credentials import provisioner_credential
from cloud.logins import entry_of
from core.errors import Exit, UserError
from core.message import say
from core.plan import Run
from recovery import trials
from recovery.bubble import Bubble
from recovery.coverage import Kept
from recovery.declaration import Declaration
from recovery.facts import Copies, Extent, Trial, Volume
from recovery.landing import Landing
from recovery.restoring import Restorer
from recovery.services import Services
from recovery.standing_servers import RUNS
from recovery.trial_told import TrialPaper
from recovery.vault_accounts import administrator_in
from recovery.wanted import Wanted, is_proven
from runbooks.actions.failover import nothing_to_move
from runbooks.actions.given import Given
from runbooks.actions.moves import Moving
from runbooks.actions.trial_licences import allowed

TRIAL = "failover-trial"
"""The journal's word for each step of a trial."""
LONGEST = timedelta(hours=6)
"""Then it is cleared away, whatever it has come to."""


@dataclass(frozen=True)
class Trying:
    """One trial; what is asked of the vault is asked once."""

    given: Given
    paper: TrialPaper
    vaults: dict[str, dict[str, list[Kept]]] = field(default_factory=dict)

    @cached_property
    def moving(self) -> Moving:
        """The move that is tried; nobody signs it."""
        paper = Declaration(
            source=self.paper.source,
            target=self.paper.site,
            members=(self.paper.member,),
            declared_at=self.paper.began_at,
            reason=self.paper.reason,
        )
        member = self.given.definitions.need_member(self.paper.member)
        return Moving(self.given, paper, member, vaults=self.vaults)

    @property
    def subject(self) -> str:
        return f"{self.moving.stack}.trial"

    @cached_property
    def bubble(self) -> Bubble:
        administrator = self.moving.administrator(self.moving.target)
        return Bubble(administrator, trial_project(self.paper.member))

    @cached_property
    def wanted(self) -> Mapping[str, Wanted]:
        return self.moving.wanted(
            lambda one: is_proven(one) and self.paper.takes(one.manifest.taken_at)
        )

    @cached_property
    def services(self) -> Services:
        """Raises: UserError where this machine has no login that provisions there."""
        site = self.moving.target
        login = provisioner_credential(self.given.home, site)
        return Services(entry_of(login, self.bubble.name), site.name)

    @cached_property
    def landing(self) -> Landing:
        site = self.moving.target
        return Landing(
            self.paper.id,
            Restorer(self.services, site.backup_driver),
            self.moving.need_vault,
            self.wanted,
            partial(administrator_in, self.given.home, site, self.bubble.name),
        )

    @cached_property
    def servers(self) -> list[ServerPlan]:
        """Those that licences allow once more. Raises: OtherSystemFailed where nobody knows."""
        blueprint = self.moving.blueprint
        return allowed(self.given, blueprint.member, blueprint.site, blueprint.servers)

    @property
    def left_out(self) -> list[str]:
        return [one.name for one in self.moving.blueprint.servers if one not in self.servers]

    def facts(self, *, ended: bool) -> Trial:
        """What is true of it now. Raises: OtherSystemFailed where the site does not answer."""
        extent = self.bubble.extent(self.moving.blueprint.networks)
        there = [] if extent is Extent.NONE else self.bubble.servers()
        running = {row["name"] for row in there if row["status"] == RUNS}
        return Trial(
            copies=self._nothing if extent is not Extent.ALL else self._copies,
            isolated=extent,
            stands=bool(there),
            runs=not ended and {one.name for one in self.servers} <= running,
            judged=trials.told_of(self.given.home, self.paper.id) is not None,
            ended=ended or self.given.clock() - self.paper.began_at > LONGEST,
        )

    @property
    def _copies(self) -> Copies:
        return self.landing.copies(self.moving.volumes, ())

    @property
    def _nothing(self) -> Copies:
        volumes = self.moving.volumes
        return Copies(
            proven=set(volumes) <= self.wanted.keys(),
            checked=True,
            copied=Extent.NONE,
            recorded=Extent.NONE,
            volumes=dict.fromkeys(volumes, Volume.ABSENT),
        )


def id_of(run: Run) -> str:
    """Of the trial that a run begins."""
    return run.id[:12]


def paper_of(given: Given, slug: str, run: Run, before: datetime | None) -> TrialPaper:
    """Raises: UserError where nothing stands by for the member, it has no volumes, or there is no
    proven copy of them."""
    member = given.definitions.need_member(slug)
    active = given.definitions.active_sites(member)
    target = given.definitions.other_site(member, active[0]) if active else None
    if target is None:
        raise UserError(say("no site stands by for {member}", member=slug), Exit.RULE_BROKEN)
    paper = TrialPaper(
        id=id_of(run),
        member=slug,
        source=active[0],
        site=target,
        began_at=given.now,
        reason=run.reason or "–",
        before=before,
    )
    trying = Trying(given, paper)
    if not trying.moving.volumes:
        raise nothing_to_move([slug])
    missing = sorted(set(trying.moving.volumes) - trying.wanted.keys())
    if missing:
        raise UserError(
            say(
                "{site} holds no proven copy of {volumes}, so nothing can be tried; "
                "`kumiai backup prove {member}` makes one",
                site=target,
                volumes=tuple(missing),
                member=slug,
            ),
            Exit.RULE_BROKEN,
        )
    return paper

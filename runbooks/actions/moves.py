"""What is true of a member's move, asked of both sites anew each time. Adapter.

`recovery/failover.py` says from it what is done next; `steps.py` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from blueprint.member import blueprint_of
from blueprint.naming import stack_name
from blueprint.parts import Blueprint
from cloud.logins import clouds_of, site_entry
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import say
from core.signing_key import allowed_signers
from infra.rim.pairing import renewed_by
from infra.stacks.adoption import adopted
from infra.stacks.digest import is_applied, member_digest
from infra.verify.kept import last_verdicts
from infra.verify.verdicts import digest_of
from recovery.declaration import Declaration, fences
from recovery.facts import Copies, Extent, Facts
from recovery.forecast import placed_at
from recovery.landing import Landing, Wanted, wanted_of
from recovery.restoring import Restorer
from recovery.services import Services
from recovery.standing_servers import Row, extent_of, is_cut_off, servers_in
from recovery.vault import Kept, Vault
from recovery.vault_accounts import administrator_in, writer_entry
from runbooks.actions.given import Given
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.site import Site

MOVES = "moves"
"""Below `var`: what each move came to, a file for each member."""


@dataclass(frozen=True)
class Moving:
    """One member of a declaration. What is asked of the vault is asked once: nothing that a lost
    site sent changes any more."""

    given: Given
    paper: Declaration
    member: Member
    override: str = ""
    """Why licences may be violated by it, where somebody said so."""
    vaults: dict[str, dict[str, list[Kept]]] = field(default_factory=dict)
    """Generations by member and system; shared by all looks of one run."""

    @property
    def slug(self) -> str:
        return self.member.slug

    @property
    def stack(self) -> str:
        return stack_name(self.slug, self.paper.target)

    @property
    def target(self) -> Site:
        return self.given.definitions.need_site(self.paper.target)

    @property
    def source(self) -> Site:
        return self.given.definitions.need_site(self.paper.source)

    def placed_at(self, site: str) -> Definitions:
        """The files as they let the member run at `site`."""
        return placed_at(self.given.definitions, [self.slug], site)

    @cached_property
    def blueprint(self) -> Blueprint:
        """What the member is to have at the target."""
        return blueprint_of(self.placed_at(self.paper.target), self.slug, self.paper.target)

    @property
    def volumes(self) -> list[str]:
        return [one.name for one in self.blueprint.volumes]

    @property
    def hosts_file(self) -> Path:
        return self.given.home.root / "names" / f"{self.slug}.hosts"

    @property
    def hosts(self) -> str:
        """Under which name each server is found, for whoever resolves the member's names."""
        rows = [f"{one.address} {one.name}" for one in self.blueprint.servers]
        return "\n".join([f"# {self.slug} at {self.paper.target}", *rows, ""])

    @property
    def report_file(self) -> Path:
        return self.given.home.root / MOVES / self.paper.id / f"{self.slug}.json"

    @property
    def landing(self) -> Landing:
        """Raises: UserError where this machine has no login that is needed."""
        home, site = self.given.home, self.target
        entry = clouds_of(home).get(self.stack)
        if entry is None:
            raise UserError(
                say(
                    "{stack} was never built, so nothing stands ready there; "
                    "run `kumiai up {member} --site {site}` first",
                    stack=self.stack,
                    member=self.slug,
                    site=site.name,
                ),
                Exit.RULE_BROKEN,
            )
        return Landing(
            self.paper.id,
            Restorer(Services(entry, site.name), site.backup_driver),
            self.vault,
            self.wanted(),
            partial(administrator_in, home, site, self.blueprint.project),
        )

    @property
    def generations(self) -> Mapping[str, list[Kept]]:
        """By system, what the target's vault holds of the source.

        Raises: UserError where this machine has no login to it; OtherSystemFailed where it does not
        answer.
        """
        if self.slug not in self.vaults:
            signers = allowed_signers(self.given.home.definitions)
            self.vaults[self.slug] = {
                system: self.vault.kept(source, system, signers)
                for source, system in sorted(self.vault.systems())
                if source == self.paper.source
            }
        return self.vaults[self.slug]

    @property
    def vault(self) -> Vault:
        entry = writer_entry(self.given.home, self.target)
        return Vault(Services(entry, self.paper.target), self.slug)

    def wanted(
        self, takes: Callable[[datetime], bool] = lambda taken_at: True
    ) -> dict[str, Wanted]:
        """By name, every volume as its newest proven copy has it, of those that it `takes`."""
        found: dict[str, Wanted] = {}
        for kept in self.generations.values():
            found |= wanted_of([one for one in kept if takes(one.manifest.taken_at)])
        return {name: found[name] for name in self.volumes if name in found}

    def administrator(self, site: Site) -> Services:
        return Services(site_entry(self.given.home, site), site.name)


def facts_of(moving: Moving, *, source_answers: bool) -> Facts:
    """What is true now. Of a silent site the two persons' word stands for what nobody can see.

    Raises: OtherSystemFailed where the target refuses to say.
    """
    given, project = moving.given, moving.blueprint.project
    copies: Copies = moving.landing.copies(moving.volumes, adopted_ids(moving))
    at_target = servers_in(moving.administrator(moving.target), project)
    at_source = _at_source(moving) if source_answers else None
    named = [one.name for one in moving.blueprint.servers]
    placed = given.definitions.active_sites(moving.member) == (moving.paper.target,)
    return Facts(
        declared=True,
        called_off=False,
        source_answers=at_source is not None,
        source=Extent.ALL if at_source is None else extent_of(at_source, named),
        source_fenced=at_source is None or is_cut_off(at_source),
        last_copied=False,
        key_renewed=renewed_by(given.home, moving.slug, moving.paper.target) == moving.paper.id,
        copies=copies,
        stale=bool(at_target) and not placed,
        target_fenced=fences(given.home.definitions).get(moving.slug) == moving.paper.target,
        placed=placed,
        target=_target(moving, extent_of(at_target, named), placed=placed),
        verified=_verified(moving),
        names_switched=_text_of(moving.hosts_file) == moving.hosts,
        told=moving.report_file.exists(),
    )


def _at_source(moving: Moving) -> list[Row] | None:
    """The servers there; None where the site says nothing of them, being half dead."""
    try:
        return servers_in(moving.administrator(moving.source), moving.blueprint.project)
    except OtherSystemFailed:
        return None


def _target(moving: Moving, running: Extent, *, placed: bool) -> Extent:
    """All of it only once `up` has come to its end: servers run before their volumes are there."""
    if not placed or running is not Extent.ALL:
        return running
    digest = member_digest(moving.blueprint, moving.member, moving.target)
    return Extent.ALL if is_applied(moving.given.home, moving.stack, digest) else Extent.SOME


def _verified(moving: Moving) -> bool:
    verdict = last_verdicts(moving.given.home).get(moving.stack)
    return (
        verdict is not None
        and verdict.digest == digest_of(moving.blueprint)
        and verdict.reached
        and not verdict.missing
        and verdict.at >= moving.paper.declared_at
    )


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def adopted_ids(moving: Moving) -> list[str]:
    """The volumes that the target's state knows."""
    return adopted(moving.given.home, moving.stack)

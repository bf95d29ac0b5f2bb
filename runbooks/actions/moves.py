"""What is true of a member's move, asked of both sites anew each time. Adapter.

`recovery/failover.py` says from it what is done next; `steps.py` does that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from blueprint.member import blueprint_of
from blueprint.naming import stack_name
from blueprint.parts import Blueprint
from cloud.logins import clouds_of, site_entry
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import Message, say
from core.signing_key import allowed_signers
from infra.rim.pairing import renewed_by
from infra.stacks.adoption import adopted
from infra.stacks.digest import is_applied, member_digest
from infra.verify.kept import last_verdicts
from infra.verify.verdicts import digest_of
from recovery import past_moves
from recovery.coverage import Kept
from recovery.declaration import CutOff, Declaration, called_off, cut_off_of, fences
from recovery.facts import Copies, Extent, Facts
from recovery.forecast import placed_at
from recovery.landing import Landing
from recovery.objects import Objects
from recovery.restoring import Restorer
from recovery.services import Services
from recovery.standing_servers import Row, extent_of, is_cut_off, servers_in
from recovery.stopped import stopped_of
from recovery.vault import Vault
from recovery.vault_accounts import administrator_in, holds_copies, writer_entry
from recovery.wanted import Wanted, is_proven, wanted_objects, wanted_of
from runbooks.actions.given import Given
from runbooks.actions.protected import services_at
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.site import Site


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
        return past_moves.file_of(self.given.home, self.paper.id, self.slug)

    @property
    def cut_off(self) -> CutOff | None:
        """The note of a planned move, once nothing at the source can be the member any more."""
        return cut_off_of(self.given.home.definitions, self.paper, self.slug)

    def last_copies(self, at_source: list[Row] | None) -> dict[str, int] | None:
        """By system, the generation that holds all that was ever entered at the source: taken once
        its servers were stopped and locked. None where there is none, or nobody can see."""
        if self.cut_off is not None:
            return self.cut_off.last
        if at_source is None or not is_cut_off(at_source):
            return None
        noted = stopped_of(self.given.home.definitions, self.paper, self.slug)
        if noted is None or not noted.is_of(at_source):
            return None
        last = noted.last([kept[-1].manifest for kept in self.generations.values() if kept])
        missing = set(self.volumes) - {name for one in last for name in one.names}
        return None if missing else {one.system: one.number for one in last}

    @property
    def landing(self) -> Landing:
        """Of a failover, or of a planned move whose source is cut off.

        Raises: UserError where this machine has no login that is needed.
        """
        return self.landing_of(None)

    def landing_of(self, at_source: list[Row] | None) -> Landing:
        """From proven copies; a planned move's from its last ones. Raises: as `landing`."""
        site = self.target
        return Landing(
            self.paper.id,
            Restorer(self.services, site.backup_driver),
            self.need_vault,
            self.wanted(self._trusted(at_source)),
            partial(administrator_in, self.given.home, site, self.blueprint.project),
        )

    @cached_property
    def services(self) -> Services:
        """By the login that owns what the member has at the target. Raises: as `landing`."""
        entry = clouds_of(self.given.home).get(self.stack)
        if entry is None:
            why = never_built(self.stack, self.slug, self.target.name)
            raise UserError(why, Exit.RULE_BROKEN)
        return services_at(self.given, entry, self.target.name)

    @property
    def generations(self) -> Mapping[str, list[Kept]]:
        """By system, what the target's vault holds of the source. Of what stands there and cannot
        be read it is told.

        A planned move may go where no vault was set up yet, as home again after a failover: nothing
        is held there.

        Raises: UserError where this machine has no login to it; OtherSystemFailed where it does not
        answer.
        """
        if self.paper.is_planned and not holds_copies(self.given.home, self.target):
            return {}
        if self.slug not in self.vaults:
            vault, signers = self.need_vault(), allowed_signers(self.given.home.definitions)
            shelves = {
                system: vault.shelf(source, system, signers)
                for source, system in sorted(vault.systems())
                if source == self.paper.source
            }
            for why in (why for shelf in shelves.values() for why in shelf.unread):
                self.given.tell(why)
            self.vaults[self.slug] = {system: shelf.kept for system, shelf in shelves.items()}
        return self.vaults[self.slug]

    @property
    def objects(self) -> Objects:
        """Those of the member's own containers, at the target. Raises: as `landing`."""
        trusted = self._trusted(None)
        wanted = [
            one for kept in self.generations.values() for one in wanted_objects(kept, trusted)
        ]
        return Objects(self.paper.id, self.services, self.need_vault, wanted)

    def _trusted(self, at_source: list[Row] | None) -> Callable[[Kept], bool]:
        last = self.last_copies(at_source) if self.paper.is_planned else None
        return is_proven if last is None else partial(_is_one_of, last)

    def forget_copies(self) -> None:
        """There are new ones: the vault is asked again."""
        self.vaults.pop(self.slug, None)

    def need_vault(self) -> Vault:
        """Raises: UserError where this machine has no login to it."""
        entry = writer_entry(self.given.home, self.target)
        return Vault(services_at(self.given, entry, self.paper.target), self.slug)

    def wanted(self, trusted: Callable[[Kept], bool]) -> dict[str, Wanted]:
        """By name, every volume as the newest copy has it that is `trusted`."""
        found: dict[str, Wanted] = {}
        for kept in self.generations.values():
            found |= wanted_of(kept, trusted)
        return {name: found[name] for name in self.volumes if name in found}

    def administrator(self, site: Site) -> Services:
        return Services(site_entry(self.given.home, site), site.name)


def never_built(stack: str, member: str, site: str) -> Message:
    return say(
        "{stack} was never built, so nothing stands ready there; "
        "run `kumiai up {member} --site {site}` first",
        stack=stack,
        member=member,
        site=site,
    )


def _is_one_of(last: Mapping[str, int], one: Kept) -> bool:
    return last.get(one.manifest.system) == one.manifest.number


def facts_of(moving: Moving, *, source_answers: bool) -> Facts:
    """What is true now. Of a silent site the two persons' word stands for what nobody can see.

    Raises: OtherSystemFailed where the target refuses to say.
    """
    given, project = moving.given, moving.blueprint.project
    at_source = at_source_of(moving) if source_answers else None
    landing = moving.landing_of(at_source)
    copies: Copies = landing.copies(moving.volumes, adopted_ids(moving))
    at_target = servers_in(moving.administrator(moving.target), project)
    named = [one.name for one in moving.blueprint.servers]
    placed = given.definitions.active_sites(moving.member) == (moving.paper.target,)
    return Facts(
        declared=True,
        called_off=called_off(given.home.definitions, moving.paper),
        source_answers=at_source is not None,
        source=Extent.ALL if at_source is None else extent_of(at_source, named),
        source_fenced=_is_fenced(moving, at_source),
        last_copied=moving.paper.is_planned and moving.last_copies(at_source) is not None,
        key_renewed=renewed_by(given.home, moving.slug, moving.paper.target) == moving.paper.id,
        copies=copies,
        stale=bool(at_target) and not placed,
        target_fenced=fences(given.home.definitions).get(moving.slug) == moving.paper.target,
        # Its people change them once it runs there.
        objects_there=placed or moving.objects.are_there(),
        placed=placed,
        target=_target(moving, extent_of(at_target, named), placed=placed),
        verified=_verified(moving),
        names_switched=_text_of(moving.hosts_file) == moving.hosts,
        told=moving.report_file.exists(),
    )


def _is_fenced(moving: Moving, at_source: list[Row] | None) -> bool:
    """Of a silent site a declaration says so, and of a planned move the note of what was seen."""
    is_noted = not moving.paper.is_planned or moving.cut_off is not None
    return is_noted and (at_source is None or is_cut_off(at_source))


def at_source_of(moving: Moving) -> list[Row] | None:
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

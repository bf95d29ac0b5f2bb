"""Volumes of which copies are held are never made empty by mistake. Adapter: reads the vaults.

A member whose volumes are gone, or that is built elsewhere before its data is there, would get
empty ones, its servers would boot from them, and everything would look well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprint.parts import Blueprint
from core.home import Home
from core.message import Message, say
from core.signing_key import allowed_signers
from recovery.coverage import Kept
from recovery.services import Services
from recovery.vault import Vault
from recovery.vault_accounts import holds_copies, writer_entry
from tenants.definitions import Definitions
from tenants.member import Member


@dataclass(frozen=True, slots=True)
class HeldCopies:
    """What one site holds of a member: each volume's newest copy, and the moment that it shows."""

    site: str
    taken_at: Mapping[str, datetime]
    unread: tuple[Message, ...] = ()
    """Papers of the member's whose copies nobody can tell: of any volume there may be one."""

    @classmethod
    def of(
        cls, site: str, generations: Sequence[Kept], unread: Sequence[Message] = ()
    ) -> HeldCopies:
        manifests = sorted((one.manifest for one in generations), key=lambda one: one.taken_at)
        return cls(
            site,
            {volume.name: one.taken_at for one in manifests for volume in one.volumes},
            tuple(unread),
        )


def held_copies(home: Home, definitions: Definitions, member: Member) -> Iterator[HeldCopies]:
    """By each site of the member whose vault this machine may read.

    Raises: OtherSystemFailed where one does not answer, so that nobody knows what it holds.
    """
    signers = allowed_signers(home.definitions)
    for name in definitions.sites_of(member):
        site = definitions.need_site(name)
        if holds_copies(home, site):
            vault = Vault(Services(writer_entry(home, site), name), member.slug)
            shelves = [vault.shelf(*where, signers) for where in sorted(vault.systems())]
            yield HeldCopies.of(
                name,
                [one for shelf in shelves for one in shelf.kept],
                [why for shelf in shelves for why in shelf.unread],
            )


def against_new(
    home: Home, definitions: Definitions, drawn: Blueprint, standing: Collection[str]
) -> Message | None:
    """The same for what would be built beside the volumes that stand. Raises: as `held_copies`."""
    new = {volume.name for volume in drawn.data_volumes} - set(standing)
    if not new:
        return None
    member = definitions.need_member(drawn.member)
    return against_empty(new, list(held_copies(home, definitions, member)))


def against_empty(empty: Collection[str], held: Sequence[HeldCopies]) -> Message | None:
    """Why volumes that would be made `empty` may not be; None where no copy of them is held, and
    all that is held can be read."""
    newest: dict[str, tuple[datetime, str]] = {}
    for one in held:
        for volume in set(empty) & one.taken_at.keys():
            found = (one.taken_at[volume], one.site)
            newest[volume] = max(newest.get(volume, found), found)
    unread = [(one.site, why) for one in held for why in one.unread]
    if not newest and empty and unread:
        site, why = unread[0]
        return say(
            "{volumes} would be made empty, and {site} may hold copies of them: {why}; see to that "
            "paper, or say with `--empty` why nobody needs what is in them",
            volumes=tuple(sorted(empty)),
            site=site,
            why=why,
        )
    if not newest:
        return None
    at, site = max(newest.values())
    return say(
        "{volumes} would be made empty, and {site} holds copies of {at}; bring them back with a "
        "failover, or say with `--empty` why nobody needs what is in them",
        volumes=tuple(sorted(newest)),
        site=site,
        at=at.isoformat(" ", "minutes"),
    )

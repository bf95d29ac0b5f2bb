"""Whether copies find room where they become volumes again, asked before anything is done. Adapter.

Cinder counts each record of a copy that is imported as a backup of the member's own, at the size of
its volume, and refuses the first that the quota does not hold. Of a planned move that is too late:
its servers stand still by then.
"""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.member import blueprint_of
from blueprint.naming import stack_name
from cloud.logins import clouds_of
from core.errors import OtherSystemFailed
from core.message import Message, say
from core.signing_key import allowed_signers
from recovery.chain import chain_of
from recovery.copying import sent_last
from recovery.declaration import Declaration
from recovery.forecast import Copies, placed_at
from recovery.services import Services
from recovery.taking import no_room_for, no_room_for_records
from recovery.vault_accounts import holds_copies
from runbooks.actions import backups
from runbooks.actions.given import Given
from runbooks.actions.moves import never_built
from runbooks.actions.protected import Protected, kept, member_of, protected, site_of, source

READINGS = 1
"""Of a restored volume: it is read as for a backup, which stands until all are compared."""


def without_room(given: Given, paper: Declaration) -> Iterator[Message]:
    """For one generation more at the source, and for all that the move brings to the target beside
    what stands there: volumes that a move sets aside stay, and those of earlier moves do.

    Raises: OtherSystemFailed where a site does not answer.
    """
    built = clouds_of(given.home)
    definitions = placed_at(given.definitions, paper.members, paper.target)
    for slug in paper.members:
        stack = stack_name(slug, paper.target)
        if stack not in built:
            yield never_built(stack, slug, paper.target)
            continue
        services = Services(built[stack], paper.target)
        volumes = blueprint_of(definitions, slug, paper.target).volumes
        if full := no_room_for(services, volumes):
            yield say(
                "{stack}: {count} volumes more do not fit into the quota of {quotas}; once "
                "nobody needs what earlier moves have set aside there, `kumiai failover discard "
                "{member}` deletes it",
                stack=stack,
                count=len(volumes),
                quotas=tuple(full),
                member=slug,
            )
        leaving = [
            one
            for one in protected(given, [slug])
            if one.group.site == paper.source and one.group.stack in built
        ]
        for one in leaving:
            yield from (objection.why for objection in backups.against(given, one))
        yield from without_room_for_records(
            services,
            stack,
            [
                volume.gib
                for one in leaving
                for volume in one.group.volumes
                for _ in range(_longest_chain(given, one) + READINGS)
            ],
        )


def without_room_for_copies(given: Given, copies: Copies) -> dict[str, list[Message]]:
    """By member, why its proven copies could not be restored where they are held. A site that does
    not answer is told; a stack that was never built is nothing that has a quota."""
    built = clouds_of(given.home)
    found: dict[str, list[Message]] = {}
    by_stack: dict[str, list[int]] = {}
    for one in protected(given, sorted({member for member, _ in copies})):
        copy = copies.get((one.group.member, one.group.system))
        if copy is None or one.held_at is None:
            continue
        by_stack.setdefault(stack_name(one.group.member, one.held_at), []).extend(
            volume.gib
            for volume in one.group.volumes
            for _ in range(copy.records.get(volume.name, 0) + READINGS)
        )
    for stack, gib in by_stack.items():
        if stack in built:
            services = Services(built[stack], site_of(stack))
            try:
                against = list(without_room_for_records(services, stack, gib))
            except OtherSystemFailed as failure:
                against = [failure.message]
            found[member_of(stack)] = against
    return found


def without_room_for_records(services: Services, stack: str, gib: list[int]) -> Iterator[Message]:
    """`gib` has the size of its volume for each record that stands in the project meanwhile."""
    if full := no_room_for_records(services, gib):
        yield say(
            "{stack}: while copies become volumes there, {count} records of backups of {gib} GiB "
            "together stand in it, which do not fit into the quota of {quotas}; an administrator "
            "raises it for that long (`openstack quota set --backups … --backup-gigabytes … "
            "{member}`), and `kumiai up {member} --site {site} --refresh` sets it back",
            stack=stack,
            count=len(gib),
            gib=sum(gib),
            quotas=tuple(full),
            member=member_of(stack),
            site=site_of(stack),
        )


def _longest_chain(given: Given, one: Protected) -> int:
    """How many copies of one of its volumes a planned move needs at the most: those on which the
    newest builds that the target holds, those that it has not taken in, and the last one."""
    sent = sent_last(
        source(given, one.group.stack),
        one.group.site,
        one.group.system,
        allowed_signers(given.home.definitions),
    )
    number = sent.number if sent is not None else 0
    holder = given.definitions.need_site(str(one.held_at))
    held = kept(given, one) if holds_copies(given.home, holder) else []
    manifests = [generation.manifest for generation in held]
    newest = manifests[-1] if manifests else None
    chains = [chain_of(copy, manifests) or () for copy in newest.volumes] if newest else []
    waiting = number - newest.number if newest else number
    # Where there is no copy at all the move makes a first one, and then the last.
    there = max(1, max(map(len, chains), default=0) + max(0, waiting))
    return min(one.objectives.full_every, there + 1)

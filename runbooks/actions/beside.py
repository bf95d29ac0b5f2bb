"""One volume restored beside the one that stands, and taken away again. Adapter.

For what somebody deleted or spoilt: the copy of a day on which all was well is made a volume where
the municipality runs, and a person takes out of it what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from cloud.logins import clouds_of
from core.errors import Exit, UserError
from core.message import Message, say
from core.plan import Action, Objection, Plan, Turn
from recovery.beside import Beside, id_of
from recovery.landing import Row
from recovery.restoring import Restorer
from recovery.services import CINDER, Services
from recovery.taking import no_room_for
from recovery.vault_accounts import administrator_in
from recovery.wanted import is_proven, wanted_of
from runbooks.actions.given import Given
from runbooks.actions.moves import never_built
from runbooks.actions.protected import Protected, kept, protected, services_at, vault
from runbooks.actions.room_there import READINGS, without_room_for_records

RESTORE, CLEAR = "volume-restore", "volume-clear"
ATTACHED = "in-use"


def restore(given: Given, member: str, volume: str, before: datetime | None) -> Plan:
    """From the newest proven copy, or the newest until `before`.

    Raises: UserError where there is no such volume or copy; OtherSystemFailed.
    """
    one = _protected(given, member, volume)
    beside = _beside(given, one, volume, before)
    name = beside.name_of(volume)
    if beside.is_done(volume):
        return Plan(notes=(say("{volume} is there already", volume=name),))
    taken = beside.wanted[volume].taken_at.astimezone(given.now.tzinfo)

    def do(turn: Turn) -> None:
        beside.bring(volume, turn.changed)

    action = Action(
        RESTORE,
        f"{one.group.stack} {name}",
        say("{subject}", subject=name),
        say(
            "{volume} is made at {site} of what {original} held on {at}, and compared",
            volume=name,
            site=one.group.site,
            original=volume,
            at=taken.isoformat(" ", "minutes"),
        ),
        do,
        say(
            "`kumiai backup restore {member} {volume} --clear` takes it away",
            member=member,
            volume=volume,
        ),
        (f"beside.{one.group.stack}",),
        lane=one.group.site,
        mends=True,
    )
    return Plan((action,), (), tuple(_without_room(beside, one, volume)))


def clear(given: Given, member: str, volume: str) -> Plan:
    """Everything that was restored beside the volume goes; the volume itself is never meant.

    Raises: as `restore`.
    """
    one = _protected(given, member, volume)
    services = _services(given, one)
    site = given.definitions.need_site(one.group.site)
    rows = _standing(given, one, volume)

    def taking(row: Row, turn: Turn) -> None:
        with administrator_in(given.home, site, one.group.member) as administrator:
            Restorer(services, site.backup_driver).volume_gone(row, administrator)
        turn.changed(row["name"])

    actions = [
        Action(
            CLEAR,
            f"{one.group.stack} {row['name']}",
            say("{subject}", subject=row["name"]),
            say("{volume} goes; {original} stays as it is", volume=row["name"], original=volume),
            partial(taking, row),
            say(
                "`kumiai backup restore {member} {volume}` makes it again",
                member=member,
                volume=volume,
            ),
            (f"beside.{one.group.stack}",),
            lane=one.group.site,
            mends=True,
        )
        for row in rows
    ]
    attached = [row["name"] for row in rows if row["status"] == ATTACHED]
    against = [
        Objection(say("{volume} is attached to a server; detach it first", volume=name))
        for name in attached
    ]
    return Plan(tuple(actions), (), tuple(against))


def missing(given: Given, member: str, volume: str, before: datetime | None) -> Iterator[Message]:
    """Why the copy does not stand beside the volume. Raises: as `restore`."""
    beside = _beside(given, _protected(given, member, volume), volume, before)
    if not beside.is_done(volume):
        yield say("{volume} is not there, or was not compared", volume=beside.name_of(volume))


def left(given: Given, member: str, volume: str) -> Iterator[Message]:
    """What of it is still there. Raises: as `restore`."""
    for row in _standing(given, _protected(given, member, volume), volume):
        yield say("{volume} is still there", volume=row["name"])


def need_volume(given: Given, member: str, volume: str) -> None:
    """Raises: UserError where the member has no such volume of which copies are taken."""
    _protected(given, member, volume)


def _protected(given: Given, member: str, volume: str) -> Protected:
    given.definitions.need_member(member)
    found = protected(given, [member])
    for one in found:
        if volume in {plan.name for plan in one.group.volumes}:
            return one
    raise UserError(
        say(
            "{member} has no volume {volume}; there are {known}",
            member=member,
            volume=volume,
            known=tuple(plan.name for one in found for plan in one.group.volumes) or "–",
        )
    )


def _beside(given: Given, one: Protected, volume: str, before: datetime | None) -> Beside:
    """Raises: UserError where no proven copy of it is held."""
    wanted = {}
    if one.held_at is not None:
        wanted = wanted_of(
            kept(given, one),
            lambda copy: is_proven(copy) and (before is None or copy.manifest.taken_at <= before),
        )
    if volume not in wanted:
        raise UserError(
            say(
                "no proven copy of {volume} is held{until}; `kumiai backup status {member}` says "
                "which are",
                volume=volume,
                until=say(" of {at} or earlier", at=before.isoformat(" ", "minutes"))
                if before is not None
                else "",
                member=one.group.member,
            ),
            Exit.RULE_BROKEN,
        )
    site = given.definitions.need_site(one.group.site)
    services = _services(given, one)
    return Beside(
        id_of(wanted[volume]),
        Restorer(services, site.backup_driver),
        partial(vault, given, one),
        {volume: wanted[volume]},
        partial(administrator_in, given.home, site, one.group.member),
    )


def _services(given: Given, one: Protected) -> Services:
    """By the login to what the member has where it runs. Raises: UserError where there is none."""
    stack, site = one.group.stack, one.group.site
    entry = clouds_of(given.home).get(stack)
    if entry is None:
        raise UserError(never_built(stack, one.group.member, site), Exit.RULE_BROKEN)
    return services_at(given, entry, site)


def _standing(given: Given, one: Protected, volume: str) -> list[Row]:
    services = _services(given, one)
    rows = services.rows(CINDER, "/volumes/detail?limit=1000", "volumes")
    prefix = f"{volume}.{Beside.UNTIL_COMPARED}-"
    return [row for row in rows if str(row["name"]).startswith(prefix)]


def _without_room(beside: Beside, one: Protected, volume: str) -> Iterator[Objection]:
    plans = [plan for plan in one.group.volumes if plan.name == volume]
    full = no_room_for(beside.services, plans)
    if full:
        yield Objection(
            say(
                "{stack}: a volume more does not fit into the quota of {quotas}",
                stack=one.group.stack,
                quotas=tuple(full),
            )
        )
    copies = [plan.gib for plan in plans for _ in beside.wanted[volume].chain]
    readings = [plan.gib for plan in plans] * READINGS
    for why in without_room_for_records(beside.services, one.group.stack, [*copies, *readings]):
        yield Objection(why)

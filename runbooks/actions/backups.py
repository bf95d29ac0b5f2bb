"""Acts at a source: what copies need is set up, and systems are copied. Adapter: they ask sites.

They need the provisioner and the key of that site alone; the other site's acts are in `vaults.py`,
so that the two may run on two machines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from cloud.logins import clouds_of
from core.errors import Exit, UserError
from core.message import Message, say
from core.plan import Action, Objection, Plan, Turn
from core.signing_key import allowed_signers
from recovery import last_sent, taken, taking
from recovery.clocks import is_over
from recovery.copying import copy, sent_last
from recovery.keys import ensure_key, key_of
from recovery.taken import Taken
from recovery.vault_accounts import ensure_reader, ensure_vault, holds_copies
from runbooks.actions import unpausing
from runbooks.actions.given import Given
from runbooks.actions.protected import (
    Protected,
    owner_lock,
    protected,
    shelf,
    source,
)
from runbooks.actions.troubled import Troubles
from tenants.recovery_model import Consistency

NO_UNDO = say("a copy more harms nobody; the next one follows from it")


def set_up(given: Given) -> Plan:
    """At each site: who may read copies there, the vault for those of other sites, and its key."""
    definitions = given.definitions
    found = protected(given, ())
    actions = []
    for name in definitions.sites:
        read = sorted({one.group.member for one in found if one.group.site == name})
        held = sorted({one.group.member for one in found if one.held_at == name})
        if read or held:
            actions.append(_setting_up(given, name, read, held))
    return Plan(tuple(actions))


def run(given: Given, members: Sequence[str], *, due: bool = False) -> Plan:
    """Each system is copied as it was at one moment; what a killed run left paused runs again.

    Only those that are `due`: by their tier's interval since the newest manifest at the source. Of
    those the trouble of one keeps no other from its copy.

    Raises: OtherSystemFailed where a site does not answer; UserError where this machine has no key
    that signs for it.
    """
    built = clouds_of(given.home)
    found = protected(given, members)
    for site in dict.fromkeys(one.group.site for one in found):
        key_of(given.home, site)  # nothing stands still for a copy that nobody could sign
    actions = unpausing.actions(given)
    objections: list[Objection] = []
    troubles = Troubles()
    for one in found:
        if one.group.stack not in built:
            continue
        if not due:
            objections += against(given, one)
            actions += _copying(given, one)
            continue
        look = partial(_copying_if_due, given, one)
        actions += troubles.acts("backup", one, (one.group.site,), look)
    if due and not actions:
        return Plan(notes=(say("no copy is due"),))
    unbuilt = [stack for stack in dict.fromkeys(o.group.stack for o in found) if stack not in built]
    notes = tuple(say("{stack} is not built: nothing to copy", stack=stack) for stack in unbuilt)
    return Plan(tuple(actions), notes, tuple(objections))


def _copying_if_due(given: Given, one: Protected) -> list[Action]:
    """Raises: UserError where something speaks against it, too."""
    if not _is_due(given, one):
        return []
    for objection in against(given, one):
        raise UserError(objection.why, objection.exit_code)
    return _copying(given, one)


def _is_due(given: Given, one: Protected) -> bool:
    """Whether an interval has passed, or what was taken is still to be copied."""
    if _taken(given, one) is not None:
        return True
    services, signers = source(given, one.group.stack), allowed_signers(given.home.definitions)
    before = sent_last(services, *_where(one), signers)
    every = timedelta(minutes=one.objectives.backup_every_minutes)
    return before is None or is_over(before.taken_at, every, given.now)


def _taken(given: Given, one: Protected) -> Taken | None:
    """What is still to be copied of a run before this one. Of volumes that a move has
    replaced since nothing is: their day is over, and a copy of it would be the newest."""
    kept = taken.kept(given.home, one.group)
    if kept is None:
        return None
    rows = taking.standing_volumes(source(given, one.group.stack), one.group)
    standing = {row["id"] for row in rows}
    return kept if {volume.id for volume in kept.volumes} <= standing else None


def _where(one: Protected) -> tuple[str, str]:
    return one.group.site, one.group.system


def _ask_the_vault_for_numbers(given: Given, one: Protected) -> None:
    """Nothing stands at the source, and this machine remembers no number: it is the first copy, or
    both were lost. Where this machine may read the vault, that knows; where it may not, the vault
    refuses numbers that begin anew (`taking_in.py`).

    Raises: UserError where what the vault holds cannot be read; OtherSystemFailed.
    """
    holder = one.held_at
    if holder is None or not holds_copies(given.home, given.definitions.need_site(holder)):
        return
    held = shelf(given, one)
    if held.kept:
        last_sent.remember(given.home, one.group, held.kept[-1].manifest)
    for why in () if held.kept else held.unread:
        raise UserError(why, Exit.RULE_BROKEN)


def _setting_up(given: Given, name: str, read: list[str], held: list[str]) -> Action:
    site = given.definitions.need_site(name)

    def do(turn: Turn) -> None:
        ensure_key(given.home, name)
        missing = ensure_reader(given.home, site, read) if read else []
        for member in missing:
            given.tell(
                say(
                    "  {member} has no project at {site}, so nobody can read its copies there: "
                    "build it with `kumiai up {member} --site {site}`, then set up once more",
                    member=member,
                    site=name,
                )
            )
        if held:
            ensure_vault(given.home, site, held)

    return Action(
        "backup-set-up",
        name,
        say("{site}", site=name),
        say(
            "{site}: a reader of copies here (whose: {read}), a vault for copies from elsewhere "
            "(whose: {held}), and a key that signs for the site",
            site=name,
            read=_named(given, read),
            held=_named(given, held),
        ),
        do,
        say("whoever takes the vault away takes the copies away"),
        (owner_lock(name),),
        lane=name,
        mends=True,
    )


def _named(given: Given, members: Sequence[str]) -> tuple[str, ...] | Message:
    return tuple(given.definitions.members[slug].value.name.ja for slug in members) or say("nobody")


def against(given: Given, one: Protected) -> list[Objection]:
    """Why one generation more of it cannot be taken."""
    if one.objectives.consistency is Consistency.STORAGE_GROUP:
        why = say(
            "{subject}: groups of the storage are not used yet; write `consistency: paused`",
            subject=one.group.subject,
        )
        return [Objection(why)]
    if _taken(given, one) is not None:
        return []
    full = taking.no_room(source(given, one.group.stack), one.group)
    if not full:
        return []
    return [
        Objection(
            say(
                "{subject}: one more generation does not fit into the quota of {quotas}; "
                "`kumiai up` sets what the files say",
                subject=one.group.subject,
                quotas=tuple(full),
            )
        )
    ]


def _copying(given: Given, one: Protected) -> list[Action]:
    group = one.group
    lock = f"backup.{group.stack}.{group.system}"
    before = _taken(given, one)
    pause = one.objectives.consistency is Consistency.PAUSED

    def take(turn: Turn) -> None:
        taking.take(
            given.home,
            source(given, group.stack),
            group,
            turn.run,
            given.clock,
            given.tell,
            pause=pause,
        )

    def do(turn: Turn) -> None:
        of = taken.kept(given.home, group)
        if of is None:
            raise UserError(
                say("{subject}: nothing was taken to be copied", subject=group.subject),
                Exit.OTHER_SYSTEM_FAILED,
            )
        services, signers = source(given, group.stack), allowed_signers(given.home.definitions)
        if last_sent.newest(given.home, group, sent_last(services, *_where(one), signers)) is None:
            _ask_the_vault_for_numbers(given, one)
        copy(
            given.home,
            services,
            group,
            of,
            key_of(given.home, group.site),
            signers,
            one.objectives.full_every,
            given.tell,
        )

    still = (
        say("its servers stand still for some seconds")
        if pause
        else say("volume by volume, while its servers run")
    )
    moment = Action(
        "backup-moment",
        group.subject,
        say("{subject}", subject=group.subject),
        say(
            "{subject}: {count} volumes as they are at one moment; {how}",
            subject=group.subject,
            count=len(group.volumes),
            how=still,
        ),
        take,
        NO_UNDO,
        (group.stack, lock),
        after=(group.stack,) if group.servers else (),
        lane=group.site,
    )
    name = f"{group.subject} copy"
    does = say("{subject}: copied, hashed and signed for", subject=group.subject)
    if before is not None:
        does = say(
            "{subject}: what was taken on {at} is copied, hashed and signed for; a run before "
            "this one was cut off",
            subject=group.subject,
            at=before.taken_at.astimezone(given.now.tzinfo).isoformat(" ", "minutes"),
        )
    copied = Action(
        "backup",
        name,
        say("{subject}: copy", subject=group.subject),
        does,
        do,
        NO_UNDO,
        (lock,),
        after=() if before is not None else (group.subject,),
        lane=group.site,
        mends=True,
    )
    return [copied] if before is not None else [moment, copied]

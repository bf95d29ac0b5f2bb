"""Acts at the site that holds copies: taken in, restored for trial, and how all stands. Adapter.

They need a reader at the source, and all of their own site; nothing of the source can open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from cloud.credentials import provisioner_credential
from core.errors import Exit
from core.home import Home
from core.message import Message, say
from core.plan import Action, Objection, Plan, Turn
from core.signing_key import allowed_signers
from recovery.clocks import is_over
from recovery.coverage import Covered, Declared, Kept, covered
from recovery.extracting import extract as write_out
from recovery.keys import key_of
from recovery.own_check import check_of, need_passed
from recovery.proving import prove as proven
from recovery.reading_once import reading_once
from recovery.restoring import Trial
from recovery.taking_in import take_in, waiting
from recovery.vault import Shelf, Vault
from recovery.vault_accounts import holds_copies, proof_entries
from runbooks.actions.backups import NO_UNDO
from runbooks.actions.given import Given
from runbooks.actions.protected import Protected, kept, protected, reader, services_at, shelf, vault
from runbooks.actions.troubled import Troubles


def pull(given: Given, members: Sequence[str]) -> Plan:
    """What the vaults do not hold yet is read at its source, hashed, and put there."""
    actions: list[Action] = []
    troubles = Troubles()
    for one in protected(given, members):
        if one.held_at is None:
            continue
        look = partial(_taking_in_news, given, one)
        actions += troubles.acts("backup-pull", one, (one.group.site, one.held_at), look)
    return Plan(tuple(actions), () if actions else (say("the vaults hold every generation"),))


def prove(given: Given, members: Sequence[str]) -> Plan:
    """The newest generation in the vault is restored and compared: of the members that are named,
    else wherever the last proof is older than half of what its tier allows."""
    actions: list[Action] = []
    troubles = Troubles()
    for one in protected(given, members):
        if one.held_at is None:
            continue
        look = partial(_proving_if_due, given, one, at_once=bool(members))
        actions += troubles.acts("backup-prove", one, (one.held_at,), look)
    return Plan(tuple(actions), () if actions else (say("no proof is due"),))


def status(given: Given, members: Sequence[str]) -> Iterator[tuple[Protected, Covered]]:
    """How each system stands, by what the vaults hold and nothing else.

    Raises: OtherSystemFailed where the site that holds the copies does not answer.
    """
    for one in protected(given, members):
        held = _held(given, one)
        declared = Declared(one.group.member, one.group.system, one.group.names)
        yield one, covered(declared, held.kept, one.objectives, given.now, held.unread)


def _held(given: Given, one: Protected) -> Shelf:
    """Nothing where nothing was ever set up to hold it: a member that a failover has moved."""
    if one.held_at is None:
        return Shelf([], ())
    if not holds_copies(given.home, given.definitions.need_site(one.held_at)):
        why = say(
            "this machine has no login to the vault of {site}; `kumiai backup set-up` makes both, "
            "once that site is alive",
            site=one.held_at,
        )
        return Shelf([], (why,))
    return shelf(given, one)


def extract(given: Given, member: str, folder: Path) -> Plan:
    """The newest proven copies of a member's systems, as files below `folder`.

    A system of which no copy was ever proven is told, and nothing of it is written.
    Raises: OtherSystemFailed where the site that holds them does not answer.
    """
    actions, findings = [], []
    for one in protected(given, [member]):
        held = kept(given, one) if one.held_at is not None else []
        proven = [at for at, generation in enumerate(held, 1) if generation.proven_at]
        if proven:
            actions.append(_extracting(given, one, held[: proven[-1]], folder))
        else:
            why = say("{subject}: no copy was ever restored", subject=one.group.subject)
            findings.append(Objection(why, Exit.WORLD_DIFFERS))
    return Plan(tuple(actions), findings=tuple(findings))


HANDED_OVER = "handed-over"
"""Below `var`: what municipalities that leave are given, a folder each."""


def hand_over(given: Given, member: str) -> Plan:
    """All that a municipality's proven copies hold, as files to be given to it.

    A system of which no copy was ever proven speaks against it: nothing of it would be handed over.
    Raises: as `extract`.
    """
    found = extract(given, member, handed_over(given.home, member))
    against = tuple(Objection(finding.why) for finding in found.findings)
    return replace(found, findings=(), objections=against)


def handed_over(home: Home, member: str) -> Path:
    return home.root / HANDED_OVER / member


def not_handed_over(given: Given, member: str) -> Iterator[Message]:
    """Systems of which nothing was written whole. Raises: as `extract`."""
    for one in protected(given, [member]):
        folder = handed_over(given.home, member) / one.group.system
        if not all((folder / f"{volume.name}.img").exists() for volume in one.group.volumes):
            yield say(
                "{subject}: nothing was written to {folder}",
                subject=one.group.subject,
                folder=folder,
            )


def _extracting(given: Given, one: Protected, generations: list[Kept], folder: Path) -> Action:
    group, to = one.group, folder / one.group.system
    manifest = generations[-1].manifest

    def do(turn: Turn) -> None:
        write_out(vault(given, one), generations, to, given.tell)

    return Action(
        "backup-extract",
        group.subject,
        say("{subject}", subject=group.subject),
        say(
            "{subject}: what it held on {at} is written to {folder}",
            subject=group.subject,
            at=manifest.taken_at.astimezone(given.now.tzinfo).isoformat(" ", "minutes"),
            folder=to,
        ),
        do,
        say("files that were written can be deleted"),
        (f"backup.{group.stack}.{group.system}.extract",),
        lane=str(one.held_at),
        mends=True,
    )


def _taking_in(given: Given, one: Protected) -> Action:
    group, to = one.group, str(one.held_at)

    def do(turn: Turn) -> None:
        source, to_vault = reader(given, one), vault(given, one)
        signers = allowed_signers(given.home.definitions)
        _, new = waiting(source, to_vault, group.site, group.system, signers)
        for generation in new:
            take_in(source, to_vault, generation, key_of(given.home, to), turn.changed)

    return Action(
        "backup-pull",
        f"{group.subject} → {to}",
        say("{subject} → {site}", subject=group.subject, site=to),
        say(
            "{subject} → {site}: what its vault does not hold yet is read, hashed and kept there",
            subject=group.subject,
            site=to,
        ),
        do,
        NO_UNDO,
        (f"backup.{to}.{group.member}.{group.system}",),
        lane=to,
        mends=True,
    )


def _proving(given: Given, one: Protected, generations: list[Kept]) -> Action:
    group, to = one.group, str(one.held_at)
    manifest = generations[-1].manifest

    def do(turn: Turn) -> None:
        site = given.definitions.need_site(to)
        restorer, importer = proof_entries(
            given.home, site, provisioner_credential(given.home, site)
        )
        at_once = given.definitions.recovery.value.rates.at_once
        trial = Trial(
            services_at(given, restorer, to),
            site.backup_driver,
            services_at(given, importer, to),
            at_once,
        )
        key = key_of(given.home, to)
        with _looked_at(given, one, generations) as (held, check):
            proven(held, trial, generations, turn.run.id, key, given.clock, check, given.tell)

    return Action(
        "backup-prove",
        f"{group.subject} at {to}",
        say("{subject} at {site}", subject=group.subject, site=to),
        say(
            "{subject}: generation {number} of {at} is restored at {site} for trial, compared and "
            "taken away again",
            subject=group.subject,
            number=manifest.number,
            at=manifest.taken_at.astimezone(given.now.tzinfo).isoformat(" ", "minutes"),
            site=to,
        ),
        do,
        say("what was restored for trial is taken away by the act itself"),
        # One project for all trials: whoever begins empties it.
        (f"backup.{to}.proof",),
        lane=to,
        mends=True,
    )


@contextmanager
def _looked_at(
    given: Given, one: Protected, generations: list[Kept]
) -> Iterator[tuple[Vault, Callable[[], None]]]:
    """The vault, and what the system's own program says of the newest; nothing where it has none.
    Where it has one, what was read to be restored is not read from the vault again for it."""
    held = vault(given, one)
    program = check_of(given.home.definitions, one.group.system)
    if program is None:
        yield held, lambda: None
        return
    name = f"{one.group.stack}.{one.group.system}"
    folder = given.home.root / "proofs"
    with reading_once(held, folder / f"{name}.read") as read:

        def check() -> None:
            given.tell(say("  {program} looks at what was restored", program=program.name))
            need_passed(program, read, generations, folder / name, given.tell)

        yield read, check


def _taking_in_news(given: Given, one: Protected) -> list[Action]:
    """Raises: UserError where what there is is refused."""
    signers = allowed_signers(given.home.definitions)
    source, to_vault = reader(given, one), vault(given, one)
    _, new = waiting(source, to_vault, one.group.site, one.group.system, signers)
    return [_taking_in(given, one)] if new else []


def _proving_if_due(given: Given, one: Protected, *, at_once: bool) -> list[Action]:
    held = kept(given, one)
    due = bool(held) and (at_once or _is_due(given, one, held))
    return [_proving(given, one, held)] if due else []


def _is_due(given: Given, one: Protected, generations: list[Kept]) -> bool:
    last = max((at for k in generations if (at := k.proven_at) is not None), default=None)
    return last is None or is_over(last, one.objectives.proven_within / 2, given.now)

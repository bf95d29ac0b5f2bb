"""Acts on persons' access: locked everywhere, unlocked, what servers are configured with. Adapter.

A lock holds from the moment at which it is written here: no certificate is made any more. Each
server is then told; one that does not answer stays pending, and is told by the next act.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from cloud.keypairs import private_key_file
from core.errors import Exit, UserError
from core.files import locked as all_alone
from core.files import write_private
from core.home import Home
from core.journal import Entry
from core.message import say
from core.plan import Action, Objection, Plan, Turn
from infra.guests.inventory import Access
from monitoring.access.account import account_of, accounts_on
from monitoring.access.authority import revocation_list, trusted_lines
from monitoring.access.operator import Purpose
from monitoring.access.papers import (
    LOCK,
    UNLOCK,
    delivered,
    keep_delivered,
    keep_lock,
    locks,
)
from monitoring.access.servers import Reached, answers, hand_over
from monitoring.access.staff import OPERATORS_FOLDER, ServerAt, Staff
from monitoring.access.store import read_operators, staff_of
from monitoring.responsibility.store import read_matrix
from runbooks.actions.here import Here
from tenants.store import definition_files

AT_ONCE = 20
"""Servers that are told at the same time; what takes long there is waiting."""


def need_staff(here: Here) -> Staff:
    """Raises: UserError where nobody wrote who answers for what, or which persons there are."""
    staff = _staff(here)
    if staff is None or not staff.operators:
        raise UserError(
            say(
                "there is no person in {folder}, so nobody logs in by certificate; begin with one "
                "of those that kumiai comes with",
                folder=OPERATORS_FOLDER,
            )
        )
    return staff


def _staff(here: Here) -> Staff | None:
    matrix, _ = read_matrix(here.home.definitions)
    operators, _ = read_operators(here.home.definitions)
    return staff_of(operators, matrix)


@dataclass(frozen=True, slots=True)
class Known:
    """A server that is to run, and where."""

    at: ServerAt
    address: str
    member: str


def servers(here: Here) -> Iterator[Known]:
    """Every server that is to run, of all members at all sites."""
    for member in here.definitions.members:
        for site in here.definitions.sites:
            yield from servers_of(blueprint_of(here.definitions, member, site))


def servers_of(drawn: Blueprint) -> Iterator[Known]:
    for one in drawn.servers:
        at = ServerAt(one.name, drawn.member, one.role.system, drawn.site)
        yield Known(at, str(one.address), drawn.member)


def need_server(here: Here, name: str) -> Known:
    """Raises: UserError where no such server is to run."""
    for one in servers(here):
        if one.at.name == name:
            return one
    raise UserError(
        say(
            "no server {server} is to run anywhere; `kumiai configure MEMBER` names a "
            "municipality's servers",
            server=name or "''",
        )
    )


def access_to(here: Here, drawn: Blueprint) -> Access:
    """What a member's servers are configured with, so that persons come in."""
    staff = _staff(here)
    return Access(
        tuple(trusted_lines(here.home.definitions)),
        write_revoked(here.home),
        {
            one.at.name: [
                {
                    "name": account.name,
                    "principals": list(account.principals),
                    "root": account.may_become_root,
                }
                for account in (accounts_on(staff, one.at, here.now) if staff else ())
            ]
            for one in servers_of(drawn)
        },
    )


def write_revoked(home: Home) -> Path:
    """The list of whom servers believe no more, as it is now.

    OpenSSH writes the moment into it: it is made once for each number, so that a server that has
    it is left alone.
    """
    with all_alone(home.locks / "access-revoked"):
        now = locks(home)
        file = home.access / "revoked" / str(now.version)
        if not file.exists():
            write_private(file, revocation_list(home, sorted(now.since), now.version))
    return file


def locked(here: Here, person: str) -> Plan:
    """The person's certificates and sessions end everywhere. Whoever has a file can be locked,
    whatever is wrong in it or in others'."""
    files = definition_files(here.home.definitions / OPERATORS_FOLDER)
    if person not in {file.stem for file in files}:
        need_staff(here).need(person)
    return _told_everywhere(here, person, LOCK)


def unlocked(here: Here, person: str) -> Plan:
    """The person may be given certificates again."""
    need_staff(here).need(person)
    if person not in locks(here.home).since:
        raise UserError(say("{person} is not locked", person=person))
    return _told_everywhere(here, person, UNLOCK)


def handed_over(here: Here) -> Plan:
    """Servers that did not answer when somebody was locked are told now, where they answer.

    Those that do not are no act: asked each minute while a site is down, the journal would hold
    nothing else.
    """
    pending = pending_servers(here)
    if not pending:
        return Plan(notes=(say("every server knows who is locked"),))
    with ThreadPoolExecutor(AT_ONCE) as workers:
        there = list(workers.map(lambda one: answers(here.home, _reached(here, one)), pending))
    silent = tuple(
        one.at.name for one, is_there in zip(pending, there, strict=True) if not is_there
    )
    why = say(
        "not told yet who is locked, and silent: {servers}; they are told once they answer",
        servers=silent,
    )
    return Plan(
        tuple(_telling(here, one) for one in pending if one.at.name not in silent),
        findings=(Objection(why, Exit.OTHER_SYSTEM_FAILED),) if silent else (),
    )


def pending_servers(here: Here) -> list[Known]:
    """Those that have not heard of the last lock yet."""
    version = locks(here.home).version
    return [one for one in servers(here) if delivered(here.home, one.at.name) < version]


def _told_everywhere(here: Here, person: str, act: str) -> Plan:
    """First it is written here, then each server is told."""
    written = f"{person} access"

    def write(turn: Turn) -> None:
        entry = Entry(here.now, turn.run.who, act, person, turn.run.reason, "done", turn.run.id)
        keep_lock(here.home, entry)

    first = Action(
        f"access-{act}",
        written,
        say("access of {person}", person=person),
        say("{person}: no certificate is made any more", person=person)
        if act == LOCK
        else say("{person}: certificates are made again", person=person),
        write,
        say("`kumiai access unlock {person}` gives it back", person=person)
        if act == LOCK
        else say("`kumiai access lock {person}` takes it again", person=person),
        ("access",),
    )
    return Plan((first, *(_telling(here, one, written) for one in servers(here))))


def _reached(here: Here, one: Known) -> Reached:
    return Reached(one.at.name, private_key_file(here.home, one.member))


def _telling(here: Here, one: Known, after: str = "") -> Action:
    def do(turn: Turn) -> None:
        now = locks(here.home)
        accounts = {account_of(person, purpose) for person in now.since for purpose in Purpose}
        revoked = write_revoked(here.home).read_bytes()
        hand_over(here.home, _reached(here, one), revoked, accounts)
        keep_delivered(here.home, one.at.name, now.version)
        turn.changed(one.at.name)

    return Action(
        "access-told",
        f"{one.at.name} access",
        say("{server}", server=one.at.name),
        say("{server}: is told who is locked, and their sessions end", server=one.at.name),
        do,
        say("the next list takes its place"),
        (f"{one.at.name}.access",),
        after=(after,) if after else (),
        lane=one.at.site,
    )

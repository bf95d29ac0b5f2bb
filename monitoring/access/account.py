"""Which accounts a server has for persons, and what opens each. Pure.

Everybody whose file reaches the municipality has an account on its servers, so that approved access
needs no configuration first; what opens it is a certificate, and nobody is given one that may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.eras import JAPAN
from core.message import Message, say
from monitoring.access.certificate import principal
from monitoring.access.operator import Purpose
from monitoring.access.request import Paper, holds
from monitoring.access.staff import ServerAt, Staff


@dataclass(frozen=True, slots=True)
class Account:
    """`principals` are those of its person's certificates that open it."""

    name: str
    principals: tuple[str, ...]
    may_become_root: bool


def accounts_on(staff: Staff, server: ServerAt, at: datetime) -> Iterator[Account]:
    """Of each person one account for looking and, where its file says so, one for operating."""
    for name, _ in staff.all:
        for purpose in staff.purposes(name, server, at):
            wheres = (server.member, server.name)
            yield Account(
                account_of(name, purpose),
                tuple(principal(where, purpose, name) for where in wheres),
                purpose is Purpose.OPERATE,
            )


def account_of(person: str, purpose: Purpose) -> str:
    """
    >>> account_of("sato-hanako", Purpose.OPERATE), account_of("sato-hanako", Purpose.LOOK)
    ('sato-hanako', 'sato-hanako_look')
    """
    return person if purpose is Purpose.OPERATE else f"{person}_{purpose.value}"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person may be given a certificate for, and until when it may hold at most."""

    principal: str
    ends_at: datetime | None
    why: str = ""
    """The reason of the request by which it was approved."""


def grant(
    staff: Staff,
    person: str,
    server: ServerAt,
    purpose: Purpose,
    papers: tuple[Paper, ...],
    at: datetime,
) -> Grant | Message:
    """What opens the server to the person now, or why nothing does."""
    if purpose not in staff.purposes(person, server, at):
        return say(
            "{person} may not reach {server} to {purpose}: its file names neither the "
            "municipality nor the purpose, or has ended",
            person=person,
            server=server.name,
            purpose=purpose.value,
        )
    if staff.need(person).is_on_leave(at.astimezone(JAPAN).date()):
        return say("{person} is on leave today by its file", person=person)
    if staff.stands(person, server, at):
        return Grant(principal(server.member, purpose, person), None)
    for paper in papers:
        asked = paper.request
        if (asked.person, asked.purpose) == (person, purpose) and holds(paper, staff, server, at):
            return Grant(principal(server.name, purpose, person), asked.ends_at, asked.reason)
    return say(
        "{person} does not answer for the operating system of {server} and needs an approval: "
        '`kumiai access request {server} --reason "…"`, which {approvers} may approve',
        person=person,
        server=server.name,
        approvers=tuple(staff.approvers(server, at)) or say("nobody"),
    )

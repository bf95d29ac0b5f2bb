"""Days that are past, or soon will be, and what a file does not say of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.message import Message, say
from core.problem import Problem
from tenants.definitions import Definitions, Read
from tenants.member import Member
from tenants.rules.finding import in_member
from tenants.vocabulary import LifecycleState

ENDS_SOON = timedelta(days=30)
"""So long before a 特定通信 ends it is told: a council's round of approvals takes weeks."""


def notes(members: Iterable[Member], today: date) -> Iterator[Message]:
    """What comes with time alone: it is told, and keeps nobody from anything."""
    there = list(members)
    yield from not_yet_left(there, today)
    yield from ending_soon(there, today)


def not_yet_left(members: Iterable[Member], today: date) -> Iterator[Message]:
    """Of each municipality whose day of leaving is past that its file does not say whether it did.

    It keeps all that it has until somebody says so: a day that passes takes nobody's data away.
    """
    for member in members:
        lifecycle = member.lifecycle
        day = lifecycle.leaves_on
        if lifecycle.state is LifecycleState.LEAVING and day is not None and day <= today:
            yield say(
                "{member} was to leave on {day}, and everything of it stands: write `state: left` "
                "with `left_on`, then `kumiai down {slug}`, or another day in leaves_on",
                member=member.name.ja,
                day=day,
                slug=member.slug,
            )


def ending_soon(members: Iterable[Member], today: date) -> Iterator[Message]:
    """Of each 特定通信 in its last days that somebody has to approve it again, or close it."""
    for member in members:
        for one in member.specific_communication:
            if today <= one.until <= today + ENDS_SOON:
                yield say(
                    "{member}: the specific communication of {tier} to {address} port {port} "
                    "holds until {day}, {days} days more; have {approver} approve it again, or "
                    "take it out",
                    member=member.name.ja,
                    tier=one.tier,
                    address=one.address,
                    port=one.port,
                    day=one.until,
                    days=(one.until - today).days,
                    approver=one.approver,
                )


def lapsed(definitions: Definitions, today: date) -> list[Problem]:
    """Each 特定通信 whose last day is past.

    Only a check of the files is refused for it: it is drawn no more, and no act has to wait until
    somebody approves it again.
    """
    return [
        in_member(
            read,
            ("specific_communication", index, "until"),
            say(
                "that of {tier} to {address} port {port} held until {day} and holds no more; take "
                "it out and run `kumiai up {slug}`, or write the new last day once {approver} has "
                "approved it again",
                tier=one.tier,
                address=one.address,
                port=one.port,
                day=one.until,
                slug=read.value.slug,
                approver=one.approver,
            ),
        )
        for read in definitions.members.values()
        for index, one in enumerate(read.value.specific_communication)
        if one.until < today
    ]


def in_force(definitions: Definitions, today: date) -> Definitions:
    """The same without what has lapsed, for whatever is drawn of it."""
    changed: dict[str, Read[Member]] = {}
    for slug, read in definitions.members.items():
        named = read.value.specific_communication
        holding = tuple(one for one in named if one.until >= today)
        if holding != named:
            member = read.value.model_copy(update={"specific_communication": holding})
            changed[slug] = replace(read, value=member)
    if not changed:
        return definitions
    return replace(definitions, members={**definitions.members, **changed})

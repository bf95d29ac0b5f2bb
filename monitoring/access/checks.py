"""What is wrong with the persons' files; none of it raises. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from monitoring.access.operator import Operator
from monitoring.access.staff import Staff, signer_of
from tenants.definitions import Definitions, Read
from tenants.rules.finding import unknown

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
LONGEST_NAME = 26
"""Of 32 characters of a Linux account, less those of its purpose."""

NO_PERSONS = re.compile(r"systemd-.*|www-data")
"""Accounts that Debian makes; their names have hyphens too."""


def check(staff: Staff, definitions: Definitions) -> list[Problem]:
    """Every problem, in file order."""
    found = [
        problem
        for name, read in staff.all
        for problem in (*_name(name, read), *_party(read, staff, definitions), *_times(read))
    ]
    return sorted([*found, *_keys(staff)])


def _name(name: str, read: Read[Operator]) -> Iterator[Problem]:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or NO_PERSONS.fullmatch(name):
        yield _problem(
            read,
            (),
            say(
                "the file's name is its person's account on servers, got {name}; name it like "
                "sato-hanako.yaml, at most {longest} letters",
                name=name,
                longest=LONGEST_NAME,
            ),
        )


def _party(read: Read[Operator], staff: Staff, definitions: Definitions) -> Iterator[Problem]:
    operator, known = read.value, staff.matrix.parties.value.parties
    if operator.party not in known:
        yield _problem(read, ("party",), unknown(operator.party, known))
    elif known[operator.party].each_member and operator.member is None:
        yield _problem(
            read,
            ("party",),
            say(
                "each municipality has its own {party}; say whose with `member`",
                party=operator.party,
            ),
        )
    elif operator.member is not None and not known[operator.party].each_member:
        yield _problem(
            read,
            ("member",),
            say("{party} is no municipality's own; take it out", party=operator.party),
        )
    there = (*definitions.members, *definitions.unreadable_members)
    if operator.member is not None and operator.member not in there:
        yield _problem(read, ("member",), unknown(operator.member, there))
    for index, reach in enumerate(operator.reaches):
        at = ("reaches", index, "members")
        for place, member in enumerate(reach.members):
            if member not in there:
                yield _problem(read, (*at, place), unknown(member, there))
        if operator.member is not None and set(reach.members) != {operator.member}:
            yield _problem(
                read,
                at if reach.members else ("reaches", index),
                say(
                    "a municipality's own person reaches its servers alone; write "
                    "`members: [{member}]`",
                    member=operator.member,
                ),
            )


def _times(read: Read[Operator]) -> Iterator[Problem]:
    for index, hours in enumerate(read.value.duty):
        if hours.to_minute <= hours.from_minute:
            yield _problem(
                read,
                ("duty", index, "closes"),
                say(
                    "ends at {closes}, before it begins at {opens}; of a night write two entries, "
                    "until 24:00 and from 00:00",
                    closes=hours.closes,
                    opens=hours.opens,
                ),
            )
    for index, leave in enumerate(read.value.leave):
        if leave.starts_on and leave.ends_on and leave.ends_on < leave.starts_on:
            yield _problem(
                read,
                ("leave", index, "ends_on"),
                say("ends before it begins on {day}; exchange them", day=leave.starts_on),
            )


def _keys(staff: Staff) -> Iterator[Problem]:
    """Each key is one person's: with another's nobody could say who it was."""
    owners: dict[bytes, str] = {}
    for name, read in staff.all:
        for index, text in enumerate(read.value.keys):
            try:
                key = signer_of("key", text).public_key
            except ValueError:
                yield _problem(
                    read,
                    ("keys", index),
                    say("is cut short or changed; copy the whole line of the .pub file"),
                )
                continue
            owner = owners.setdefault(key, name)
            if owner != name:
                yield _problem(
                    read,
                    ("keys", index),
                    say(
                        "is {other}'s key too, so that nobody could say which of the two logged "
                        "in; each makes a key of their own with `ssh-keygen -t ed25519`",
                        other=owner,
                    ),
                )


def _problem(read: Read[Operator], at: Location, message: Message) -> Problem:
    return read.document.problem(at, message, read.value.name.ja)

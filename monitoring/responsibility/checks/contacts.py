"""Rules about means of contact: two that do not fail together, and nobody's twice. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.message import Message, say
from core.names import folded
from core.problem import Position, Problem
from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import means_of
from monitoring.responsibility.vocabulary import CHANNEL_WORDS, Channel
from tenants.definitions import Definitions, Read
from tenants.member import Member, Reachable
from tenants.rules.finding import by_joining, in_member

FEWEST_CHANNELS = 2
"""A call that goes out by one means alone is lost with it."""


BY_MEMBERS = (Channel.PHONE, Channel.EMAIL)
"""The means that a municipality's file takes."""


def problems(matrix: Matrix, definitions: Definitions) -> Iterator[Problem]:
    for name, party in matrix.parties.value.parties.items():
        at = ("parties", name)
        if party.each_member is None:
            lacking = _lacking(party.contacts, tuple(Channel))
            if lacking is not None:
                where = (*at, "contacts") if party.contacts else at
                yield matrix.parties.document.problem(where, lacking)
        elif party.contacts:
            yield matrix.parties.document.problem(
                (*at, "contacts"),
                say(
                    "each municipality has its own in its file, with the role {role}; leave them "
                    "out here",
                    role=party.each_member,
                ),
            )
    yield from _taken_for_another(matrix)
    for slug in definitions.present_members():
        yield from _of_member(matrix, definitions.members[slug])
    yield from _shared(matrix, definitions)


def _taken_for_another(matrix: Matrix) -> Iterator[Problem]:
    """Two parties with one desk of a municipality, or with one name: a call would be for either."""
    document = matrix.parties.document
    first: dict[tuple[str, ...], tuple[str | int, ...]] = {}
    for name, party in matrix.parties.value.parties.items():
        said: dict[tuple[str, ...], str] = {
            ("name", "ja"): party.name.ja,
            ("name", "en"): party.name.en,
        }
        if party.each_member is not None:
            said["each_member",] = party.each_member
        for field, value in said.items():
            at = ("parties", name, *field)
            other = first.setdefault((*field, folded(value)), at)
            if other != at:
                yield document.problem(
                    at,
                    say(
                        "{value} is {other}'s as well ({place}); give one of them another, so that "
                        "it is clear who is meant",
                        value=value,
                        other=str(other[1]),
                        place=str(document.position(other)),
                    ),
                )


def _of_member(matrix: Matrix, read: Read[Member]) -> Iterator[Problem]:
    """Each party that every municipality has can be reached at this one."""
    contacts = read.value.contacts
    for name, party in matrix.parties.value.parties.items():
        if party.each_member is None:
            continue
        own = [index for index, one in enumerate(contacts) if one.role == party.each_member]
        if not own:
            yield in_member(
                read,
                ("contacts",),
                say(
                    "there is no {role}, which the matrix calls as {party}; add it with a "
                    "telephone number and an e-mail address",
                    role=party.each_member,
                    party=name,
                ),
            )
            continue
        lacking = _lacking([contacts[index] for index in own], BY_MEMBERS)
        if lacking is not None:
            yield in_member(read, ("contacts", own[0]), lacking)


def _lacking(contacts: Sequence[Reachable], offered: Sequence[Channel]) -> Message | None:
    """What is wrong with the means, all contacts of a party together."""
    channels = {channel for one in contacts for channel, _ in means_of(one)}
    if not channels:
        return say(
            "nobody can reach it; add a contact with a telephone number and an e-mail address"
        )
    if len(channels) < FEWEST_CHANNELS:
        others = tuple(CHANNEL_WORDS[one] for one in offered if one not in channels)
        return say(
            "can be reached by {means} only, and a call that goes by one means is lost with it; "
            "add one of {others}",
            means=CHANNEL_WORDS[next(iter(channels))],
            others=others,
        )
    return None


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a means of contact is written, and whose it is."""

    party: PartyAt
    document: Read[Member] | None
    location: tuple[str | int, ...]


def _shared(matrix: Matrix, definitions: Definitions) -> Iterator[Problem]:
    """No number and no address is two parties': who is called must be who is meant."""
    first: dict[tuple[Channel, str], _Use] = {}
    for use, contact in _contacts(matrix, definitions):
        for channel, address in means_of(contact):
            other = first.setdefault((channel, _plain(channel, address)), use)
            if other.party != use.party:
                message = say(
                    "{address} is {other}'s as well ({place}); a call must reach one party, so "
                    "give one of them another",
                    address=address,
                    other=matrix.called(definitions, other.party),
                    place=str(_position(matrix, other, channel)),
                )
                at = (*use.location, channel.value)
                yield (
                    matrix.parties.document.problem(at, message)
                    if use.document is None
                    else in_member(use.document, at, message)
                )


def _contacts(matrix: Matrix, definitions: Definitions) -> Iterator[tuple[_Use, Reachable]]:
    parties = matrix.parties.value.parties
    for name, party in parties.items():
        for index, contact in enumerate(party.contacts):
            at = ("parties", name, "contacts", index)
            yield _Use(PartyAt(name), None, at), contact
    by_role = {party.each_member: name for name, party in parties.items() if party.each_member}
    present = definitions.present_members()
    for read in by_joining(definitions):
        slug = read.value.slug
        for index, desk in enumerate(read.value.contacts):
            if desk.role in by_role and slug in present:
                yield _Use(PartyAt(by_role[desk.role], slug), read, ("contacts", index)), desk


def _plain(channel: Channel, address: str) -> str:
    """The same number is the same however it is grouped, the same address however it is cased."""
    if channel is not Channel.PHONE:
        return folded(address)
    digits = address.replace("-", "")
    # As it is dialled from abroad (ITU-T E.164: Japan is 81, and the first 0 is left out).
    return f"0{digits.removeprefix('+81').removeprefix('0')}" if "+" in digits else digits


def _position(matrix: Matrix, use: _Use, channel: Channel) -> Position:
    document = matrix.parties.document if use.document is None else use.document.document
    return document.position((*use.location, channel.value))

"""Everybody who may log in, and the questions that are asked of all of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.eras import JAPAN
from core.errors import UserError
from core.message import say
from core.names import meant
from core.signing import Signer, signers_in
from monitoring.access.operator import Operator, Purpose
from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Activity, Layer, Part
from tenants.definitions import Read

OPERATORS_FOLDER = Path("monitoring/operators")

LONGEST_SHIFT = timedelta(hours=12)
"""For whom a shift is not written: two of them make a day around the clock."""

STANDS_FOR = (Activity.REPAIR, Activity.ACCESS_REVIEW)
STANDS_WITH = (Part.ACCOUNTABLE, Part.RESPONSIBLE)
"""Whose party takes one of these parts in one of these, of a server's operating system, needs
nobody's approval. A vendor that only patches it by contract does."""


@dataclass(frozen=True, slots=True)
class ServerAt:
    """A server as it is asked for: whose, of which system, at which site."""

    name: str
    member: str
    system: str
    site: str


@dataclass(frozen=True, slots=True)
class Staff:
    """By the names of their files."""

    operators: Mapping[str, Read[Operator]]
    matrix: Matrix

    def need(self, name: str) -> Operator:
        """Raises: UserError where there is no such person."""
        if name in self.operators:
            return self.operators[name].value
        titles = {own: (one.value.name.ja, one.value.name.en) for own, one in self.all}
        near = meant(name, titles)
        raise UserError(
            say(
                "no person {person} is in {folder}; did you mean {near}?",
                person=name or "''",
                folder=OPERATORS_FOLDER,
                near=near,
            )
            if near is not None
            else say(
                "no person {person} is in {folder}; known are {known}",
                person=name or "''",
                folder=OPERATORS_FOLDER,
                known=tuple(self.operators) or "–",
            )
        )

    @property
    def all(self) -> Iterator[tuple[str, Read[Operator]]]:
        yield from self.operators.items()

    def signers(self) -> Iterator[Signer]:
        """Every person's keys, as what was signed is held against them."""
        for name, one in self.all:
            for key in one.value.keys:
                yield signer_of(name, key)

    def with_key(self, public_key: bytes) -> str | None:
        """Whose key it is."""
        return next((one.name for one in self.signers() if one.public_key == public_key), None)

    def party_of(self, person: str) -> PartyAt:
        operator = self.need(person)
        return PartyAt(operator.party, operator.member or "")

    def stands(self, person: str, server: ServerAt, at: datetime) -> bool:
        """Whether its party answers for the operating system, so that nobody is asked."""
        place = self.matrix.place(Layer.OS, server.site, server.member, server.system)
        party, day = self.party_of(person), at.astimezone(JAPAN).date()
        return any(
            party in self.matrix.cell(place, activity, day).parts.get(part, ())
            for activity in STANDS_FOR
            for part in STANDS_WITH
        )

    def purposes(self, person: str, server: ServerAt, at: datetime) -> tuple[Purpose, ...]:
        """To what ends the person's file lets it reach the server."""
        operator, day = self.need(person), at.astimezone(JAPAN).date()
        return tuple(one for one in Purpose if operator.may(server.member, one, day))

    def approvers(self, server: ServerAt, at: datetime) -> list[str]:
        """Who may approve: the persons of whoever is accountable for who comes in there."""
        place = self.matrix.place(Layer.OS, server.site, server.member, server.system)
        day = at.astimezone(JAPAN).date()
        accountable = self.matrix.cell(place, Activity.ACCESS_REVIEW, day).parts[Part.ACCOUNTABLE]
        return [
            name
            for name, one in self.all
            if self.party_of(name) in accountable and day <= one.value.until
        ]

    def is_on_duty(self, person: str, at: datetime) -> bool:
        """By its own hours, else its party's; never on leave, nor when its party is closed."""
        operator = self.need(person)
        there = at.astimezone(JAPAN)
        if operator.is_on_leave(there.date()):
            return False
        if not operator.duty:
            return self.matrix.is_on_duty(operator.party, at)
        party = self.matrix.party(operator.party)
        closed = there.date() in self.matrix.holidays.value.days
        if closed and not (party.around_the_clock or party.works_on_holidays):
            return False
        return operator.works_at(at)

    def shift_of(self, person: str) -> timedelta:
        """The longest that it is there without a break, by what is written of it or its party."""
        operator = self.need(person)
        hours = operator.duty or self.matrix.party(operator.party).duty
        spans = [timedelta(minutes=one.to_minute - one.from_minute) for one in hours]
        return max(spans, default=LONGEST_SHIFT)


def signer_of(name: str, key: str) -> Signer:
    """A key as a person's file has it. Raises: ValueError where it is none."""
    kind, blob = key.split()[:2]
    return signers_in(f"{name} {kind} {blob}")[0]

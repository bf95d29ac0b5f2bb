"""Whom an alert calls at a moment, by which row, by which means, and who is next. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.eras import JAPAN
from core.errors import UserError
from core.message import say
from core.problem import Position
from monitoring.exporter.series import ALL
from monitoring.responsibility.cell import Cell, PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Means, means_of
from monitoring.responsibility.vocabulary import Dimension, Layer, Part
from monitoring.routing.labels import (
    HOST,
    LAYER,
    MEMBER,
    OF,
    OWNER,
    PARTIAL,
    RUNG,
    SEVERITY,
    SITE,
    SYSTEM,
    TOLD,
    Severity,
)
from tenants.definitions import Definitions

KNOWN = (LAYER, SITE, MEMBER, SYSTEM, HOST, SEVERITY)
SHOWN = frozenset(
    (*(label for series in ALL for label in series.labels), OWNER, TOLD, PARTIAL, OF, RUNG)
)
"""Labels that stand in a mail as well and decide nothing here, so that a mail's can be given."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A party, who answers for it at the moment, and by what."""

    party: PartyAt
    answering: PartyAt
    means: tuple[Means, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is next, so many minutes after the first call."""

    after_minutes: int
    reached: Reached
    called_before: bool
    """Whether somebody who answers for it at that hour did not answer before on the ladder."""


@dataclass(frozen=True, slots=True)
class Who:
    """The answer about one alert at one moment."""

    cell: Cell
    severity: Severity
    first: Reached
    waits: bool
    """Whether it is no call but waits for the duty hours: a warning outside of them."""
    ladder: tuple[Rung, ...]
    """Only what cannot wait climbs (`rules/ladder.py`): a warning has none."""
    copies: tuple[Reached, ...]
    row: Position
    """Where it is written who is accountable."""


def who(matrix: Matrix, definitions: Definitions, labels: Mapping[str, str], at: datetime) -> Who:
    """Raises: UserError where the labels do not say what is broken, or name what there is not."""
    layer, severity = _layer(labels), _severity(labels)
    member, system = labels.get(MEMBER, ""), labels.get(SYSTEM, "")
    if member:
        definitions.need_member(member)
    site = labels.get(SITE, "") or active_site(definitions, member)
    if site:
        definitions.need_site(site)
    dimensions = matrix.dimensions(layer)
    for dimension, given in (
        (Dimension.SITE, site),
        (Dimension.MEMBER, member),
        (Dimension.SYSTEM, system),
    ):
        if dimension in dimensions and not given:
            raise UserError(
                say(
                    "{layer} is one for each {dimension}; say which, as {dimension}=…",
                    layer=layer.value,
                    dimension=dimension.value,
                )
            )
    if system:
        definitions.need_system(system)
    day = at.astimezone(JAPAN).date()
    cell = matrix.called_for(matrix.place(layer, site, member, system), day)
    party = cell.accountable
    first = reached(matrix, definitions, party, at)
    return Who(
        cell,
        severity,
        first,
        severity is Severity.WARNING and not matrix.is_on_duty(party.party, at),
        tuple(_ladder(matrix, definitions, first, at)) if severity is Severity.CRITICAL else (),
        tuple(reached(matrix, definitions, one, at, by_itself=True) for one in cell.informed),
        matrix.responsibilities.document.position(cell.rows[Part.ACCOUNTABLE]),
    )


def _ladder(
    matrix: Matrix, definitions: Definitions, first: Reached, at: datetime
) -> Iterator[Rung]:
    called = {first.answering}
    for rung in matrix.party(first.party.party).ladder:
        next_one = reached(matrix, definitions, matrix.at(rung.party, first.party.member), at)
        yield Rung(rung.after_minutes, next_one, next_one.answering in called)
        called.add(next_one.answering)


def active_site(definitions: Definitions, member: str) -> str:
    """Where the member runs now: after a failover the answer is another one."""
    if not member:
        return ""
    return next(iter(definitions.active_sites(definitions.members[member].value)), "")


def reached(
    matrix: Matrix,
    definitions: Definitions,
    party: PartyAt,
    at: datetime,
    by_itself: bool = False,
) -> Reached:
    """By what a party is reached at a moment; copies are its own, whatever the hour."""
    answering = party if by_itself else matrix.answering(party, at)
    contacts = matrix.contacts(definitions, answering)
    return Reached(party, answering, tuple(way for one in contacts for way in means_of(one)))


def _layer(labels: Mapping[str, str]) -> Layer:
    unknown = sorted(labels.keys() - set(KNOWN) - SHOWN)
    if unknown:
        raise UserError(
            say(
                "{label} is no label of alerts; known are {known}",
                label=unknown[0],
                known=tuple(KNOWN),
            )
        )
    given = labels.get(LAYER, "")
    if given not in [one.value for one in Layer]:
        raise UserError(
            say(
                "say which layer is broken, as layer=os; known are {known}",
                known=tuple(one.value for one in Layer),
            )
        )
    return Layer(given)


def _severity(labels: Mapping[str, str]) -> Severity:
    given = labels.get(SEVERITY, Severity.CRITICAL.value)
    if given not in [one.value for one in Severity]:
        raise UserError(
            say(
                "{severity} is no severity; known are {known}",
                severity=given,
                known=tuple(one.value for one in Severity),
            )
        )
    return Severity(given)

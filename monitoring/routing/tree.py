"""The matrix as alertmanager.yml: one branch for each party and severity. Pure.

The tree knows parties, not cells: which cell an alert is about, and so whose it is, stands on the
alert (`labels.py`). A party of a municipality stands below a branch that wants the municipality's
own label, so no alert of another one can reach it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Party
from monitoring.responsibility.vocabulary import Dimension, Layer
from monitoring.routing.configuration import (
    Configuration,
    Matcher,
    Op,
    Receiver,
    Route,
    Timing,
    one_of,
)
from monitoring.routing.hours import outside, times_outside
from monitoring.routing.inhibition import inhibitions_of
from monitoring.routing.labels import (
    ALERTNAME,
    BETWEEN,
    DRILL,
    HEARTBEAT,
    HOST,
    LAYER,
    MEMBER,
    OF,
    OWNER,
    RUNG,
    SEVERITY,
    SITE,
    SYSTEM,
    TOLD,
    UNANSWERED,
    Severity,
)
from monitoring.routing.receivers import (
    UNROUTED,
    Municipal,
    at_night,
    called,
    copied,
    receivers,
    unrouted,
)
from tenants.definitions import Definitions

TIMING = Timing(timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=4))
"""Five seconds, so that the lower of two layers that break together is known before anybody is
called; measured: with none 37 of 100 calls were wrong."""

HEARTBEATS = Timing(timedelta(seconds=1), timedelta(seconds=20), timedelta(seconds=20))

APART = (DRILL, UNANSWERED)
"""Alerts that never share a mail with a fault: a drill is none, and whoever is called because
another did not answer is called for that. Both are critical."""

APART_GROUP = (ALERTNAME, OF, LAYER, SITE, MEMBER, SYSTEM, HOST, RUNG)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site gives: through which server its mail goes out, from whom, and who listens."""

    smarthost: str = "127.0.0.1:25"
    sender: str = "alerts@kumiai.example"
    heartbeat: str = ""
    """Where this site's exporter hears that alerts come through, for the other site to read; empty
    where nobody does."""
    timing: Timing = TIMING


def configuration(
    matrix: Matrix, definitions: Definitions, settings: Settings = Settings()
) -> Configuration:
    """The whole file. It changes with parties and the order of layers, not with cells or moves."""
    shared, municipal = _instances(matrix, definitions)
    shapes = _shapes(matrix)
    branches = [
        Route(
            HEARTBEAT,
            (Matcher(ALERTNAME, Op.IS, HEARTBEAT),),
            group_by=(ALERTNAME,),
            timing=HEARTBEATS,
        ),
        *_copies_of_members(municipal),
        *(_copy(one) for one in shared),
        *(_copy(PartyAt(name)) for name in municipal),
        *_owners_of_members(matrix, municipal, shapes),
        *(route for one in shared for route in _owned(matrix, one, shapes)),
        # Where a copy went out, the root takes nothing any more: this branch does.
        Route(UNROUTED),
    ]
    root = Route(
        UNROUTED, group_by=(ALERTNAME, LAYER, OWNER), routes=tuple(branches), timing=settings.timing
    )
    return Configuration(
        root,
        (
            unrouted(matrix, definitions),
            Receiver(HEARTBEAT, webhooks=(settings.heartbeat,) if settings.heartbeat else ()),
            *receivers(matrix, definitions, shared, municipal),
        ),
        {
            outside(name): tuple(times_outside(matrix, party))
            for name, party in matrix.parties.value.parties.items()
            if not party.around_the_clock
        },
        tuple(inhibitions_of(matrix.layers.value)),
        {
            "smtp_smarthost": settings.smarthost,
            "smtp_from": settings.sender,
            "smtp_require_tls": False,
        },
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """How some of a party's alerts are grouped, and by what those are known."""

    group: tuple[str, ...]
    matchers: tuple[Matcher, ...] = ()
    severities: tuple[Severity, ...] = tuple(Severity)


Shapes = Mapping[str, tuple[Shape, ...]]
"""By party the ways in which its alerts are grouped; the last takes whatever is left."""


def _instances(matrix: Matrix, definitions: Definitions) -> tuple[list[PartyAt], Municipal]:
    parties = matrix.parties.value.parties
    shared = [PartyAt(name) for name, party in parties.items() if not party.each_member]
    members = tuple(definitions.present_members())
    return shared, {name: members for name, party in parties.items() if party.each_member}


def _shapes(matrix: Matrix) -> Shapes:
    """One call for each thing that is broken: a facility's alerts of a site are one, a package's of
    a system. Of a party only the layers that some row makes its own; whoever is on a ladder is
    called for what another does not answer."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for layer in Layer:
        group = group_of(matrix.dimensions(layer))
        for name in matrix.owners_of(layer):
            found.setdefault(name, {}).setdefault(group, []).append(layer.value)
    apart = Shape(APART_GROUP, (one_of(ALERTNAME, APART),), (Severity.CRITICAL,))
    next_ones = {
        rung.party for party in matrix.parties.value.parties.values() for rung in party.ladder
    }
    return {
        name: (apart, *_by_layer(found.get(name, {})))
        for name in matrix.parties.value.parties
        if name in found or name in next_ones
    }


def _by_layer(groups: Mapping[tuple[str, ...], Sequence[str]]) -> Iterator[Shape]:
    """Whatever else has this owner goes to it too, as the last of its layers do."""
    for number, (group, layers) in enumerate(groups.items(), start=1):
        yield Shape(group, () if number == len(groups) else (one_of(LAYER, layers),))


def group_of(dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    """By what alerts about a layer are put together into one call."""
    return (LAYER, *(dimension.value for dimension in dimensions))


def _copy(party: PartyAt) -> Route:
    return Route(
        copied(party), (_tells(party.key),), group_by=(LAYER, "site", MEMBER), goes_on=True
    )


def _tells(key: str) -> Matcher:
    """That the list of whom is told has the party."""
    return Matcher(TOLD, Op.LIKE, rf"(.*{BETWEEN})?{_plain(key)}({BETWEEN}.*)?")


def _plain(key: str) -> str:
    """A party's key in a pattern, where its point would be any sign."""
    return key.replace(".", "[.]")


def _copies_of_members(municipal: Municipal) -> Iterator[Route]:
    for member in _members(municipal):
        yield Route(
            matchers=(
                Matcher(MEMBER, Op.IS, member),
                Matcher(TOLD, Op.LIKE, rf"(.*{BETWEEN})?{member}[.].*"),
            ),
            goes_on=True,
            routes=tuple(_copy(PartyAt(name, member)) for name in municipal),
        )


def _owners_of_members(matrix: Matrix, municipal: Municipal, shapes: Shapes) -> Iterator[Route]:
    for member in _members(municipal):
        yield Route(
            matchers=(
                Matcher(MEMBER, Op.IS, member),
                Matcher(OWNER, Op.LIKE, rf"{member}[.].*"),
            ),
            routes=tuple(
                route
                for name in municipal
                for route in _owned(matrix, PartyAt(name, member), shapes)
            ),
        )


def _members(municipal: Municipal) -> Sequence[str]:
    return next(iter(municipal.values()), ())


def _owned(matrix: Matrix, party: PartyAt, shapes: Shapes) -> Iterator[Route]:
    """What is called for when something is the party's own."""
    own = shapes.get(party.party)
    if own is None:
        return
    said = matrix.party(party.party)
    branches = [
        route
        for severity in Severity
        for shape in own
        if severity in shape.severities
        for route in _by_hour(said, party, severity, shape)
    ]
    yield Route(matchers=(Matcher(OWNER, Op.IS, party.key),), routes=tuple(branches))


def _by_hour(said: Party, party: PartyAt, severity: Severity, shape: Shape) -> Iterator[Route]:
    """By day the party itself; outside its hours, if it cannot wait, whoever has its nights."""
    matchers = (Matcher(SEVERITY, Op.IS, severity), *shape.matchers)
    away = () if said.around_the_clock else (outside(party.party),)
    has_night = bool(away) and severity is Severity.CRITICAL
    yield Route(called(party, severity), matchers, shape.group, goes_on=has_night, muted=away)
    if has_night:
        yield Route(at_night(party), matchers, shape.group, active=away)

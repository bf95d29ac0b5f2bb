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
from monitoring.responsibility.party import Party, means_of
from monitoring.responsibility.vocabulary import Channel, Dimension, Layer, Weekday
from monitoring.routing.configuration import (
    Configuration,
    Matcher,
    Op,
    Receiver,
    Route,
    TimeRange,
    Timing,
    one_of,
)
from monitoring.routing.inhibition import inhibitions_of
from monitoring.routing.labels import (
    ALERTNAME,
    BETWEEN,
    LAYER,
    MEMBER,
    OWNER,
    SEVERITY,
    TOLD,
    Severity,
)
from tenants.definitions import Definitions

UNROUTED = "unrouted"
"""Where an alert goes that has no owner. That anything does is a fault of the monitoring, so it is
told to whoever answers for that layer."""

NIGHT, COPY = "night", "copy"

HEARTBEAT = "heartbeat"
"""The alert that is always there, and its receiver: the other site tells when it ends."""

DAY_MINUTES = 24 * 60

TIMING = Timing(timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=4))
"""Five seconds, so that the lower of two layers that break together is known before anybody is
called; measured: with none 37 of 100 calls were wrong."""

HEARTBEATS = Timing(timedelta(seconds=1), timedelta(seconds=20), timedelta(seconds=20))


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
            _unrouted(matrix, definitions),
            Receiver(HEARTBEAT, webhooks=(settings.heartbeat,) if settings.heartbeat else ()),
            *_receivers(matrix, definitions, shared, municipal),
        ),
        {
            outside(name): tuple(_outside(matrix, party))
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


def outside(party: str) -> str:
    """The name of the interval in which a party does not answer itself."""
    return f"outside.{party}"


def called(party: PartyAt, severity: Severity) -> str:
    """The receiver of a party's own alerts."""
    return f"{party.key}.{severity}"


def at_night(party: PartyAt) -> str:
    """The receiver of its critical alerts while somebody else answers for it."""
    return f"{party.key}.{NIGHT}"


def copied(party: PartyAt) -> str:
    """The receiver of copies of others' alerts."""
    return f"{party.key}.{COPY}"


Municipal = Mapping[str, tuple[str, ...]]
"""By party that each municipality has, the municipalities."""

Shapes = Mapping[str, Mapping[tuple[str, ...], tuple[str, ...]]]
"""By party the ways in which its alerts are grouped, each with the layers that it is for."""


def _instances(matrix: Matrix, definitions: Definitions) -> tuple[list[PartyAt], Municipal]:
    parties = matrix.parties.value.parties
    shared = [PartyAt(name) for name, party in parties.items() if not party.each_member]
    members = tuple(definitions.present_members())
    return shared, {name: members for name, party in parties.items() if party.each_member}


def _shapes(matrix: Matrix) -> Shapes:
    """One call for each thing that is broken: a facility's alerts of a site are one, a package's of
    a system. Of a party only the layers that some row makes its own."""
    found: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for layer in Layer:
        group = group_of(matrix.dimensions(layer))
        for name in matrix.owners_of(layer):
            found.setdefault(name, {}).setdefault(group, []).append(layer.value)
    return {
        name: {group: tuple(layers) for group, layers in groups.items()}
        for name, groups in found.items()
    }


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
    groups = shapes.get(party.party)
    if groups is None:
        return
    said = matrix.party(party.party)
    branches = [one for severity in Severity for one in _by_group(said, party, severity, groups)]
    yield Route(matchers=(Matcher(OWNER, Op.IS, party.key),), routes=tuple(branches))


def _by_group(
    said: Party,
    party: PartyAt,
    severity: Severity,
    groups: Mapping[tuple[str, ...], tuple[str, ...]],
) -> Iterator[Route]:
    """By day the party itself; outside its hours, if it cannot wait, whoever has its nights."""
    last = list(groups)[-1]
    for group, layers in groups.items():
        # Whatever else has this owner goes to it too, as the last of its layers do.
        layer = () if group == last else (one_of(LAYER, layers),)
        matchers = (Matcher(SEVERITY, Op.IS, severity), *layer)
        away = () if said.around_the_clock else (outside(party.party),)
        has_night = bool(away) and severity is Severity.CRITICAL
        yield Route(called(party, severity), matchers, group, goes_on=has_night, muted=away)
        if has_night:
            yield Route(at_night(party), matchers, group, active=away)


def _receivers(
    matrix: Matrix, definitions: Definitions, shared: Sequence[PartyAt], municipal: Municipal
) -> Iterator[Receiver]:
    everybody = [*shared, *(PartyAt(n, m) for n, members in municipal.items() for m in members)]
    for party in everybody:
        emails, webhooks = _addresses(matrix, definitions, party)
        for name in (*(called(party, severity) for severity in Severity), copied(party)):
            yield Receiver(name, emails, webhooks)
        night = matrix.party(party.party).night
        if night is not None:
            yield Receiver(
                at_night(party), *_addresses(matrix, definitions, matrix.at(night, party.member))
            )
    for name, members in municipal.items():
        addresses = [_addresses(matrix, definitions, PartyAt(name, member)) for member in members]
        yield Receiver(
            copied(PartyAt(name)),
            tuple(one for emails, _ in addresses for one in emails),
            tuple(one for _, webhooks in addresses for one in webhooks),
        )


def _unrouted(matrix: Matrix, definitions: Definitions) -> Receiver:
    owner, *_ = matrix.owners_of(Layer.MONITORING)
    return Receiver(UNROUTED, *_addresses(matrix, definitions, PartyAt(owner)))


def _addresses(
    matrix: Matrix, definitions: Definitions, party: PartyAt
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where a program can send to: e-mail and webhooks; telephones are for people."""
    ways = [way for one in matrix.contacts(definitions, party) for way in means_of(one)]
    return (
        tuple(address for channel, address in ways if channel is Channel.EMAIL),
        tuple(address for channel, address in ways if channel is Channel.WEBHOOK),
    )


def _outside(matrix: Matrix, party: Party) -> Iterator[TimeRange]:
    """All times at which the party does not answer itself: what is left of each day, and holidays.

    It is written as one interval, by which the day's branch is muted and the night's is active, so
    that at every moment one of the two is told and never both.
    """
    for weekday in Weekday:
        times = [
            (hours.from_minute, hours.to_minute) for hours in party.duty if weekday in hours.days
        ]
        left = tuple(_left(times))
        if left:
            yield TimeRange(weekdays=(weekday.value,), times=left)
    if not party.works_on_holidays:
        for day in sorted(matrix.holidays.value.days):
            yield TimeRange(year=day.year, month=day.month, day=day.day)


def _left(times: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What a day has besides these times."""
    at = 0
    for start, end in sorted(times):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < DAY_MINUTES:
        yield at, DAY_MINUTES

"""The labels that routes look at, and whom an alert's own labels make its owner. Pure.

The owner is resolved where the alert is made, and stands on it: so a failover or a new contract
changes what alerts say, and not alertmanager.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitoring.responsibility.cell import Cell, PartyAt, Place
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Layer
from tenants.definitions import Definitions
from tenants.sizing import kept_systems

Labels = Mapping[str, str]
"""Of one alert. A label that is not there is empty, to Alertmanager and here."""

OWNER = "owner"
TOLD = "told"
"""Who gets a copy, one behind the other. It sorts after `member`, which is compared first."""
LAYER = "layer"
SEVERITY = "severity"
SITE, MEMBER, SYSTEM, HOST = "site", "member", "system", "host"
ALERTNAME = "alertname"
PARTIAL = "partial"
"""On an alert about a part of its layer: what rests on the layer is called for as well."""

HEARTBEAT = "heartbeat"
"""The alert that is always there, and its receiver: the other site tells when it ends."""
UNANSWERED = "unanswered"
"""The alert that calls the next on a ladder."""
DRILL = "drill"
"""The alert that tries the way to somebody, and the label with its number."""
OF, RUNG = "of", "rung"
"""On an alert that calls the next one: of which alert, and the how-manieth that is called."""
LADDER = "ladder"
"""On a drill that goes on to the next ones until somebody takes it."""

BETWEEN = ","
"""Between the parties of `told`; no party's name has one."""


class Severity(StrEnum):
    """Critical is called at any hour; a warning waits for the party's duty hours."""

    CRITICAL = "critical"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Ownership:
    """What the matrix puts on every alert about a place."""

    place: Place
    owner: str
    told: str

    @property
    def labels(self) -> dict[str, str]:
        place = self.place
        found = {
            LAYER: place.layer.value,
            SITE: place.site,
            MEMBER: place.member,
            SYSTEM: place.system,
            OWNER: self.owner,
            TOLD: self.told,
        }
        return {name: value for name, value in found.items() if value}


def ownership_of(cell: Cell) -> Ownership:
    return Ownership(cell.place, cell.accountable.key, told_of(cell.informed))


def told_of(parties: Iterable[PartyAt]) -> str:
    """The parties as the label has them, in the order of their names: it never flaps, and is the
    same of every municipality but for the municipality's name."""
    return BETWEEN.join(one.key for one in sorted(parties))


def places(matrix: Matrix, definitions: Definitions) -> Iterator[Place]:
    """Every place that an alert can be about: the declared label space, severities aside."""
    catalogue = definitions.catalogue.value
    named = [
        (site, slug, system)
        for slug, member in definitions.present_members().items()
        for systems in (kept_systems(member, catalogue),)
        for site in definitions.sites_of(member)
        for system in systems
    ]
    yield from dict.fromkeys(matrix.place(layer, *names) for layer in Layer for names in named)


def ownerships(matrix: Matrix, definitions: Definitions, day: date) -> Iterator[Ownership]:
    """Who is called and who is told, of every place, on `day`."""
    for place in places(matrix, definitions):
        yield ownership_of(matrix.called_for(place, day))

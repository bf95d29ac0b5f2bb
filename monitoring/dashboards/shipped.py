"""The dashboards that follow from the files: of each site, each party, and kumiai itself. Pure.

They show and call nobody: whatever has to call somebody is a rule (`monitoring/rules`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.language import Language
from core.message import say
from monitoring.dashboards.cells import Cells, Whose, whose
from monitoring.dashboards.health import health
from monitoring.dashboards.layers import sections
from monitoring.dashboards.lowest import Watched, unanswered
from monitoring.dashboards.panel import Dashboard, Section, uid
from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import BETWEEN, MEMBER, OWNER, SITE, TOLD
from monitoring.rules.alert import Alert
from tenants.definitions import Definitions

PLATFORM = "kumiai"
"""The folder of what is no municipality's."""

AT_A_GLANCE = say("at a glance")
YOURS = say("What fires and is yours, the lowest layer first")
ANOTHERS = say("What fires and is another's, of which you hear")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A dashboard, and in whose language it is."""

    dashboard: Dashboard
    language: Language


def dashboards(
    definitions: Definitions, matrix: Matrix, alerts: Mapping[str, Alert], day: date
) -> Iterator[Shipped]:
    """All of them, by what the matrix says on `day`."""
    watched = Watched(matrix, alerts)
    sites = tuple(definitions.sites)
    cells = whose(matrix, definitions, day)
    for site in sites:
        watching = matrix.called_for(matrix.place(Layer.MONITORING, site), day).accountable
        language = Language(matrix.party(watching.party).language)
        yield Shipped(_of_site(site, watched, sites), language)
    watching = matrix.called_for(matrix.place(Layer.MONITORING, sites[0]), day).accountable
    language = Language(matrix.party(watching.party).language)
    title = say("kumiai itself: whether it sees, and is heard")
    yield Shipped(Dashboard(uid("health"), title, health(sites), PLATFORM), language)
    for party in cells.parties():
        language = Language(matrix.party(party.party).language)
        yield Shipped(_of_party(party, definitions, watched, cells, sites), language)


def _of_site(site: str, watched: Watched, sites: tuple[str, ...]) -> Dashboard:
    here = Cells(({SITE: (site,)},))
    own = dict.fromkeys(watched.layers, here)
    matchers = [f'{SITE}="{site}"']
    # When the site is gone, the others still tell of it.
    return Dashboard(
        uid("site", site),
        say("Site {site}", site=site),
        (
            Section(
                AT_A_GLANCE,
                (
                    *watched.states(own, sites),
                    watched.firing(say("What fires, the lowest layer first"), matchers, sites),
                    unanswered(matchers, sites),
                ),
            ),
            *sections(own, sites),
        ),
        PLATFORM,
    )


def _of_party(
    party: PartyAt,
    definitions: Definitions,
    watched: Watched,
    cells: Whose,
    sites: tuple[str, ...],
) -> Dashboard:
    matrix = watched.matrix
    found = cells.cells(party)
    own = {layer: found[layer] for layer in watched.layers if layer in found}
    here = cells.sites[party.member] if party.member else sites
    mine = [f'{OWNER}="{party.key}"', *_nobody_elses(party)]
    copies = [f'{TOLD}=~"{_among(party)}"', *_nobody_elses(party)]
    return Dashboard(
        uid("party", party.key),
        matrix.called(definitions, party),
        (
            Section(
                AT_A_GLANCE,
                (
                    *watched.states(own, here),
                    watched.firing(YOURS, mine, here),
                    watched.firing(ANOTHERS, copies, here),
                    unanswered(mine, here),
                ),
            ),
            *sections(own, here),
        ),
        party.member or PLATFORM,
    )


def _nobody_elses(party: PartyAt) -> list[str]:
    """Of a municipality's own party: what names it, or no municipality at all."""
    return [f'{MEMBER}=~"{party.member}|"'] if party.member else []


def _among(party: PartyAt) -> str:
    """The party among all that are told. Of what is nobody's in particular, those of every
    municipality are, without its name."""
    name = f"({party.member}[.])?{party.party}" if party.member else party.party
    return f"(.+{BETWEEN})?{name}({BETWEEN}.+)?"

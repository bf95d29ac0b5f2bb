"""All layers at a glance, from the bottom: which is broken, since when, and what fires. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.message import Message, say
from monitoring.dashboards.cells import Cells
from monitoring.dashboards.panel import COLUMNS, ORDER, Kind, Panel, Query, Unit
from monitoring.exporter.series import HEARTBEAT_SECONDS, SITE_ANSWERS, UNACKNOWLEDGED_SECONDS
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import LAYER_WORDS, Layer
from monitoring.routing.labels import (
    ALERTNAME,
    HOST,
    LAYER,
    MEMBER,
    OWNER,
    SEVERITY,
    SITE,
    SYSTEM,
    Severity,
)
from monitoring.rules.alert import Alert
from monitoring.rules.evidence import BLIND, broken_at
from monitoring.rules.lowest import broken

_ELSEWHERE = frozenset({SITE_ANSWERS.name, HEARTBEAT_SECONDS.name})
"""What the other sites tell of one, since nobody inside can."""

COLUMNS_OF_ALERTS: Mapping[str, Message] = {
    ORDER: say("from the bottom"),
    LAYER: say("layer"),
    ALERTNAME: say("alert"),
    SEVERITY: say("severity"),
    SITE: say("site"),
    MEMBER: say("municipality"),
    SYSTEM: say("system"),
    HOST: say("host"),
    "server": say("server"),
    OWNER: say("whose"),
}


@dataclass(frozen=True, slots=True)
class Watched:
    """The layers of which anything is watched, lowest first, and what of each."""

    matrix: Matrix
    alerts: Mapping[str, Alert]

    @property
    def layers(self) -> list[Layer]:
        """What rests on a layer comes after it."""
        below = self.matrix.layers.value.below
        there = {one.layer for one in self.alerts.values()}
        order = list(Layer)
        return sorted(there, key=lambda layer: (len(below[layer]), order.index(layer)))

    def critical(self, layer: Layer) -> list[Alert]:
        """A warning is about what soon will be broken."""
        return [
            one
            for one in self.alerts.values()
            if one.layer is layer and one.severity is Severity.CRITICAL
        ]

    def states(self, own: Mapping[Layer, Cells], sites: Sequence[str]) -> Iterator[Panel]:
        """A line for each layer and site, red while anything of it is broken; none where none of
        the layers is watched for what is broken already."""
        queries = tuple(
            query
            for layer in self.layers
            if layer in own and self.critical(layer)
            for site in sites
            for query in self._states(layer, own[layer], site, sites)
        )
        if not queries:
            return
        yield Panel(
            say("Layers from the bottom: what is broken, and since when"),
            queries,
            Kind.STATES,
            width=COLUMNS,
            height=2 + len(queries),
            fault_from=1,
            what=say(
                "Begin at the lowest red line: whatever rests on it follows. A gap is not green: "
                "nobody looks there, or the monitoring sees nothing."
            ),
        )

    def _states(
        self, layer: Layer, cells: Cells, site: str, sites: Sequence[str]
    ) -> Iterator[Query]:
        here = cells.at(site)
        if here is None:
            return
        labels = [one.value for one in self.matrix.dimensions(layer)]
        read = {name for one in self.critical(layer) for name in one.series}
        whole = here.select(broken_at(layer), labels)
        known = f"count({whole}) or 0 * count({here.any_of(read, labels)})"
        words = LAYER_WORDS[layer]
        if not read <= _ELSEWHERE:
            blind = f'{broken(BLIND)}{{site="{site}"}}'
            legend = say("{layer} ({site})", layer=words, site=site)
            yield Query(site, f"{known} unless on () {blind}", legend)
        if read & _ELSEWHERE:
            for other in sites:
                if other != site:
                    legend = say(
                        "{layer} ({site}, seen from {other})", layer=words, site=site, other=other
                    )
                    yield Query(other, known, legend)

    def firing(
        self, title: Message, matchers: Iterable[str], sites: Sequence[str], width: int = COLUMNS
    ) -> Panel:
        """A row for each alert, that of the lowest layer first."""
        also = "".join(f", {one}" for one in matchers)
        ranked = " or ".join(
            f'ALERTS{{alertstate="firing", {LAYER}="{layer.value}"{also}}} * {number}'
            for number, layer in enumerate(self.layers, start=1)
        )
        return Panel(
            title,
            tuple(Query(site, ranked) for site in sites),
            Kind.TABLE,
            width=width,
            columns=COLUMNS_OF_ALERTS,
            words={LAYER: {layer.value: LAYER_WORDS[layer] for layer in self.layers}},
        )


def unanswered(matchers: Sequence[str], sites: Sequence[str]) -> Panel:
    """For how long nobody has taken each alert."""
    expr = f"{UNACKNOWLEDGED_SECONDS.name}{{{', '.join(matchers)}}}"
    return Panel(
        say("For how long nobody has taken it"),
        tuple(Query(site, expr, "{{of}} {{member}} {{system}} {{host}}") for site in sites),
        unit=Unit.SECONDS,
        width=COLUMNS,
        fault_from=900,
    )

"""That nothing below is broken, and since when: what whoever is told of an alert can go by. Pure.

Prometheus works it out as the alert fires, so that it is as true as the alert is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Dimension, Layer
from monitoring.routing.labels import HOST, SITE, Severity
from monitoring.rules.alert import Alert
from monitoring.rules.lowest import broken

BELOW = "below"
"""The annotation."""
BLIND = "monitoring-blind"
LOOKS_BACK_SECONDS = 86_400
JAPAN_SECONDS = 9 * 3_600
"""Prometheus knows no zone but UTC."""


def broken_at(layer: Layer) -> str:
    """The recorded moments at which anything of a layer was broken, in part or whole."""
    return f"kumiai:broken_at:{layer.value}"


def moments(alerts: Mapping[str, Alert], matrix: Matrix) -> Iterator[Mapping[str, object]]:
    """The rules that record them, of each layer that anything is watched of."""
    for layer, names in _by_layer(alerts).items():
        labels = ", ".join(one.value for one in matrix.dimensions(layer))
        whole = " or ".join(broken(name) for name in names)
        yield {"record": broken_at(layer), "expr": f"max by ({labels}) ({whole}) * 0 + time()"}


def below(alert: Alert, alerts: Mapping[str, Alert], matrix: Matrix) -> str:
    """Of each layer below that is watched: since when nothing of it is broken at the alert's place.

    It is told for no longer than is looked back, nor than Prometheus has been running; and not at
    all of what is broken in part, of what nobody looks at there, or while the looks fail.
    """
    watched = _by_layer(alerts)
    lower = [one for one in watched if one in matrix.layers.value.below[alert.layer]]
    own = alert.labels(matrix)
    return ", ".join(
        f"{layer.value} {_since(layer, own, [alerts[one] for one in watched[layer]], matrix)}"
        for layer in lower
    )


def _by_layer(alerts: Mapping[str, Alert]) -> dict[Layer, list[str]]:
    found: dict[Layer, list[str]] = {}
    for name, alert in alerts.items():
        # A warning is about what soon will be broken.
        if alert.severity is Severity.CRITICAL:
            found.setdefault(alert.layer, []).append(name)
    return {layer: found[layer] for layer in Layer if layer in found}


def _since(layer: Layer, own: tuple[str, ...], alerts: Sequence[Alert], matrix: Matrix) -> str:
    dimensions = matrix.dimensions(layer)
    shared = [one.value for one in dimensions if one.value in own]
    # What is broken without a host is broken for the whole site.
    place = ", ".join(f"{name}=~%q" if name == HOST else f"{name}=%q" for name in shared)
    values = [f'(printf "%s|" $labels.{HOST})' if n == HOST else f"$labels.{n}" for n in shared]
    series = f"{broken_at(layer)}{{{place}}}"
    last = (
        f"max(max_over_time({series}[{LOOKS_BACK_SECONDS}s]) "
        f'or process_start_time_seconds{{job="prometheus"}} '
        f"or vector(time() - {LOOKS_BACK_SECONDS})) + {JAPAN_SECONDS}"
    )
    query, arguments = f"({last}) unless on () {series}", values * 2
    if dimensions != (Dimension.SITE,):
        # Whatever a site is for each of is there as long as anybody reckons at it.
        read = "|".join(sorted({name for one in alerts for name in one.series}))
        query += f' and on () {{__name__=~"{read}", {place}}}'
        arguments += values
    if SITE in shared:
        query += f" unless on () {broken(BLIND)}{{{SITE}=%q}}"
        arguments.append(f"$labels.{SITE}")
    asked = f"query (printf `{query}` {' '.join(arguments)})"
    moment = '(toTime (value (first .))).Format "2006-01-02 15:04"'
    return f"{{{{ with {asked} }}}}{{{{ {moment} }}}} JST{{{{ else }}}}–{{{{ end }}}}"

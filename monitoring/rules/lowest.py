"""Only the lowest broken layer is called for, said in PromQL. Pure.

Alertmanager's inhibition does the same as a second line (`routing/inhibition.py`), but forgets on a
restart and has races; Prometheus has all series of one evaluation before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Dimension, Layer
from monitoring.routing.labels import HOST
from monitoring.rules.alert import Alert

PREFIX = "kumiai:broken:"


def broken(name: str) -> str:
    """The recorded series of everything that an alert, or the alerts of a layer, would be about."""
    return PREFIX + name.replace("-", "_")


def covering(alerts: Mapping[str, Alert]) -> dict[Layer, tuple[str, ...]]:
    """By layer the alerts that say that the whole of it is broken at its place."""
    found: dict[Layer, list[str]] = {}
    for name, alert in alerts.items():
        if not alert.partial:
            found.setdefault(alert.layer, []).append(name)
    return {layer: tuple(found[layer]) for layer in Layer if layer in found}


def recorded(alert: Alert, matrix: Matrix) -> str:
    """What is broken, with the labels that were promised and no others."""
    return f"max by ({', '.join(alert.labels(matrix))}) ({alert.expr})"


def whole_layer(layer: Layer, names: tuple[str, ...], matrix: Matrix) -> str:
    """Where the whole of a layer is broken."""
    labels = ", ".join(one.value for one in matrix.dimensions(layer))
    return f"max by ({labels}) ({' or '.join(broken(name) for name in names)})"


def called(
    name: str, alert: Alert, matrix: Matrix, covered: Mapping[Layer, tuple[str, ...]]
) -> str:
    """What of an alert is called for: that below which nothing else is broken."""
    below = matrix.layers.value.below[alert.layer]
    lower = [one for layer in covered if layer in below for one in _unless(layer, alert, matrix)]
    return " ".join([broken(name), *lower])


def _unless(layer: Layer, alert: Alert, matrix: Matrix) -> Iterator[str]:
    """A label that is missing on both sides would be taken for the same, so each must be there.

    What is broken without a host is broken for the whole site.
    """
    series = broken(layer.value)
    dimensions = matrix.dimensions(layer)
    wide = [one for one in dimensions if one is not Dimension.HOST]
    own = alert.labels(matrix)
    if Dimension.HOST in dimensions:
        if HOST in own:
            yield _on(series, [one.value for one in dimensions], ())
        yield _on(series, [one.value for one in wide if one.value in own], ('host=""',))
        return
    shared = [one.value for one in wide if one.value in own]
    if shared:
        yield _on(series, shared, ())


def _on(series: str, labels: list[str], further: tuple[str, ...]) -> str:
    there = ", ".join([*(f'{label}!=""' for label in labels), *further])
    return f"unless on ({', '.join(labels)}) {series}{{{there}}}"

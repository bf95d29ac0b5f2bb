"""`monitoring/rules/alerts.yaml`, field for field: what is watched for, and what is said. Pure.

Whose an alert is does not stand here: the matrix says it, by the layer and the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import Field

from core.errors import UserError
from core.message import say
from core.names import nearest
from core.strict import Identifier, Name, Slug, Strict, Text, Truth
from core.units import PositiveSeconds
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import ALERTNAME, LAYER, PARTIAL, SEVERITY, Severity

_FILLED_IN = re.compile(r"\{([a-z_]+)\}")
_STRING = re.compile(r'"[^"]*"')
_SERIES = re.compile(r"\b(?:kumiai|node|prometheus|alertmanager)_[a-z0-9_]+|\bup\b")


class Alert(Strict):
    """Something that is broken, or soon will be. Its procedure has its name."""

    layer: Layer
    """What is broken; the matrix says whose it is."""
    severity: Severity
    """Critical is called at any hour; a warning waits for the party's duty hours."""
    summary: Name
    """One sentence for the person who is called; `{host}` is filled in from the labels."""
    expr: Text
    """PromQL: a series for each thing that is broken, with the labels of the layer's places."""
    for_seconds: PositiveSeconds
    """How long it must be so. What rests on a layer waits longer than the layer itself."""
    also: tuple[Identifier, ...] = ()
    """Labels beyond those of the layer's place: by them one thing is told from another."""
    partial: Truth = False
    """Whether only a part of the layer is broken at its place, so that what rests on it may have a
    fault of its own and is called for as well."""

    def labels(self, matrix: Matrix) -> tuple[str, ...]:
        """All labels by which its alerts differ: those of the layer's place first."""
        place = (dimension.value for dimension in matrix.dimensions(self.layer))
        return tuple(dict.fromkeys([*place, *self.also]))

    @property
    def fixed(self) -> dict[str, str]:
        """The labels that all its alerts have."""
        partial = {PARTIAL: "yes"} if self.partial else {}
        return {LAYER: self.layer.value, SEVERITY: self.severity.value, **partial}

    @property
    def series(self) -> tuple[str, ...]:
        """Every series that the expression reads."""
        return series_of(self.expr)


class Alerts(Strict):
    """Everything that Prometheus watches for."""

    alerts: dict[Slug, Alert] = Field(min_length=1)


def named(labels: Mapping[str, str], alerts: Mapping[str, Alert]) -> dict[str, str]:
    """The labels, of an alert that is named by itself with what its rule says of every such alert.

    Raises: UserError where there is none of that name.
    """
    rest = dict(labels)
    name = rest.pop(ALERTNAME, None)
    if name is None:
        return rest
    if name not in alerts:
        near = nearest(name, alerts)
        if near is not None:
            raise UserError(
                say("there is no alert {name}; did you mean {near}?", name=name, near=near)
            )
        raise UserError(
            say("there is no alert {name}; there are {known}", name=name, known=tuple(alerts))
        )
    alert = alerts[name]
    return {**alert.fixed, **rest}


def procedures(
    labels: Mapping[str, str], layer: Layer, alerts: Mapping[str, Alert]
) -> tuple[str, ...]:
    """What to take to hand: the named alert's own, else those of all alerts about the layer."""
    if ALERTNAME in labels:
        return (labels[ALERTNAME],)
    return tuple(name for name, alert in alerts.items() if alert.layer is layer)


def series_of(expr: str) -> tuple[str, ...]:
    """Every series of ours, of servers or of the monitoring itself that an expression reads."""
    return tuple(dict.fromkeys(_SERIES.findall(_STRING.sub("", expr))))


def filled_in(text: str) -> tuple[str, ...]:
    """The labels that a summary names."""
    return tuple(_FILLED_IN.findall(text))


def with_labels(text: str) -> str:
    """The summary as Prometheus fills it in.

    >>> with_labels("{host} of {site}")
    '{{ $labels.host }} of {{ $labels.site }}'
    """
    return _FILLED_IN.sub(r"{{ $labels.\1 }}", text)

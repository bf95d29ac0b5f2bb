"""The rules of Prometheus as typed objects, written as JSON, which is YAML. Pure.

Source: Prometheus 2.42, docs/configuration/recording_rules and alerting_rules. All rules are one
group, which evaluates them one after the other at one moment: what is broken first, then what of it
is called for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from monitoring.exporter.series import DRILL as DRILL_SERIES
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import DRILL, HEARTBEAT, PARTIAL, UNANSWERED
from monitoring.rules.alert import Alert, with_labels
from monitoring.rules.evidence import BELOW, below, moments
from monitoring.rules.ladder import rungs
from monitoring.rules.lowest import broken, called, covering, recorded, whole_layer
from monitoring.rules.ownership import ROW, Ownership, ownerships
from tenants.definitions import Definitions

GROUP = "kumiai"

HELD_SECONDS = 120
"""For so long an alert goes on when nothing shows it any more: a look that fails once would
otherwise end it, though nobody knows that it is over, and the next look would call again. It is how
old an exporter's look may be (`exporter/watch.py`)."""

ALERT_DRILL = "alert-drill"
GENERATED = (UNANSWERED, ALERT_DRILL)
"""Procedures of alerts that no file names: the ladders' and the drill's."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is looked, and how long is waited. The lab's is a hurried one."""

    every_seconds: float = 15
    hurried: int = 1
    """By this each alert's wait is divided, so that a lab need not be watched for minutes."""

    def wait(self, alert: Alert) -> str:
        return f"{int(self.shortened(alert.for_seconds) * 1000)}ms"

    @property
    def held(self) -> str:
        return f"{int(self.shortened(HELD_SECONDS) * 1000)}ms"

    def shortened(self, seconds: float) -> float:
        return seconds / self.hurried

    @property
    def interval(self) -> str:
        return f"{int(self.every_seconds * 1000)}ms"


USUAL = Pace()


@dataclass(frozen=True, slots=True)
class RuleFile:
    """All rules of a site's Prometheus; both sites have the same."""

    rules: tuple[Mapping[str, object], ...]
    pace: Pace = USUAL

    def text(self) -> str:
        """The file's content; the same for the same rules."""
        group = {"name": GROUP, "interval": self.pace.interval, "rules": list(self.rules)}
        return json.dumps({"groups": [group]}, ensure_ascii=False, indent=1) + "\n"


def rule_file(
    alerts: Mapping[str, Alert],
    matrix: Matrix,
    definitions: Definitions,
    day: date,
    pace: Pace = USUAL,
) -> RuleFile:
    """What is watched for, whose each alert is on `day`, and the sign that anybody watches."""
    owners = ownerships(matrix, definitions, day)
    rules = (*_rules(alerts, matrix, owners, pace), *rungs(matrix, pace), drill(), heartbeat())
    return RuleFile(rules, pace)


def _rules(
    alerts: Mapping[str, Alert], matrix: Matrix, owners: Mapping[Layer, Ownership], pace: Pace
) -> Iterator[Mapping[str, object]]:
    covered = covering(alerts)
    for name, alert in alerts.items():
        yield {"record": broken(name), "expr": recorded(alert, matrix)}
    for layer, names in covered.items():
        yield {"record": broken(layer.value), "expr": whole_layer(layer, names, matrix)}
    yield from moments(alerts, matrix)
    for name, alert in alerts.items():
        yield {
            "alert": name,
            "expr": called(name, alert, matrix, covered),
            "for": pace.wait(alert),
            "keep_firing_for": pace.held,
            "labels": _labels(alert, owners.get(alert.layer)),
            "annotations": _annotations(name, alert, owners.get(alert.layer))
            | _evidence(alert, alerts, matrix),
        }


def _labels(alert: Alert, owner: Ownership | None) -> dict[str, str]:
    return alert.fixed | (owner.labels if owner else {})


def _annotations(name: str, alert: Alert, owner: Ownership | None) -> dict[str, str]:
    return {
        "summary_ja": with_labels(alert.summary.ja),
        "summary_en": with_labels(alert.summary.en),
        "runbook": f"kumiai runbook show {name}",
    } | ({ROW: owner.row} if owner else {})


def _evidence(alert: Alert, alerts: Mapping[str, Alert], matrix: Matrix) -> dict[str, str]:
    found = below(alert, alerts, matrix)
    return {BELOW: found} if found else {}


def drill() -> Mapping[str, object]:
    """An alert that nothing is wrong with: it goes the whole way to whoever would be called.

    Its owner was found when it was begun. It is partial, so it keeps no fault silent.
    """
    where = "{{ $labels.layer }} {{ $labels.site }}{{ with $labels.member }} {{ . }}{{ end }}"
    return {
        "alert": DRILL,
        "expr": f"max by ({', '.join(DRILL_SERIES.labels)}) ({DRILL_SERIES.name}) == 1",
        "labels": {PARTIAL: "yes"},
        "annotations": {
            "summary_ja": f"[訓練] {where} の警報の訓練です。故障ではありません。",
            "summary_en": f"[DRILL] A drill of the alerts of {where}; nothing is broken.",
            "runbook": f"kumiai runbook show {ALERT_DRILL}",
        },
    }


def heartbeat() -> Mapping[str, object]:
    """An alert that is always there: as long as it arrives, alerts do.

    It has no owner and calls nobody; the other site reads when it came, and calls when it ends.
    """
    return {"alert": HEARTBEAT, "expr": "vector(1)"}

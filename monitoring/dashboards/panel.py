"""A dashboard of Grafana as typed objects, written as JSON. Pure.

Source: Grafana's dashboard schema, version 10.1 (`schemaVersion` 38), as the package
grafana-foundation-sdk 10.1.0 has it; a test reads what is written with that package's classes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.message import Named

SCHEMA_VERSION = 38
COLUMNS = 24
HEIGHT = 8
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
SITE = 'site=~"$site"'
"""In every expression: what is shown is of the chosen sites."""


class Kind(StrEnum):
    """How Grafana draws it, by its own names."""

    LINES = "timeseries"
    TABLE = "table"
    NUMBER = "stat"


class Unit(StrEnum):
    """By Grafana's own ids (packages/grafana-data, valueFormats/categories)."""

    SHORT = "short"
    SECONDS = "s"
    SHARE = "percentunit"
    YES_NO = "bool_yes_no"


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture, of one expression."""

    title: Named
    expr: str
    legend: str = ""
    """What stands beside a line, as `{{member}}`."""
    kind: Kind = Kind.LINES
    unit: Unit = Unit.SHORT
    width: int = COLUMNS // 2
    fault_above: float | None = None
    """From where on it is drawn red."""

    def as_json(self, number: int, x: int, y: int) -> dict[str, object]:
        target = {
            "refId": "A",
            "datasource": DATASOURCE,
            "expr": self.expr,
            "legendFormat": self.legend,
            "instant": self.kind is not Kind.LINES,
            "range": self.kind is Kind.LINES,
        }
        if self.kind is Kind.TABLE:
            target["format"] = "table"
        return {
            "id": number,
            "type": self.kind.value,
            "title": f"{self.title.ja} / {self.title.en}",
            "datasource": DATASOURCE,
            "gridPos": {"x": x, "y": y, "w": self.width, "h": HEIGHT},
            "targets": [target],
            "fieldConfig": {"defaults": self._defaults, "overrides": []},
            "options": {},
        }

    @property
    def _defaults(self) -> dict[str, object]:
        found: dict[str, object] = {"unit": self.unit.value}
        if self.fault_above is not None:
            steps = [{"color": "green", "value": None}, {"color": "red", "value": self.fault_above}]
            found["thresholds"] = {"mode": "absolute", "steps": steps}
        return found


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A page of them."""

    uid: str
    title: Named
    panels: Sequence[Panel]

    def text(self) -> str:
        """The file's content; the same for the same panels."""
        whole = {
            "uid": self.uid,
            "title": f"{self.title.ja} / {self.title.en}",
            "tags": ["kumiai"],
            "timezone": "Asia/Tokyo",
            "editable": False,
            "refresh": "30s",
            "schemaVersion": SCHEMA_VERSION,
            "time": {"from": "now-6h", "to": "now"},
            "templating": {"list": [_DATASOURCE_CHOICE, _SITE_CHOICE]},
            "panels": list(self._placed()),
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def _placed(self) -> Iterator[dict[str, object]]:
        """In rows, from the left, as they come."""
        x = y = 0
        for number, panel in enumerate(self.panels, start=1):
            if x + panel.width > COLUMNS:
                x, y = 0, y + HEIGHT
            yield panel.as_json(number, x, y)
            x += panel.width


_DATASOURCE_CHOICE = {
    "name": "datasource",
    "label": "Prometheus",
    "type": "datasource",
    "query": "prometheus",
}
_SITE_CHOICE = {
    "name": "site",
    "label": "データセンター / Site",
    "type": "query",
    "datasource": DATASOURCE,
    "query": "label_values(up, site)",
    "includeAll": True,
    "multi": True,
}

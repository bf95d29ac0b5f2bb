"""Dashboards as Grafana's own classes read them, of series that somebody tells."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from monitoring.dashboards.panel import Dashboard
from monitoring.dashboards.shipped import SHIPPED
from monitoring.rules.alert import series_of
from monitoring.rules.promtool import install
from tests.lib.programs import needs
from tests.lib.told import TOLD


@pytest.mark.parametrize("dashboard", SHIPPED, ids=lambda one: one.uid)
def test_grafanas_own_classes_read_a_dashboard_whole(dashboard: Dashboard) -> None:
    grafana = pytest.importorskip("grafana_foundation_sdk.models.dashboard")
    plugins = importlib.import_module("grafana_foundation_sdk.cog.plugins")
    encoder = importlib.import_module("grafana_foundation_sdk.cog.encoder")
    plugins.register_default_plugins()
    written = json.loads(dashboard.text())
    read = json.loads(encoder.JSONEncoder().encode(grafana.Dashboard.from_json(written)))
    assert lost(written, read) == []


def lost(written: object, read: object, where: str = "") -> list[str]:
    """Every field that its classes do not know, or read otherwise; what they add is theirs."""
    if isinstance(written, dict) and isinstance(read, dict):
        return [
            one
            for name, value in written.items()
            for one in lost(value, read.get(name), f"{where}.{name}")
        ]
    if isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        return [
            one
            for place, pair in enumerate(zip(written, read, strict=True))
            for one in lost(*pair, f"{where}[{place}]")
        ]
    return [] if written == read else [f"{where}: {written!r} is read as {read!r}"]


def test_every_series_of_a_panel_is_told_by_somebody() -> None:
    read = {name for one in SHIPPED for panel in one.panels for name in series_of(panel.expr)}
    assert read - TOLD == set()
    assert len(read) > 10


@needs("promtool")
def test_prometheus_can_work_out_every_expression(tmp_path: Path) -> None:
    panels = [panel for one in SHIPPED for panel in one.panels]
    rules = [
        {"record": f"panel:{number}", "expr": panel.expr.replace("$site", "primary|remote")}
        for number, panel in enumerate(panels)
    ]
    text = json.dumps({"groups": [{"name": "panels", "rules": rules}]})
    install(text, tmp_path / "rules.yml")


def test_no_two_panels_lie_on_each_other_and_none_over_the_edge() -> None:
    for one in SHIPPED:
        places = [panel["gridPos"] for panel in json.loads(one.text())["panels"]]
        taken = [(place["x"] + dx, place["y"]) for place in places for dx in range(place["w"])]
        assert len(taken) == len(set(taken))
        assert max(x for x, _ in taken) < 24

"""The dashboards that follow from the shipped files, as Grafana is given them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from core.language import Language
from core.translation import translation
from monitoring.dashboards.grafana import text_of
from monitoring.dashboards.panel import Dashboard
from monitoring.dashboards.shipped import dashboards
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

DAY = date(2026, 11, 26)
SELECTOR = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)?\{([^}]*)\}")
"""A series, or several of them, and what they are selected by."""


@dataclass(frozen=True)
class Asked:
    """One question of a panel, and whose Prometheus it goes to."""

    dashboard: str
    panel: str
    datasource: str
    expr: str

    @property
    def selectors(self) -> list[tuple[str, str]]:
        return [(found[1] or "", found[2]) for found in SELECTOR.finditer(self.expr)]


@cache
def shipped_dashboards() -> tuple[Dashboard, ...]:
    found = dashboards(shipped(), shipped_matrix(), shipped_alerts(), DAY)
    return tuple(one.dashboard for one in found)


@cache
def shipped_texts(language: Language = Language.EN) -> Mapping[str, str]:
    """By uid, all in one language."""
    return {one.uid: text_of(one, translation(language)) for one in shipped_dashboards()}


def panels(uid: str, language: Language = Language.EN) -> list[dict[str, Any]]:
    """Without the headings."""
    whole = json.loads(shipped_texts(language)[uid])
    return [one for one in whole["panels"] if one["type"] != "row"]


def asked(*uids: str) -> Iterator[Asked]:
    for uid in uids or shipped_texts():
        for panel in panels(uid):
            for target in panel["targets"]:
                yield Asked(uid, panel["title"], target["datasource"]["uid"], target["expr"])

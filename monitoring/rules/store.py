"""Reads what is watched for. Adapter."""

from __future__ import annotations

from pathlib import Path

from core.problem import Problem
from monitoring.rules.alert import Alerts
from tenants.definitions import Read
from tenants.store import not_read_beside, read_file

ALERTS_FILE = Path("monitoring/rules/alerts.yaml")


def read_alerts(root: Path) -> tuple[Read[Alerts] | None, list[Problem]]:
    """The alerts below `root`, or None and every problem of form.

    A consortium that watches nothing yet has no problem with it.
    """
    strays = not_read_beside(root, ALERTS_FILE)
    if not (root / ALERTS_FILE).exists():
        return None, strays
    alerts, problems = read_file(root, ALERTS_FILE, Alerts)
    return alerts, problems + strays

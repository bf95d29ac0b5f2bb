"""The shipped alerts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from monitoring.rules.alert import Alert
from monitoring.rules.store import read_alerts
from tests.lib.definitions import ROOT


@cache
def shipped_alerts() -> Mapping[str, Alert]:
    alerts, problems = read_alerts(ROOT)
    if alerts is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    return alerts.value.alerts

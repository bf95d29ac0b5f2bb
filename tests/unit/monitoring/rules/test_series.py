"""Whatever an alert reads, somebody tells."""

from __future__ import annotations

from tests.lib.alerts import shipped_alerts
from tests.lib.told import TOLD


def test_every_series_that_an_alert_reads_is_told_by_somebody() -> None:
    read = {name for alert in shipped_alerts().values() for name in alert.series}
    assert read - TOLD == set()
    assert len(read) > 20

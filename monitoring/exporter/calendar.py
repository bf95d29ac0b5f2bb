"""Until when the list of holidays reaches, for Prometheus. Adapter: the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

from core.eras import JAPAN
from monitoring.exporter.series import HOLIDAYS_END_SECONDS, Sample
from monitoring.responsibility.holidays import Holidays
from monitoring.responsibility.matrix import HOLIDAYS_FILE
from tenants.store import read_file


def holidays_end(root: Path, site: str) -> Iterator[Sample]:
    """Nothing where the file cannot be read: the rules are not made anew then, which is told."""
    if not (root / HOLIDAYS_FILE).exists():
        return
    read, _ = read_file(root, HOLIDAYS_FILE, Holidays)
    if read is not None:
        end = datetime.combine(read.value.last_day + timedelta(days=1), time(), JAPAN)
        yield Sample(HOLIDAYS_END_SECONDS, (site,), end.timestamp())

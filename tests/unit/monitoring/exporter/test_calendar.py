"""Until when offices are known to be closed on holidays is told."""

from __future__ import annotations

from pathlib import Path

from monitoring.exporter.calendar import holidays_end
from monitoring.exporter.series import HOLIDAYS_END_SECONDS, Sample
from tests.lib.definitions import ROOT

END_OF_MARCH_2029 = 1_869_663_600
"""Midnight in Japan after its last day: 2029-03-31T15:00:00Z."""


def test_the_list_ends_with_its_last_day_in_japan() -> None:
    assert list(holidays_end(ROOT, "primary")) == [
        Sample(HOLIDAYS_END_SECONDS, ("primary",), END_OF_MARCH_2029)
    ]


def test_where_there_is_no_list_nothing_is_told(tmp_path: Path) -> None:
    assert list(holidays_end(tmp_path, "primary")) == []

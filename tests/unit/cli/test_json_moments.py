"""All moments that a program is told have one offset, Japan's, whatever zone they came in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from cli.session import Session
from core.eras import JAPAN
from core.language import Language


def test_moments_of_every_zone_are_told_in_japans_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    at = datetime(2026, 3, 31, 15, tzinfo=UTC)
    rows = [{"at": at, "again": at.astimezone(JAPAN), "day": date(2026, 4, 1), "none": None}]
    Session.start(Language.EN).print_json(rows)
    assert json.loads(capsys.readouterr().out) == [
        {
            "at": "2026-04-01T00:00:00+09:00",
            "again": "2026-04-01T00:00:00+09:00",
            "day": "2026-04-01",
            "none": None,
        }
    ]

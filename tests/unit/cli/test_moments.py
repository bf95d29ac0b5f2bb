"""Periods as a person asks for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from cli.licence.moments import until_now
from core.eras import JAPAN

NOW = datetime(2026, 11, 27, 9, tzinfo=JAPAN)


def test_a_period_that_is_not_over_holds_this_very_moment() -> None:
    """An edit that no look has seen yet holds from now on."""
    assert until_now(NOW + timedelta(days=30), NOW) > NOW
    assert until_now(NOW - timedelta(days=30), NOW) == NOW - timedelta(days=30)

"""No test of a unit waits for a clock, and no property fails by it.

A busy machine draws slowly, and nothing asserts a duration.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "by no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("by no clock")

BETWEEN_LOOKS = (
    "infra.removal.LOOK_EVERY_SECONDS",
    "infra.servers.moving.LOOK_EVERY_SECONDS",
    "recovery.services.LOOK_EVERY_SECONDS",
    "runbooks.actions.stepwise.LOOK_EVERY_SECONDS",
    "runbooks.actions.stepwise.SETTLING_SECONDS",
)
"""A cloud in memory has done what it was asked before it answers."""


@pytest.fixture(scope="session", autouse=True)
def looks_follow_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as here:
        for name in BETWEEN_LOOKS:
            here.setattr(name, 0.0)
        yield

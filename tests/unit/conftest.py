"""No property fails by the clock: a busy machine draws slowly, and nothing asserts a duration."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "by no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("by no clock")

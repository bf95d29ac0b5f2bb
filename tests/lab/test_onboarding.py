"""Four municipalities at two sites, from nothing; each site is somebody's home."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.lib.any_onboarding import AnyOnboarding, Homes, Smallest

pytestmark = pytest.mark.lab


class TestOfFour(AnyOnboarding):
    """Everything that holds of any."""

    homes: ClassVar[Homes] = {"primary": {"hita", "nobeoka", "usuki"}, "remote": {"kitsuki"}}
    smallest: ClassVar[Smallest] = {"primary": 115, "remote": 90}

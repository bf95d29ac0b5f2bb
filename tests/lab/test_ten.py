"""The ten municipalities of the checkout's own files. The last of all: it empties the lab."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.lib.any_onboarding import AnyOnboarding, Homes, Smallest
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL
from tests.lib.second_lab import SecondLab

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(not ALL, reason="ten prove what four prove, once more: `make test-all`"),
]


class TestOfTen(AnyOnboarding):
    """Everything that holds of any."""

    homes: ClassVar[Homes] = {
        "primary": {
            *("aya", "hita", "hyuga", "kadogawa", "kitsuki"),
            *("kushima", "nobeoka", "usa", "usuki", "yufu"),
        },
        "remote": set(),
    }
    smallest: ClassVar[Smallest] = {"primary": 500, "remote": 300}

    @pytest.fixture(scope="class")
    def consortium(self, lab: SecondLab) -> Consortium:
        """All ten, onboarded at both sites from nothing."""
        lab.empty()
        found = Consortium.of_ten_on(lab)
        done = found.up()
        assert done.returncode == 0, done.stdout + done.stderr
        return found

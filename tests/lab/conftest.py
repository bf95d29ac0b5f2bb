"""One lab for all tests of this folder, beside an operator's own, and a consortium on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.home import Home
from tests.lib.consortium import Consortium
from tests.lib.neighbours import Neighbours, neighbours_at_each_site
from tests.lib.second_lab import SecondLab

ORDER = (
    "test_metrics",
    "test_ledger_on_postgresql",
    "test_lab",  # resets the lab, so before anything stands on it
    "test_onboarding",
    "test_isolation",
    "test_isolation_accounts",
    "test_verify",
    "test_drift",
    "test_whereabouts",
    "test_service_off",
    "test_leaving",
    "test_licences",
    "test_ledger_kinds",
    "test_licence_cases",
    "test_servers",
    "test_faults",
    "test_killed",
    "test_site_down",
    "test_state_elsewhere",
    "test_backups",
    "test_ten",
)
"""All of them share one lab and one consortium, which each finds as the one before left it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: ORDER.index(item.path.stem) if item.path.parent == here else -1)


@pytest.fixture(scope="session")
def lab() -> Iterator[SecondLab]:
    """Two sites that run."""
    second = SecondLab.beside(Home.of(os.environ))
    brought_up = second.kumiai("lab", "up")
    assert brought_up.returncode == 0, brought_up.stderr + brought_up.stdout
    yield second
    second.kumiai("lab", "down")


@pytest.fixture(scope="session")
def consortium(lab: SecondLab) -> Consortium:
    """Four municipalities, onboarded at both sites from nothing."""
    lab.empty()
    found = Consortium.on(lab)
    done = found.up()
    assert done.returncode == 0, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def sites(consortium: Consortium) -> Iterator[dict[str, Neighbours]]:
    """By site: two municipalities' logins, and the administrator's."""
    with neighbours_at_each_site(consortium) as found:
        yield found

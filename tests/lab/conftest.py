"""Two lanes, each with a lab of its own beside an operator's, and with a consortium on it.

The lanes have nothing in common and run side by side (`pytest tests/lab --lane NAME`); without a
lane all files run one after the other, on one lab.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.home import Home
from tests.lib.consortium import Consortium
from tests.lib.definitions import as_small
from tests.lib.neighbours import Neighbours, neighbours_at_each_site
from tests.lib.second_lab import SecondLab

LANES = {
    "sites": (
        "test_lab_killed_half_way",  # the lane's first start of its lab, so before all that use it
        "test_lab",  # resets the lab, so before anything stands on it
        "test_state_elsewhere",
        "test_backups",
        "test_copies_of_days",
        "test_copies_elsewhere",
        "test_switchover",
        "test_failover",
        "test_at_night",
        "test_procedures",
        "test_runbooks",
        "test_whereabouts",
        "test_site_down",
        "test_faults",
        "test_killed",
        "test_leaving",
        "test_ledger_kinds",
        "test_access_lines",  # Usuki leaves at its end
        "test_commit_before",  # builds anew, so after all that one municipality proves
    ),
    "members": (
        "test_metrics",
        "test_ledger_on_postgresql",  # like the one before: needs no lab
        "test_onboarding",
        "test_isolation",
        "test_isolation_accounts",
        "test_verify",
        "test_drift",
        "test_service_off",
        "test_licences",
        "test_licence_cases",
        "test_servers",
        "test_watcher",
        "test_alerts",
        "test_on_call",
        "test_ten",
    ),
    "living": ("test_living", "test_packets"),
}
"""`sites`: what is killed, emptied, and what one municipality proves. `members`: several at two
sites. `living`: on a lab whose servers live, and so only where that is asked for. The files of a
lane share its lab, which each finds as the one before left it."""

LIVING = "living"

LANE_OF = {file: lane for lane, files in LANES.items() for file in files}
ORDER = list(LANE_OF)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lane", choices=LANES, help="of tests/lab only this lane, on its own lab")


SMALL = ("aya", "kadogawa")
"""Two municipalities with one system each, whose copies are held and that are moved."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that tests keep: what was measured is shown, and nothing depends on it."""
    ended = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    for report in ended:
        for name, value in getattr(report, "user_properties", ()):
            if report.when == "call":
                terminalreporter.write_line(f"{name}: {value}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: ORDER.index(item.path.stem) if item.path.parent == here else -1)
    lane = config.getoption("lane", None)
    lanes = {lane} if lane else {*LANES, None} - {LIVING}
    elsewhere = [item for item in items if LANE_OF.get(item.path.stem) not in lanes]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture(scope="session")
def lab_as_it_is(pytestconfig: pytest.Config) -> Iterator[SecondLab]:
    """Whatever runs of it: at first nothing."""
    lane = pytestconfig.getoption("lane", None)
    number, servers = list(LANES).index(lane) if lane else 0, "light" if lane == LIVING else "books"
    second = SecondLab.beside(Home.of(os.environ), number, servers)
    try:
        yield second
    finally:
        second.kumiai("lab", "down")


@pytest.fixture(scope="session")
def lab(lab_as_it_is: SecondLab) -> SecondLab:
    """Two sites that run."""
    brought_up = lab_as_it_is.kumiai("lab", "up", "--no-watch")
    assert brought_up.returncode == 0, brought_up.stderr + brought_up.stdout
    return lab_as_it_is


@pytest.fixture(scope="session")
def consortium_of_one(lab: SecondLab) -> Consortium:
    """Usuki, onboarded at both sites from nothing."""
    return onboarded(lab, Consortium.of_one_on)


@pytest.fixture(scope="session")
def consortium_of_four(lab: SecondLab) -> Consortium:
    """Four municipalities, onboarded at both sites from nothing."""
    return onboarded(lab, Consortium.on)


def onboarded(lab: SecondLab, make: Callable[[SecondLab], Consortium]) -> Consortium:
    lab.empty()
    found = make(lab)
    done = found.up()
    assert done.returncode == 0, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def consortium(request: pytest.FixtureRequest) -> Consortium:
    """The consortium of the file's lane."""
    lane = LANE_OF[request.path.stem]
    size = {"sites": "one", "members": "four", LIVING: "one"}[lane]
    found: Consortium = request.getfixturevalue(f"consortium_of_{size}")
    return found


@pytest.fixture(scope="module")
def watched(consortium: Consortium) -> Iterator[Consortium]:
    begun = consortium.kumiai("lab", "watch")
    try:
        assert begun.returncode == 0, begun.stdout + begun.stderr
        yield consortium
    finally:
        consortium.kumiai("lab", "watch", "--stop")


@pytest.fixture(scope="module")
def small(lab: SecondLab) -> Consortium:
    """Two municipalities with one server and one data volume each, of 1 GiB; of no copies yet."""
    lab.empty()
    found = Consortium.of_ten_on(lab)
    as_small(found.definitions, SMALL)
    built = found.up()
    assert built.returncode == 0, built.stdout + built.stderr
    done = found.kumiai("backup", "set-up", "--execute", "--reason", "a test")
    assert done.returncode == 0, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def sites(consortium: Consortium) -> Iterator[dict[str, Neighbours]]:
    """By site: two municipalities' logins, and the administrator's."""
    with neighbours_at_each_site(consortium) as found:
        yield found

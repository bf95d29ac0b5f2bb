"""Procedures of every day in earnest, each run to its end as a person runs it; two are killed.

In the order in which they stand: one municipality leaves, and the other one is lost last.
"""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from core.journal import entries
from core.run import BEGUN
from lab.processes import living
from tests.lib.consortium import Consortium
from tests.lib.desk import Desk
from tests.lib.effort import ALL
from tests.lib.moved import EXECUTE, MEMBER, SERVER, servers_at
from tests.lib.waiting import until

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="procedures run in memory (tests/unit/runbooks): `make test-all`"
    ),
]

LEAVING = "aya"
DOWN_SECONDS = 180


@pytest.fixture(scope="module")
def desk(small: Consortium, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(small, tmp_path_factory.mktemp("suzuki"), tmp_path_factory.mktemp("desk"))


def at_primary(desk: Desk) -> Any:
    """The server as Nova has it. Not typed: the SDK's types leave the version open."""
    found = desk.sato.lab.cloud("primary").compute.servers(all_projects=True)
    return next(one for one in found if one.name == SERVER)


def host_of(desk: Desk) -> str:
    return str(at_primary(desk).compute_host)


def size_of(desk: Desk) -> str:
    return str(at_primary(desk).flavor["original_name"])


def begun(desk: Desk, act: str) -> int:
    """How often that was begun, by the journal."""
    told = entries(desk.sato.home.journal)
    return sum((one["act"], one["outcome"]) == (act, BEGUN) for one in told)


def test_a_host_is_maintained_by_a_run_that_is_killed_while_it_empties_it(desk: Desk) -> None:
    host = host_of(desk)
    at = ("--site", "primary", "--host", host)
    began = desk.begins("host-maintenance", *at)
    assert "waits for an approval" in began.stdout, began.stdout + began.stderr
    desk.approves(desk.newest("host-maintenance"))
    before = begun(desk, "evacuate")
    desk.is_killed("host-maintenance", lambda: begun(desk, "evacuate") > before)
    assert desk.lines("host-maintenance")[-1] == ("step begun", "evacuate")
    assert "is done" in desk.resumes("host-maintenance", desk.resume("host-maintenance"))
    assert host_of(desk) != host
    lines = desk.lines("host-maintenance")
    assert lines.count(("step done", "close")) == lines.count(("step done", "evacuate")) == 1
    assert servers_at(desk.sato, "primary") == [(SERVER, "ACTIVE")]


def test_a_dead_hosts_servers_start_elsewhere(desk: Desk) -> None:
    lab, host = desk.sato.lab, host_of(desk)
    [compute] = [
        process
        for process in living(lab.definition.root, "primary")
        if process.name == f"nova-compute-{host}"
    ]
    os.kill(compute.pid, signal.SIGKILL)

    def is_down() -> bool:
        services = lab.cloud("primary").compute.services(binary="nova-compute")
        return any(one.host == host and one.state == "down" for one in services)

    try:
        until(is_down, "Nova's knowing of it", DOWN_SECONDS)
        assert "is done" in desk.runs("host-lost", "--site", "primary", "--host", host)
        assert host_of(desk) != host
    finally:
        started = lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stderr


def test_a_busy_season_comes_and_goes_though_the_run_is_killed_on_the_way_back(
    desk: Desk,
) -> None:
    told = ("--member", MEMBER, "--server", SERVER, "--flavor", "medium")
    without_end = desk.sato.kumiai(
        *("runbook", "run", "busy-season", *told, "--answer", "name=Sato"),
        *("--answer", "day=2026-12-01", "--execute", "--reason", "a test"),
    )
    assert "waits for a person" in without_end.stdout, without_end.stdout + without_end.stderr
    assert size_of(desk) == "medium"
    before = begun(desk, "up")
    desk.is_killed("busy-season", lambda: begun(desk, "up") > before)
    assert "is done" in desk.resumes("busy-season", desk.resume("busy-season"))
    assert desk.lines("busy-season").count(("step done", "back")) == 1
    assert size_of(desk) == "small"


def test_a_municipality_leaves_with_its_data_and_nothing_of_it_is_left(desk: Desk) -> None:
    for words in (("run",), ("pull",), ("prove",)):
        done = desk.sato.kumiai("backup", *words, *EXECUTE)
        assert done.returncode == 0, done.stdout + done.stderr
    desk.sato.edit(LEAVING, "state: active", "state: left, left_on: 2026-11-01")
    assert "is done" in desk.runs("offboarding", "--member", LEAVING)
    gone = desk.sato.kumiai("verify", "--site", "primary")
    assert gone.returncode == 0, gone.stdout + gone.stderr


def test_one_municipality_runs_elsewhere_once_two_persons_have_declared_it(desk: Desk) -> None:
    words = ("failover", "declare", MEMBER, "--site", "primary", *EXECUTE)
    told = desk.sato.kumiai(*words)
    assert told.returncode == 0, told.stdout + told.stderr
    move = told.stdout.partition("declared as ")[2].partition(";")[0]
    assert desk.suzuki.kumiai("failover", "confirm", move, "--execute").returncode == 0
    assert "is done" in desk.runs("member-failover", "--member", MEMBER)
    assert servers_at(desk.sato, "remote") == [(SERVER, "ACTIVE")]

"""Whoever is called for a host follows what the alert names, slips and kills and all, on the lab.

In the order in which they stand: each finds the hosts as the one before left them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from lab.processes import living
from tests.lib.consortium import Consortium
from tests.lib.desk import Desk
from tests.lib.effort import ALL
from tests.lib.moved import SERVER
from tests.lib.waiting import until

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="procedures run in memory (tests/unit/runbooks): `make test-all`"
    ),
]

DOWN_SECONDS = 180
WHY = ("--execute", "--reason", "the alert")
WAITS = "waits for a person"


@pytest.fixture(scope="module")
def desk(small: Consortium, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(small, tmp_path_factory.mktemp("suzuki"), tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def host(desk: Desk) -> str:
    return host_of(desk)


def host_of(desk: Desk) -> str:
    servers = desk.sato.lab.cloud("primary").compute.servers(all_projects=True)
    return str(next(one.compute_host for one in servers if one.name == SERVER))


def at(host: str) -> tuple[str, ...]:
    return ("--site", "primary", "--host", host)


def typed(desk: Desk, *words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    return desk.sato.kumiai("--lang", language, "runbook", *words)


def test_a_dead_host_is_told_in_both_languages_until_it_is_back_and_the_run_is_killed(
    desk: Desk, host: str
) -> None:
    lab = desk.sato.lab
    [compute] = [
        one for one in living(lab.definition.root, "primary") if one.name == f"nova-compute-{host}"
    ]
    os.kill(compute.pid, signal.SIGKILL)
    try:
        until(lambda: is_down(desk, host), "Nova's knowing of it", DOWN_SECONDS)
        assert WAITS in typed(desk, "run", "compute-host-down", *at(host), *WHY).stdout
        run = desk.newest("compute-host-down")
        told = typed(desk, "resume", run, "--answer", "found=the service alone", "--execute")
        assert told.returncode == 12
        assert f"{host} takes no servers" in told.stderr
        assert f"{host} takes no servers" in typed(desk, "show", run).stdout
        for words in (("show", run), ("log", run)):
            japanese = typed(desk, *words, language="ja").stdout
            assert f"{host} はサーバを受け入れられません。" in japanese
        again = typed(desk, "run", "compute-host-down", *at(host), *WHY)
        assert (again.returncode, run in again.stderr) == (11, True)
        killed = desk.sato.begin("runbook", "resume", run, "--execute")
        time.sleep(1)
        os.kill(killed.pid, signal.SIGKILL)
        killed.communicate()
    finally:
        started = lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stderr
    until(lambda: not is_down(desk, host), "Nova's hearing of it again", DOWN_SECONDS)
    done = typed(desk, "resume", run, "--execute")
    assert done.returncode == 0, done.stderr
    assert "is done" in done.stdout
    lines = desk.lines("compute-host-down")
    assert lines.count(("answered", "tell_apart")) == lines.count(("answered", "mend")) == 1


def test_no_part_is_replaced_before_kumiai_sees_that_the_host_is_empty(
    desk: Desk, host: str
) -> None:
    began = typed(desk, "run", "hardware-failing", *at(host), "--answer", "part=memory", *WHY)
    assert began.returncode == 12, began.stdout
    assert f"on {host} are still " in began.stderr
    assert SERVER in began.stderr
    run = desk.newest("hardware-failing")
    too_soon = typed(desk, "resume", run, "--answer", "well=yes", "--execute")
    assert too_soon.returncode == 12
    # Somebody else's, on the same host, while the first one waits for it.
    maintained = desk.begins("host-maintenance", *at(host))
    assert "waits for an approval" in maintained.stdout, maintained.stdout + maintained.stderr
    desk.approves(desk.newest("host-maintenance"))
    emptied = typed(desk, "resume", desk.newest("host-maintenance"), "--execute")
    assert WAITS in emptied.stdout, emptied.stdout + emptied.stderr
    assert host_of(desk) != host
    done = typed(desk, "resume", run, "--answer", "well=yes", "--execute")
    assert done.returncode == 0, done.stderr
    assert "is done" in desk.resumes("host-maintenance", desk.resume("host-maintenance"))


def is_down(desk: Desk, host: str) -> bool:
    services = desk.sato.lab.cloud("primary").compute.services(binary="nova-compute")
    return any(one.host == host and one.state == "down" for one in services)

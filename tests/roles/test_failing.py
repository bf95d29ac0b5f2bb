"""A server that fails is told in one sentence and keeps no other from going on; runs are killed.

After test_configured.py, on the servers that it left; only where everything is tried.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from core.errors import Exit
from core.home import Home
from core.journal import entries
from infra.engine.processes import of_run
from lab.guests.hosts import stop_hosts
from tests.lib.effort import ALL
from tests.lib.guests import Guests
from tests.lib.waiting import until

STOPPED, FULL, BROKEN, WELL = (
    *("aya-core-app-1", "aya-core-db-1"),
    *("kadogawa-core-app-1", "kadogawa-core-db-1"),
)
pytestmark = pytest.mark.skipif(not ALL, reason="the sample has one municipality")

FILL = "for i in 1 2 3 4 5 6; do dd if=/dev/zero of=/srv/full$i bs=4k 2>/dev/null; sync; done"
"""To the last block: what ext4 had kept to write the first file with is free once it is written."""
IS_FULL = (
    "its disk is full; make room on it, then run it again",
    "nothing can be written on its disk, which is full or read-only; see `df` and `mount` on it, "
    "then run it again",
)
"""The first where a service has let go of a block meanwhile."""

BY_HAND = "/etc/sysctl.d/50-kumiai.conf"


@pytest.fixture(scope="module")
def said(guests: Guests) -> subprocess.CompletedProcess[str]:
    """One run while three of four servers are not well."""
    stop_hosts(guests.home, {STOPPED})
    guests.on(FULL, "sh", "-c", f"'{FILL}'")
    guests.on(BROKEN, "dpkg", "--remove", "--force-depends", "logrotate")
    guests.on(BROKEN, "sh", "-c", "'echo half >/var/lib/dpkg/updates/0001'")
    guests.on(WELL, "rm", BY_HAND)
    return guests.kumiai("configure", "--execute", "--reason", "three are not well")


def test_each_is_told_in_one_sentence(said: subprocess.CompletedProcess[str]) -> None:
    assert said.returncode == 13
    told = said.stdout + said.stderr
    assert (
        f"{STOPPED}: it does not answer by SSH; see whether it runs and whether its network does\n"
    ) in told
    assert any(f"{FULL}: {why}\n" in told for why in IS_FULL)
    assert (
        f"{BROKEN}: its packages are half installed; run `dpkg --configure -a` on it, then run it "
        "again\n"
    ) in told
    assert f"{WELL}: " not in told


def test_the_one_that_is_well_went_on(
    guests: Guests, said: subprocess.CompletedProcess[str]
) -> None:
    assert said.returncode == 13
    assert "net.ipv4.tcp_syncookies = 1" in guests.on(WELL, "cat", BY_HAND)


def test_what_was_mended_is_configured_by_the_same_command(
    guests: Guests, said: subprocess.CompletedProcess[str]
) -> None:
    assert said.returncode == 13
    guests.on(FULL, "sh", "-c", "'rm /srv/full*'")
    guests.on(BROKEN, "rm", "/var/lib/dpkg/updates/0001")
    started = guests.kumiai("lab", "hosts", "aya")
    assert started.returncode == 0, started.stderr
    done = guests.kumiai("configure", "--execute", "--reason", "all are mended")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_run_that_was_killed_leaves_nothing_and_is_done_by_the_next(guests: Guests) -> None:
    run = _killed(guests)
    done = guests.kumiai("configure", "kadogawa", "--execute", "--reason", "again")
    assert done.returncode == 0, done.stdout + done.stderr
    assert of_run(run) == []
    assert list(Path("/dev/shm").glob(f"kumiai-{run[:8]}-*")) == []
    told = [one["outcome"].partition(" (")[0] for one in entries(guests.home.journal)]
    assert told[-4:] == ["begun", "failed: killed", "begun", "done"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_ends_with_all_it_started_and_the_next_goes_on(
    guests: Guests, number: signal.Signals
) -> None:
    run, said, code = _ended_by(guests, number)
    assert code == Exit.INTERRUPTED
    stopping, failed, last = said.splitlines()[-3:]
    assert stopping == "stopping: what is at work keeps what it has done, and ends …"
    assert failed.startswith("servers of kadogawa.primary: failed")
    assert last == "interrupted; run it again, and it goes on from there"
    assert of_run(run) == []
    assert list(Path("/dev/shm").glob(f"kumiai-{run[:8]}-*")) == []
    assert [file.name for file in guests.home.locks.glob("*.lock") if file.stat().st_size] == []
    told = [one["outcome"] for one in entries(guests.home.journal)]
    assert told[-2:] == ["begun", "failed: interrupted"]
    for host in (BROKEN, WELL):
        assert guests.on(host, "find", "/etc", "/usr/local", "-name", "'.ansible_tmp*'") == ""
    done = guests.kumiai("configure", "kadogawa", "--execute", "--reason", "it goes on")
    assert done.returncode == 0, done.stdout + done.stderr
    assert guests.kumiai("configure", "kadogawa", "--check").returncode == 0


def _killed(guests: Guests) -> str:
    """The id of a run that was killed once Ansible was at work."""
    return _ended_by(guests, signal.SIGKILL)[0]


def _ended_by(guests: Guests, number: signal.Signals) -> tuple[str, str, int]:
    """The id of a run that got this signal once Ansible was at work; its words and exit code."""
    command = guests.command("configure", "kadogawa", "--execute", "--reason", "it is ended")
    begun = subprocess.Popen(
        ["env", "--default-signal", *command],  # a shell's own background jobs do not hear Ctrl-C
        env=guests.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    run = _run_at_work(guests.home)
    os.kill(begun.pid, number)
    said, _ = begun.communicate(timeout=60)
    return run, said, begun.returncode


def _run_at_work(home: Home) -> str:
    """The one whose log is written while its processes live."""

    def at_work() -> set[str]:
        files = (home.logs / "configure").glob("*-kadogawa.primary.log")
        runs = {file.name.partition("-")[0] for file in files if file.stat().st_size}
        return {run for run in runs if of_run(run)}

    until(lambda: bool(at_work()), "Ansible is at work", 120)
    return at_work().pop()

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.processes import LabProcess, end, end_leftovers, kill, living, marks, running

FOR_A_WHILE = ["sleep", "60"]


LEAVES_A_DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    print("ready", flush=True)
time.sleep(60)
"""
"""As `epmd -daemon` does it: a session of its own, and a second fork that leads none."""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """One process of each site, one of no site, and one of another lab."""
    labels = {
        "of primary": marks(tmp_path, "primary", "mariadb"),
        "of remote": marks(tmp_path, "remote", "mariadb"),
        "of no site": marks(tmp_path, "-", "setup"),
        "of another lab": marks(tmp_path / "other", "primary", "mariadb"),
    }
    processes = {
        label: subprocess.Popen(FOR_A_WHILE, env={**os.environ, **own})
        for label, own in labels.items()
    }
    yield processes
    for process in processes.values():
        process.kill()
        process.wait()


def test_processes_are_found_by_their_marks(
    tmp_path: Path, started: dict[str, subprocess.Popen[bytes]]
) -> None:
    assert living(tmp_path) == [
        LabProcess("-", "setup", started["of no site"].pid),
        LabProcess("primary", "mariadb", started["of primary"].pid),
        LabProcess("remote", "mariadb", started["of remote"].pid),
    ]


def test_killing_a_site_touches_neither_the_other_nor_another_lab(
    tmp_path: Path, started: dict[str, subprocess.Popen[bytes]]
) -> None:
    assert kill(tmp_path, lambda process: process.site == "primary") == 1
    assert started["of primary"].wait(5) == -9
    alive = {label for label, process in started.items() if process.poll() is None}
    assert alive == {"of remote", "of no site", "of another lab"}


def test_a_process_that_does_not_listen_is_killed_after_the_patience(tmp_path: Path) -> None:
    deaf = subprocess.Popen(
        ["bash", "-c", "trap '' TERM; echo ready; while :; do sleep 60; done"],
        env={**os.environ, **marks(tmp_path, "primary", "deaf")},
        stdout=subprocess.PIPE,
    )
    assert deaf.stdout is not None
    deaf.stdout.readline()
    end(tmp_path, lambda process: True, patience_seconds=0.1)
    assert deaf.wait(5) == -9
    assert living(tmp_path) == []


def test_children_of_a_process_die_with_it(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        ["bash", "-c", "sleep 60 & echo ready; wait"],
        env={**os.environ, **marks(tmp_path, "primary", "rabbitmq")},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    assert kill(tmp_path, lambda process: process.site == "primary") == 2
    assert parent.wait(5) == -9


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program as the lab starts it, which has started a daemon; both are ended afterwards."""
    program = subprocess.Popen(
        [sys.executable, "-c", LEAVES_A_DAEMON],
        env={**os.environ, **marks(tmp_path, "primary", "rabbitmq")},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stdout is not None
    program.stdout.readline()
    yield program
    kill(tmp_path, lambda process: True)
    program.wait()


def test_a_program_runs_only_while_what_was_started_is_there(
    tmp_path: Path, broker: subprocess.Popen[bytes]
) -> None:
    assert running(tmp_path, "primary") == {"rabbitmq"}
    broker.kill()
    broker.wait()
    assert [process.name for process in living(tmp_path)] == ["rabbitmq"]
    assert running(tmp_path, "primary") == set()


def test_what_a_program_left_is_ended_before_it_starts_again(
    tmp_path: Path, broker: subprocess.Popen[bytes]
) -> None:
    broker.kill()
    broker.wait()
    end_leftovers(tmp_path, "remote")
    assert [process.name for process in living(tmp_path)] == ["rabbitmq"]
    end_leftovers(tmp_path, "primary")
    assert living(tmp_path) == []


def test_what_a_running_program_started_is_let_be(
    tmp_path: Path, broker: subprocess.Popen[bytes]
) -> None:
    before = living(tmp_path)
    assert len(before) == 2
    end_leftovers(tmp_path, "primary")
    assert living(tmp_path) == before

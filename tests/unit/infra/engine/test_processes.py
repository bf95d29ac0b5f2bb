"""The processes of a run, on real ones: found by their mark and ended, whatever they start."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import pytest

from infra.engine.processes import RUN, kill, of_run

THIS = uuid.uuid4().hex

GOES_ON_STARTING = """
import signal, subprocess, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
print("ready", flush=True)
while True:
    subprocess.Popen(["sleep", "60"])
    time.sleep(0.01)
"""
EXCHANGES_ITS_PROGRAM = """
import os, sys, time
print("ready", flush=True)
if time.time() < float(sys.argv[1]):
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
time.sleep(60)
"""
"""Until then it is nearly always between two programs, as a shell that is just starting one."""


@pytest.fixture
def started(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    program, *arguments = request.param
    environment = {**os.environ, RUN: THIS}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], env=environment, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.stdout.close()
    process.kill()
    process.wait()
    for left in of_run(THIS):
        left.kill()


@pytest.mark.parametrize("started", [[GOES_ON_STARTING]], indirect=True, ids=["starts others"])
@pytest.mark.usefixtures("started")
def test_what_starts_others_while_it_is_ended_leaves_none() -> None:
    assert kill(lambda: of_run(THIS)) > 1
    assert of_run(THIS) == []


@pytest.mark.parametrize(
    "started", [[EXCHANGES_ITS_PROGRAM, "1e12"]], indirect=True, ids=["exchanges"]
)
def test_one_that_is_between_two_programs_is_found(started: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert [process.pid for process in of_run(THIS)] == [started.pid]

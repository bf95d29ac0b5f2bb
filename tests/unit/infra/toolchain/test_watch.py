"""A build that works is left alone, however long it takes; one that stands still is ended."""

from __future__ import annotations

import subprocess
import sys

from infra.toolchain.watch import Watch, worked_seconds

WORKS = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}])"
BUSY = "import time\nwhile time.process_time() < 0.7: pass"
IDLE = "import time; time.sleep(600)"


def started(code: str) -> subprocess.Popen[str]:
    """Through a program between, as Go starts its compilers."""
    return subprocess.Popen([sys.executable, "-c", WORKS.format(code)], text=True)


def test_what_its_own_programs_work_counts_while_they_run_and_once_they_ended() -> None:
    looks: list[float] = []
    with started(BUSY) as program:
        watch = Watch(
            program, lambda _: looks.append(worked_seconds(program.pid)), 60, every_seconds=0.1
        )
        with watch:
            assert program.wait() == 0
    assert not watch.ended_it
    assert max(looks) > 0.4


def test_what_neither_writes_nor_works_is_ended() -> None:
    with (
        subprocess.Popen([sys.executable, "-c", IDLE], text=True) as program,
        Watch(program, lambda _: None, still_seconds=0.5, every_seconds=0.1) as watch,
    ):
        assert program.wait() != 0
    assert watch.ended_it

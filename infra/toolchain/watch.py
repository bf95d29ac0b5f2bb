"""Whether another program moves while it writes nothing, and its end where it does not. Adapter.

A build may take long on a busy machine, so that no fixed limit tells a slow one from one that
hangs: what uses a processor, or writes a line, moves.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

LOOK_EVERY_SECONDS = 5.0
STILL_SECONDS = 1800.0
"""So long it may neither write nor work before it is ended."""

WORK_SECONDS = 0.5
"""Of a processor, together: less than this is what a program uses that only waits."""

TICKS_PER_SECOND = 100
"""USER_HZ, which is the same on every architecture that Python is run on."""


class Watch:
    """Looks at a program, and whatever it has started, until told to leave off."""

    def __init__(
        self,
        program: subprocess.Popen[str],
        looked: Callable[[float], None],
        still_seconds: float = STILL_SECONDS,
        every_seconds: float = LOOK_EVERY_SECONDS,
    ) -> None:
        """`looked` is told the time at each look."""
        self.ended_it = False
        """Whether it stood still for too long, and was ended."""
        self._program = program
        self._looked = looked
        self._still_seconds = still_seconds
        self._every_seconds = every_seconds
        self._moved = time.monotonic()
        self._worked = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def moved(self) -> None:
        """It has written something."""
        self._moved = time.monotonic()

    def _look(self) -> None:
        while not self._over.wait(self._every_seconds):
            now = time.monotonic()
            worked = worked_seconds(self._program.pid)
            if worked - self._worked >= WORK_SECONDS:
                self._worked, self._moved = worked, now
            if now - self._moved >= self._still_seconds:
                self.ended_it = True
                self._program.kill()
                return
            self._looked(now)


def worked_seconds(pid: int) -> float:
    """Of processors, by a process and all that it has started and that is there or has ended."""
    ticks: dict[int, int] = {}
    started: dict[int, list[int]] = defaultdict(list)
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name, in parentheses, may hold anything. Source: proc_pid_stat(5).
            fields = file.read_text(errors="replace").rpartition(") ")[2].split()
        except OSError:
            continue  # it has just ended
        ticks[int(file.parent.name)] = sum(map(int, fields[11:15]))
        started[int(fields[1])].append(int(file.parent.name))
    found, there = 0, [pid]
    while there:
        one = there.pop()
        found += ticks.get(one, 0)
        there += started.get(one, ())
    return found / TICKS_PER_SECOND

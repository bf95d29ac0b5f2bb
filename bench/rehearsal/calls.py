"""Calls that run in parallel along their dependencies. Adapter: threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

CALLS_AT_ONCE = 16
"""Per site. More do not help: the services' workers are the limit."""

LOOK_SECONDS = 0.2
WAIT_SECONDS = 120


@dataclass
class Calls:
    """Calls that run as soon as the calls they depend on have answered, and how many there were."""

    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(64))
    slots: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(CALLS_AT_ONCE))
    asked: list[Future[Any]] = field(default_factory=list)
    waits: list[Future[Any]] = field(default_factory=list)

    def after(self, act: Callable[..., Any], *needs: Future[Any]) -> Future[Any]:
        """`act` with the results of `needs`. What is needed was asked for earlier, so no thread
        waits for one that has no thread."""

        def run() -> Any:
            values = [need.result() for need in needs]
            with self.slots:
                return act(*values)

        self.asked.append(self.pool.submit(run))
        return self.asked[-1]

    def once(
        self, look: Callable[[Any], Any], right: Callable[[Any], bool], made: Future[Any]
    ) -> Future[Any]:
        """What `look` finds once it is `right`; holds no slot between two looks."""

        def run() -> Any:
            value = made.result()
            end = time.monotonic() + WAIT_SECONDS
            while time.monotonic() < end:
                with self.slots:
                    seen = look(value)
                if right(seen):
                    return seen
                if getattr(seen, "status", "").lower() == "error":
                    raise RuntimeError(f"{seen.name} failed")
                time.sleep(LOOK_SECONDS)
            raise TimeoutError(f"{seen.name} is {seen.status} after {WAIT_SECONDS} s")

        self.waits.append(self.pool.submit(run))
        return self.waits[-1]

    def finish(self) -> int:
        """How many there were, looks while waiting aside. Raises: what any of them raised."""
        for future in (*self.asked, *self.waits):
            future.result()
        return len(self.asked)

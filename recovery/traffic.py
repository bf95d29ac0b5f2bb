"""How much of a site copies may take: people work there meanwhile. Adapter: the clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from tenants.site import CopyLimits

MIB = 2**20

One = TypeVar("One")
Found = TypeVar("Found")


class Traffic:
    """Shared by all who read a site's objects, or write them there, in this process."""

    def __init__(
        self,
        limits: CopyLimits,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        rate = limits.mib_per_second
        self._seconds_per_byte = 0.0 if rate is None else 1 / (rate * MIB)
        self._at_once = limits.requests_at_once
        self._clock, self._sleep = clock, sleep
        self._free_at = clock()
        self._lock = threading.Lock()

    def each(self, act: Callable[[One], Found], rows: Iterable[One]) -> list[Found]:
        """So many of them beside each other as the site allows; in their order."""
        with ThreadPoolExecutor(self._at_once) as workers:
            return list(workers.map(act, rows))

    def wait_for(self, size: int) -> None:
        """Return once so many bytes more may go; who comes later waits longer."""
        with self._lock:
            begin = max(self._free_at, self._clock())
            self._free_at = begin + size * self._seconds_per_byte
        pause = begin - self._clock()
        if pause > 0:
            self._sleep(pause)


@cache
def traffic_at(site: str, limits: CopyLimits) -> Traffic:
    """The one of a site: whatever this process does there shares it."""
    return Traffic(limits)

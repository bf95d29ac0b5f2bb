"""Says what is going on and how long it took, to whoever listens. Adapter: asks the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.message import Message, say

Progress = Callable[[Message], None]
"""Called with one sentence per step begun and per step done."""


def silent(message: Message) -> None:
    """For callers that do not want to hear."""


@contextmanager
def timed(progress: Progress, what: Message) -> Iterator[None]:
    """Tell that `what` begins and, unless it fails, after how many seconds it is done."""
    started = time.monotonic()
    progress(say("{what} …", what=what))
    yield
    progress(say("{what}: done in {seconds:.1f} s", what=what, seconds=time.monotonic() - started))

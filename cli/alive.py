"""Shows that something is still at work while nothing else is said. Adapter to the terminal.

On a terminal that is a line which moves. In a pipe or a log it is a line on standard error after
two seconds and every ten from then on, so that nobody has to guess whether to wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.text import Text

from cli.session import Session
from core.message import Message, say

FIRST = 2.0
EVERY = 10.0
"""Seconds."""


@contextmanager
def alive(
    session: Session,
    doing: Callable[[], Message],
    first: float = FIRST,
    every: float = EVERY,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """`doing` says what is being done, as it is when it is asked."""
    if session.out.is_terminal:
        with session.out.status(Text(doing().text(session.translate))):
            yield
        return
    ended = threading.Event()
    telling = threading.Thread(target=_tell, args=(session, doing, ended, first, every, clock))
    telling.start()
    try:
        yield
    finally:
        ended.set()
        telling.join()


def _tell(
    session: Session,
    doing: Callable[[], Message],
    ended: threading.Event,
    first: float,
    every: float,
    clock: Callable[[], float],
) -> None:
    began = clock()
    wait = first
    while not ended.wait(wait):
        seconds = clock() - began
        session.complain(say("{doing} … {seconds:.0f} s", doing=doing(), seconds=seconds))
        wait = every

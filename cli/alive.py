"""Shows that something is still at work while nothing else is said. Adapter to the terminal.

On a terminal that is a line which moves. In a pipe or a log it is a line on standard error after
two seconds and every ten from then on, so that nobody has to guess whether to wait. Until a
command has said its first word, or shows by itself what it does, the door shows that it lives.
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
    session.spoken.set()
    if session.out.is_terminal:
        with session.out.status(Text(doing().text(session.translate))):
            yield
        return
    with _told(session, doing, threading.Event(), first, every, clock):
        yield


@contextmanager
def until_first_word(
    session: Session,
    first: float = FIRST,
    every: float = EVERY,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """While files are read and code is loaded, which takes long on a slow machine."""
    doing = say("at work")
    with _told(session, lambda: doing, session.spoken, first, every, clock):
        yield


@contextmanager
def _told(
    session: Session,
    doing: Callable[[], Message],
    ended: threading.Event,
    first: float,
    every: float,
    clock: Callable[[], float],
) -> Iterator[None]:
    # A daemon: a command that becomes another program, or ends at once, waits for nobody.
    telling = threading.Thread(
        target=_tell, args=(session, doing, ended, first, every, clock), daemon=True
    )
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
        line = say("{doing} … {seconds:.0f} s", doing=doing(), seconds=seconds)
        session.err.beside(line.text(session.translate))
        wait = every

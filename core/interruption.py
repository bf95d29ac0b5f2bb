"""Ctrl-C that waits for a moment in which it can be answered in good order. Adapter: signals."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What a command hears as Ctrl-C, where it hears it at all."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever is interrupted meanwhile is interrupted once this ends.

    A thread that was started and is in no list yet would be forgotten otherwise: neither told to
    stop, nor waited for.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python handles signals in the main thread alone
        return
    heard: list[tuple[int, FrameType | None]] = []
    handlers = {
        number: handler for number in INTERRUPTING if callable(handler := signal.getsignal(number))
    }
    for number in handlers:
        signal.signal(number, lambda *told: heard.append(told))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for told, frame in heard[:1]:
            handlers[signal.Signals(told)](told, frame)

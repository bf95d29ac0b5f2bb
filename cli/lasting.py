"""How commands end that are told to, and those that go on until they are. Adapter: signals."""

from __future__ import annotations

import logging
import signal
import threading

from core.errors import UserError
from core.message import say

LAST_PORT = 65535


def place_of(text: str, example: str) -> tuple[str, int]:
    """Where a program listens: the address and the port. Raises: UserError where it is no place."""
    address, _, port = text.rpartition(":")
    if not (address and port.isdecimal() and int(port) <= LAST_PORT):
        raise UserError(
            say("{text} is no place to listen; write it as {example}", text=text, example=example)
        )
    return address, int(port)


def interrupted_when_ended() -> None:
    """Whoever ends a command, or closes its terminal, interrupts it as Ctrl-C does.

    Else what it began in other processes would go on without it, and its journal stay open.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # not under nohup
            signal.signal(number, signal.default_int_handler)


def stopped() -> threading.Event:
    """Set once SIGTERM or Ctrl-C comes; until then systemd keeps a line of what goes wrong."""
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", force=True)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop

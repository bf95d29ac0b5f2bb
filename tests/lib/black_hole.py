"""An address that swallows what is sent to it, as a site does that lies under water: no refusal.

Without root: whoever listens and accepts nobody, with a queue that is full, drops every request
for a connection (Linux, tcp(7): tcp_abort_on_overflow).
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

FILLING = 8
"""Connections that fill a queue of one."""


@contextmanager
def black_hole(address: str, ports: Iterable[int]) -> Iterator[None]:
    """Nothing that connects to these ports of the address is answered, for as long as it lasts."""
    with ExitStack() as held:
        for port in ports:
            listener = held.enter_context(socket.socket())
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, port))
            listener.listen(0)
            for _ in range(FILLING):
                waiting = held.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex((address, port))
        yield

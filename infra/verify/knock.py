"""Sends packets and says which arrived. Adapter: sockets; runs at a vantage point by itself.

Any Python from 3.7 on; nothing of kumiai is there. It reads source address, target address,
protocol and port of each, as a list of lists in JSON, and prints a list of true (it arrived), false
(it did not) and null (this host has no such source address).
"""

from __future__ import annotations

import errno
import json
import selectors
import socket
import sys
import time
from collections.abc import Iterable

PATIENCE_SECONDS = 2.0
AGAIN_SECONDS = 0.7
AT_ONCE = 200


def knock(asked: list[tuple[str, str, str, int]]) -> list[bool | None]:
    """In the order of what is asked: whether it arrived, where a refusal is an arrival as well."""
    arrived: list[bool | None] = [False] * len(asked)
    for begin in range(0, len(asked), AT_ONCE):
        _knock_at_once(asked, range(begin, min(begin + AT_ONCE, len(asked))), arrived)
    return arrived


def _knock_at_once(
    asked: list[tuple[str, str, str, int]], numbers: range, arrived: list[bool | None]
) -> None:
    senders: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as waiting:
        for number in numbers:
            protocol = asked[number][2]
            arrived[number], sender = _sent(*asked[number])
            if sender is not None:
                senders[number] = sender
                event = selectors.EVENT_WRITE if protocol == "tcp" else selectors.EVENT_READ
                waiting.register(sender, event, number)
        now = time.monotonic()
        again, last = now + AGAIN_SECONDS, now + PATIENCE_SECONDS
        while senders and now < last:
            for key, _ in waiting.select(min(AGAIN_SECONDS / 4, last - now)):
                sender = senders.pop(key.data)
                arrived[key.data] = _has_answered(sender)
                waiting.unregister(sender)
                sender.close()
            now = time.monotonic()
            if now >= again:
                again = last
                _send_again(senders.values())
    for sender in senders.values():
        sender.close()


def _sent(
    source: str, target: str, protocol: str, port: int
) -> tuple[bool | None, socket.socket | None]:
    """Whether it arrived, where that is known at once; else the socket at which an answer comes."""
    kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
    sender = socket.socket(socket.AF_INET, kind)
    sender.setblocking(False)
    try:
        sender.bind((source, 0))
    except OSError:
        sender.close()
        return None, None
    error = sender.connect_ex((target, port))
    if error not in (0, errno.EINPROGRESS):
        sender.close()
        return error == errno.ECONNREFUSED, None
    if kind == socket.SOCK_DGRAM:
        _send_again([sender])
    return False, sender


def _send_again(senders: Iterable[socket.socket]) -> None:
    """Only UDP: TCP does so by itself. What was refused meanwhile is read as an answer."""
    for sender in senders:
        if sender.type == socket.SOCK_DGRAM:
            try:
                sender.send(b"\n")
            except OSError:
                continue


def _has_answered(sender: socket.socket) -> bool:
    """By whoever was sent to: it accepted, or it refused."""
    try:
        if sender.type == socket.SOCK_DGRAM:
            sender.recv(1)
        error = sender.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    except OSError as refused:
        error = refused.errno or 0
    return error in (0, errno.ECONNREFUSED)


if __name__ == "__main__":
    print(json.dumps(knock(json.load(sys.stdin))))

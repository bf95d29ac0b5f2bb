"""RELP, by which rsyslog hands over a line and keeps it until it is told that it is kept. Pure.

Source: The RELP protocol, version 0/1, as librelp 1.11 speaks it (github.com/rsyslog/librelp,
doc/relp.html): `TXNR SP COMMAND SP DATALEN [SP DATA] LF`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_HEAD = 9 + 1 + 32 + 1 + 9 + 1
LONGEST_DATA = 128 * 1024

OFFER = b"200 OK\nrelp_version=0\nrelp_software=kumiai\ncommands=syslog"


@dataclass(frozen=True, slots=True)
class Frame:
    """One command, with the number that its answer bears."""

    number: int
    command: str
    data: bytes


class Frames:
    """What a connection has said so far; a frame is given once it is whole."""

    def __init__(self) -> None:
        self._rest = b""

    def hear(self, content: bytes) -> Iterator[Frame]:
        """Raises: ValueError where it is not RELP."""
        self._rest += content
        while True:
            found = _first(self._rest)
            if found is None:
                return
            frame, length = found
            self._rest = self._rest[length:]
            yield frame


def _first(content: bytes) -> tuple[Frame, int] | None:
    """The first frame and its length in bytes; None where it is not whole yet."""
    words = content[:LONGEST_HEAD].split(b" ", 2)
    if len(words) < 3:
        if len(content) >= LONGEST_HEAD:
            raise ValueError("no frame of RELP")
        return None
    digits = len(words[2]) - len(words[2].lstrip(b"0123456789"))
    if digits == len(words[2]) and len(content) < LONGEST_HEAD:
        return None
    size = int(words[2][:digits])
    if size > LONGEST_DATA:
        raise ValueError("a frame is too long")
    begins = len(words[0]) + 1 + len(words[1]) + 1 + digits
    begins += 1 if size else 0
    if len(content) < begins + size + 1:
        return None
    if content[begins + size : begins + size + 1] != b"\n":
        raise ValueError("a frame has no end")
    data = content[begins : begins + size]
    return Frame(int(words[0]), words[1].decode("ascii"), data), begins + size + 1


def answer(frame: Frame) -> bytes:
    """What is said once the frame was taken care of."""
    if frame.command == "open":
        return _said(frame.number, OFFER)
    if frame.command == "close":
        return _said(frame.number, b"") + b"0 serverclose 0\n"
    if frame.command == "syslog":
        return _said(frame.number, b"200 OK")
    return _said(frame.number, b"500 unknown command")


def _said(number: int, data: bytes) -> bytes:
    return b"%d rsp %d%s%s\n" % (number, len(data), b" " if data else b"", data)

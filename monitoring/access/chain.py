"""Records that seal each other: a line that was changed, or taken out, shows. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

FIRST = "0" * 64
"""What stands for the line before the first."""


@dataclass(frozen=True, slots=True)
class Record:
    """A line as it came: when, from which address, in which words."""

    at: datetime
    address: str
    words: str


def sealed(record: Record, before: str) -> bytes:
    """The record as a line of the store; `before` is the seal of the line before it."""
    data = {
        "before": before,
        "at": record.at.isoformat(),
        "from": record.address,
        "line": record.words,
    }
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def seal_of(line: bytes) -> str:
    """What the next line holds of this one."""
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def records(lines: Iterable[bytes]) -> Iterator[Record]:
    """Whatever is none is left out: `first_break` tells of it."""
    for line in lines:
        try:
            data = json.loads(line)
            at = datetime.fromisoformat(data["at"])
            yield Record(at, str(data["from"]), str(data["line"]))
        except (ValueError, KeyError, TypeError):
            continue


def first_break(lines: Iterable[bytes]) -> int | None:
    """The first line, from 1, that does not hold the seal of the one before it."""
    before = FIRST
    for number, line in enumerate(lines, start=1):
        try:
            fits = json.loads(line)["before"] == before
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            return number
        before = seal_of(line)
    return None

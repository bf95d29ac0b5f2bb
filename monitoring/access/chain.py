"""Records of a site's store as lines that seal each other, as a journal's do. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


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


def records(lines: Iterable[bytes]) -> Iterator[Record]:
    """Whatever is none is left out: `core.journal.first_break` tells of it."""
    for line in lines:
        try:
            data = json.loads(line)
            at = datetime.fromisoformat(data["at"])
            yield Record(at, str(data["from"]), str(data["line"]))
        except (ValueError, KeyError, TypeError):
            continue

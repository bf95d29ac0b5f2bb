"""What was done, by whom, when and why: append-only, each line sealing the one before. Adapter.

A line holds the hash of the line before it, so that a change to any past line shows. The time is
handed in.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import PRIVATE_FILE, reason_of
from core.message import say

FIRST = "0" * 64
"""What stands for the line before the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `subject` is the stack or object, `outcome` how it ended."""

    at: datetime
    who: str
    act: str
    subject: str
    reason: str
    outcome: str

    def as_json(self) -> dict[str, str]:
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "act": self.act,
            "subject": self.subject,
            "reason": self.reason,
            "outcome": self.outcome,
        }


def append(file: Path, entry: Entry) -> None:
    """Add `entry` as the last line, on disk before this returns.

    A last line that a crash tore is set aside first, never silently joined to the new one.

    Raises: OtherSystemFailed where the journal cannot be written; nothing is done unrecorded.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        with os.fdopen(descriptor, "r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            lines = stream.read().split(b"\n")
            torn = lines.pop()
            if torn:
                _set_aside(file, torn)
                stream.seek(-len(torn), os.SEEK_END)
                stream.truncate()
            before = _hash(lines[-1]) if lines else FIRST
            stream.seek(0, os.SEEK_END)
            stream.write(_line(before, entry.as_json()))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "the journal {file} cannot be written: {reason}; nothing was done, "
                "make room or grant the right and run it again",
                file=file,
                reason=reason_of(error),
            )
        ) from error


def entries(file: Path) -> list[dict[str, str]]:
    """All whole lines, oldest first."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_bytes().split(b"\n")[:-1]]


def first_broken_line(file: Path) -> int | None:
    """The first line, from 1, whose seal does not fit the line before it; None if all fit."""
    before = FIRST
    lines = file.read_bytes().split(b"\n")[:-1] if file.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            sealed = json.loads(line)["before"]
        except (ValueError, KeyError, TypeError):
            return number
        if sealed != before:
            return number
        before = _hash(line)
    return None


def _line(before: str, entry: Mapping[str, str]) -> bytes:
    return json.dumps({"before": before, **entry}, ensure_ascii=False).encode() + b"\n"


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _set_aside(file: Path, torn: bytes) -> None:
    with file.with_suffix(".torn").open("ab") as aside:
        aside.write(torn + b"\n")

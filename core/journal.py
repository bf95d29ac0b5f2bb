"""What was done, by whom, when and why: append-only, each line sealing the one before. Adapter.

A line holds the hash of the line before it, so that a change to any past line shows. The time is
handed in.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from core.errors import OtherSystemFailed
from core.files import (
    PRIVATE_FILE,
    belongs_with_its_folder,
    is_the_machines,
    make_folder,
    reason_of,
)
from core.message import Message, say

FIRST = "0" * 64
"""What stands for the line before the first."""

HELD_SECONDS = 30.0
"""A line takes milliseconds; whoever holds the file for longer has been stopped, or hangs."""
LOOK_AGAIN_SECONDS = 0.02

KEPT_BYTES = 64 * 1024
"""Room for the ends of all that is under way at the same time, should the disk be full by then."""


class Line(Protocol):
    """What can be a line: an act of kumiai's, or what happened to a step of a procedure."""

    @property
    def act(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def outcome(self) -> str: ...

    def as_json(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `subject` is the stack or object, `outcome` how it ended.

    `run` is the id of the carrying out to which it belongs, where it belongs to one.
    """

    at: datetime
    who: str
    act: str
    subject: str
    reason: str
    outcome: str
    run: str = ""

    def as_json(self) -> Mapping[str, object]:
        found = {
            "at": self.at.isoformat(),
            "who": self.who,
            "act": self.act,
            "subject": self.subject,
            "reason": self.reason,
            "outcome": self.outcome,
        }
        return {**found, "run": self.run} if self.run else found


def append(file: Path, entry: Line, *, ends: bool = False, patience: float = HELD_SECONDS) -> None:
    """Add `entry` as the last line, on disk before this returns.

    A last line that a crash tore is set aside first, never silently joined to the new one. What
    `ends` something may take the room that was kept when it was begun.

    Raises: OtherSystemFailed where the journal cannot be written, or another process keeps it for
    more than `patience` seconds; nothing is begun unrecorded.
    """
    ended = entry if ends else None
    make_folder(file.parent)
    try:
        with _held(file, patience, ended) as stream:
            if not ends:
                _keep_room(file)
            try:
                _seal(file, stream, entry)
            except OSError as error:
                if not (ends and is_the_machines(error) and _room(file).exists()):
                    raise
                _room(file).unlink()
                _seal(file, stream, entry)
    except OSError as error:
        raise OtherSystemFailed(_refused(file, error, ended)) from error


def entries(file: Path) -> list[dict[str, Any]]:
    """All whole lines, oldest first.

    Raises: OtherSystemFailed where one of them is none that `append` wrote.
    """
    if not file.exists():
        return []
    lines = file.read_bytes().split(b"\n")[:-1]
    return [_read(file, number, line) for number, line in enumerate(lines, start=1)]


def _read(file: Path, number: int, line: bytes) -> dict[str, Any]:
    with contextlib.suppress(ValueError):
        found = json.loads(line)
        if isinstance(found, dict) and "before" in found:
            return found
    raise OtherSystemFailed(
        say(
            "{file}:{line}: is no line of a journal; bring the file back from its copy, or lay it "
            "aside (it stays evidence) and a new one is begun",
            file=file,
            line=number,
        )
    )


def first_broken_line(file: Path) -> int | None:
    """The first line, from 1, whose seal does not fit the line before it; None if all fit."""
    return first_break(file.read_bytes().split(b"\n")[:-1] if file.exists() else [])


def first_break(lines: Iterable[bytes], last: str | None = None) -> int | None:
    """The same of lines that are read as they are needed. `last` is the seal of the last one where
    it is kept elsewhere, so that lines which are missing at the end show as well."""
    before, number = FIRST, 0
    for number, line in enumerate(lines, start=1):
        try:
            sealed = json.loads(line)["before"]
        except (ValueError, KeyError, TypeError):
            return number
        if sealed != before:
            return number
        before = seal_of(line)
    return None if last in (None, before) else number + 1


def seal_of(line: bytes) -> str:
    """What the next line holds of this one."""
    return hashlib.sha256(line.rstrip(b"\n")).hexdigest()


@contextmanager
def _held(file: Path, patience: float, ended: Line | None) -> Iterator[BinaryIO]:
    """The file, open to read and write, and nobody else's meanwhile."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    with os.fdopen(descriptor, "r+b", buffering=0) as stream:
        belongs_with_its_folder(file)
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise OtherSystemFailed(_kept_by_another(file, patience, ended)) from None
                time.sleep(LOOK_AGAIN_SECONDS)
        yield stream


def _kept_by_another(file: Path, seconds: float, ended: Line | None) -> Message:
    if ended is None:
        return say(
            "another process has kept the journal {file} for {seconds} seconds; nothing was done, "
            "find it (`fuser {file}`), end it, and run it again",
            file=file,
            seconds=f"{seconds:g}",
        )
    return say(
        "another process has kept the journal {file} for {seconds} seconds; how {act} {subject} "
        "ended is not in it ({outcome}), find that process (`fuser {file}`) and end it",
        file=file,
        seconds=f"{seconds:g}",
        act=ended.act,
        subject=ended.subject,
        outcome=ended.outcome,
    )


def _refused(file: Path, error: OSError, ended: Line | None) -> Message:
    if ended is None:
        return say(
            "the journal {file} cannot be written: {reason}; nothing was done, "
            "make room or grant the right and run it again",
            file=file,
            reason=reason_of(error),
        )
    return say(
        "the journal {file} cannot be written: {reason}; how {act} {subject} ended is not in it "
        "({outcome}), make room or grant the right",
        file=file,
        reason=reason_of(error),
        act=ended.act,
        subject=ended.subject,
        outcome=ended.outcome,
    )


def _seal(file: Path, stream: BinaryIO, entry: Line) -> None:
    stream.seek(0)
    lines = stream.read().split(b"\n")
    torn = lines.pop()
    if torn:
        _set_aside(file, torn)
        stream.seek(-len(torn), os.SEEK_END)
        stream.truncate()
    before = seal_of(lines[-1]) if lines else FIRST
    add_whole(stream, _line(before, entry.as_json()))


def add_whole(stream: BinaryIO, content: bytes) -> None:
    """At the end, and on disk when this returns; or not at all. `stream` has no buffer.

    A disk that fills takes a part, and says why when it is given the rest.
    """
    end = stream.seek(0, os.SEEK_END)
    try:
        while content:
            content = content[stream.write(content) :]
        os.fsync(stream.fileno())
    except OSError:
        stream.truncate(end)
        raise


def _keep_room(file: Path) -> None:
    room = _room(file)
    if room.exists() and room.stat().st_size == KEPT_BYTES:
        return
    with room.open("wb") as stream:
        # Not zeros that a file system might leave out.
        stream.write(os.urandom(KEPT_BYTES))
        belongs_with_its_folder(room)
        stream.flush()
        os.fsync(stream.fileno())


def _room(file: Path) -> Path:
    return file.with_suffix(".room")


def _line(before: str, entry: Mapping[str, object]) -> bytes:
    text = json.dumps({"before": before, **entry}, ensure_ascii=False)
    return _readable(text).encode() + b"\n"


def _readable(text: str) -> str:
    """The JSON as somebody reads it in a terminal: what is not printable is JSON's own escape."""
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or unicodedata.category(one) == "Zs" else json.dumps(one)[1:-1]
        for one in text
    )


def _set_aside(file: Path, torn: bytes) -> None:
    torn_off = file.with_suffix(".torn")
    with torn_off.open("ab") as aside:
        aside.write(torn + b"\n")
        belongs_with_its_folder(torn_off)

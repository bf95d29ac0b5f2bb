"""One run at a time per name, which is a stack's mostly; a lock knows who holds it. Adapter.

The kernel lets go of the lock when its process dies, however it dies; what stays is the note of
who held it, from which the next run learns that there is something to clean up.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import belongs_with_its_folder, make_private_folder, not_written
from core.home import Home
from core.login import login_name
from core.message import Message, say


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, or held, a lock, and for which act on which subject."""

    run: str
    pid: int
    host: str
    user: str
    since: str
    act: str = ""
    subject: str = ""

    @classmethod
    def this(cls, run: str, now: datetime, act: str = "", subject: str = "") -> Holder:
        since = now.isoformat(" ", "seconds")
        return cls(run, os.getpid(), socket.gethostname(), login_name(), since, act, subject)


@contextmanager
def locked(home: Home, name: str, holder: Holder, *, mends: bool = True) -> Iterator[Holder | None]:
    """Hold what has the name. Yields the one who was killed while holding it, if any.

    Whoever does not mend what that one left hands the note on to the next who holds it.

    Raises: OtherSystemFailed where somebody holds it, or where the folder may not be written.
    """
    file = home.locks / f"{name}.lock"
    make_private_folder(file.parent)
    try:
        stream = file.open("a+", encoding="utf-8")
        belongs_with_its_folder(file)
    except OSError as error:
        raise not_written(file, error) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OtherSystemFailed(_held(name, _noted(file))) from None
        before = _noted(file)
        _note(file, holder)
        try:
            yield before
        finally:
            _note(file, None if mends else before)


def _held(name: str, by: Holder | None) -> Message:
    return say(
        "{stack} is being changed by {user} (process {pid} on {host}) since {since}; "
        "wait for it to end",
        stack=name,
        user=by.user if by else "?",
        pid=by.pid if by else "?",
        host=by.host if by else "?",
        since=by.since if by else "?",
    )


def _noted(file: Path) -> Holder | None:
    try:
        return Holder(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _note(file: Path, holder: Holder | None) -> None:
    """In place: a new file would have another lock."""
    text = json.dumps(asdict(holder)) if holder is not None else ""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise not_written(file, error) from error

"""One run at a time per stack, and a lock that knows who holds it. Adapter.

The kernel lets go of the lock when its process dies, however it dies; what stays is the note of
who held it, from which the next run learns that there is something to clean up.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.errors import OtherSystemFailed
from core.home import Home
from core.message import Message, say


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, or held, a stack's lock."""

    run: str
    pid: int
    host: str
    user: str
    since: str

    @classmethod
    def this(cls, run: str, now: datetime) -> Holder:
        return cls(
            run, os.getpid(), socket.gethostname(), getpass.getuser(), now.isoformat(" ", "seconds")
        )


@contextmanager
def stack_locked(home: Home, stack: str, holder: Holder) -> Iterator[Holder | None]:
    """Hold the stack. Yields the one who was killed while holding it, if any.

    Raises: OtherSystemFailed where somebody holds it, or where the folder may not be written.
    """
    file = home.locks / f"{stack}.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        stream = file.open("a+", encoding="utf-8")
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "{file} could not be written: {reason}; nothing was changed, "
                "make room or grant the right and run it again",
                file=file,
                reason=error.strerror,
            )
        ) from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OtherSystemFailed(_held(stack, _noted(file))) from None
        before = _noted(file)
        _note(file, holder)
        try:
            yield before
        finally:
            _note(file, None)


def _held(stack: str, by: Holder | None) -> Message:
    return say(
        "{stack} is being changed by {user} (process {pid} on {host}) since {since}; "
        "wait for it to end",
        stack=stack,
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
    file.write_text(text, encoding="utf-8")

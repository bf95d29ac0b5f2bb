"""How a ledger's database refuses: the cause first, and what leads out of it. Adapter.

SQLite is a file, whose faults are those of a file; another database is a server. What SQLite's
codes mean: https://www.sqlite.org/rescode.html
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from core.errors import OtherSystemFailed
from core.message import Message, say

_NO_RIGHT = say(
    "the ledger {file} cannot be opened: {reason}; nothing was recorded. "
    "Look what lies there and whose it is, and grant the right to write it and its folder"
)
_DAMAGED = say(
    "the ledger {file} is damaged: {reason}; nothing was recorded. Bring it back from its copy; "
    "if there is none, lay it aside, and `kumiai licence collect` begins a new one, which knows "
    "nothing of what was before"
)
_NO_ROOM = say(
    "the ledger {file} cannot be written: {reason}; nothing was recorded. "
    "Make room on its disk, or mend the disk, and run it again"
)
_HELD = say(
    "another process keeps the ledger {file}: {reason}; nothing was recorded. "
    "Find it (`fuser {file}`), end it, and run it again"
)

_OF_A_FILE: dict[str, Message] = {
    **dict.fromkeys(("CANTOPEN", "READONLY", "PERM", "AUTH"), _NO_RIGHT),
    **dict.fromkeys(("NOTADB", "CORRUPT", "FORMAT"), _DAMAGED),
    **dict.fromkeys(("FULL", "IOERR"), _NO_ROOM),
    **dict.fromkeys(("BUSY", "LOCKED"), _HELD),
    # Tables that are missing, or others of the same names: some other program's file.
    "ERROR": _DAMAGED,
}
"""By the name of SQLite's code, without what is added to it: SQLITE_IOERR_WRITE is an IOERR."""

_SQLITE_SAYS: dict[str, Message] = {
    "attempt to write a readonly database": say("attempt to write a readonly database"),
    "unable to open database file": say("unable to open database file"),
    "file is not a database": say("file is not a database"),
    "database disk image is malformed": say("database disk image is malformed"),
    "database or disk is full": say("database or disk is full"),
    "disk I/O error": say("disk I/O error"),
    "database is locked": say("database is locked"),
}
"""In English these are SQLite's words, which a search finds."""


def not_answering(url: str, error: SQLAlchemyError) -> OtherSystemFailed:
    """The database said no, or nothing; its password is not shown."""
    said = error.orig if isinstance(error, DBAPIError) else error
    reason = str(said or error).split("\n")[0]
    if isinstance(said, sqlite3.Error):
        template = _OF_A_FILE.get(_code(said), _NO_ROOM).template
        why = _SQLITE_SAYS.get(reason, reason)
        return OtherSystemFailed(Message(template, {"file": make_url(url).database, "reason": why}))
    return OtherSystemFailed(
        say(
            "the ledger {url} does not answer: {reason}; nothing was recorded. "
            "Is the database up, and is there room on its disk?",
            url=make_url(url).render_as_string(hide_password=True),
            reason=reason,
        )
    )


def _code(said: sqlite3.Error) -> str:
    return str(getattr(said, "sqlite_errorname", "")).removeprefix("SQLITE_").partition("_")[0]

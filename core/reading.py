"""Reads one YAML file that people edit. Adapter: opens the file, and decides nothing of it."""

from __future__ import annotations

import stat
from pathlib import Path

from core.document import Document
from core.files import reason_of
from core.message import Message, say
from core.problem import Position, Problem

LARGEST_FILE_BYTES = 1_000_000
"""No file that a person edits is larger; a larger one is a mistake, not YAML to be parsed."""


def read_document(
    file: Path, shown_as: Path | None = None
) -> tuple[Document | None, list[Problem]]:
    """The file, or None and what is wrong with it. `shown_as` is the path in messages."""
    shown = shown_as or file
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
            # A pipe would keep whoever reads it waiting, and a device has no end.
            return None, [_whole_file(shown, say("is no file that can be read; put one there"))]
        size = found.st_size
        raw = file.read_bytes() if size <= LARGEST_FILE_BYTES else None
    except OSError as error:
        return None, [_whole_file(shown, say("cannot be read: {reason}", reason=reason_of(error)))]
    if raw is None:
        return None, [
            _whole_file(
                shown,
                say(
                    "is larger than any file of this kind, got {size} bytes; "
                    "at most {limit} are read, remove what does not belong here",
                    size=size,
                    limit=LARGEST_FILE_BYTES,
                ),
            )
        ]
    return Document.decode(raw, shown)


def _whole_file(file: Path, message: Message) -> Problem:
    return Problem(Position(file, 1, 1), "", "", message)

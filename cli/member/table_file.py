"""A table that somebody saved from a spreadsheet, as text. Adapter: reads the file."""

from __future__ import annotations

from pathlib import Path

from core.document import is_workbook
from core.errors import Exit, UserError
from core.files import reason_of
from core.message import say
from tenants.table import decoded


def text_of_table(file: Path) -> str:
    """What it holds, in whichever encoding. Raises: UserError where it is no table of text."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(
            say("{file} cannot be read: {reason}", file=file, reason=reason_of(error)),
            Exit.FILE_INVALID,
        ) from error
    if is_workbook(raw):
        raise UserError(
            say(
                "{file} is a workbook, not a table of text; save its sheet as CSV with UTF-8 or "
                "Shift_JIS, and read that",
                file=file,
            ),
            Exit.FILE_INVALID,
        )
    try:
        return decoded(raw)
    except UnicodeDecodeError as error:
        raise UserError(
            say(
                "{file} is neither UTF-8 nor Shift_JIS; save it as CSV with one of them", file=file
            ),
            Exit.FILE_INVALID,
        ) from error

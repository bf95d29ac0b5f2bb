"""What is known of a municipality by its code: from the words given, or from a table of codes.

Adapter: reads the table.
"""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

from cli.member.table_file import text_of_table
from core.errors import Exit, UserError
from core.message import say
from tenants.codes import completed, is_valid, prefecture_of
from tenants.proposing import Body
from tenants.romaji import in_hiragana
from tenants.table import rows_of

COLUMNS = ("lgcode", "city", "citykana")
"""What a table of codes is read for; it may hold more."""


def body_of(code: str, name: str, kana: str, table: Path | None) -> Body:
    """The municipality that `code` names.

    Raises: UserError where the code is wrong, or where nobody says what it is called.
    """
    code = _whole(unicodedata.normalize("NFKC", code).strip())
    kana = in_hiragana(unicodedata.normalize("NFKC", kana))
    prefecture = prefecture_of(code)
    if prefecture is None:
        raise UserError(
            say("{code} begins with the number of no prefecture", code=code), Exit.USAGE
        )
    found = _looked_up(code, table) if table is not None else None
    if found is not None:
        return Body(code, prefecture, name or found[0], kana or found[1])
    if table is not None and not (name and kana):
        raise UserError(
            say(
                "{file} has no row for {code}; say what it is called with --name and --kana",
                file=table,
                code=code,
            )
        )
    if not name or not kana:
        raise UserError(
            say(
                "{code} is of {prefecture}; say what it is called with --name and --kana, "
                "or give a table of codes with --codes",
                code=code,
                prefecture=prefecture,
            )
        )
    return Body(code, prefecture, name, kana)


def _whole(code: str) -> str:
    if not code.isascii() or not code.isdigit() or len(code) not in (5, 6):
        raise UserError(say("{code} is no 団体コード; it has five or six digits", code=code))
    if len(code) == 5:
        return completed(code)
    if not is_valid(code):
        raise UserError(
            say(
                "{code} has a wrong check digit; with the digits {digits} the code is {right}",
                code=code,
                digits=code[:5],
                right=completed(code[:5]),
            )
        )
    return code


def _looked_up(code: str, table: Path) -> tuple[str, str] | None:
    """Name and kana by the code; wards of a city have a space in their name and are left out."""
    try:
        header, *rows = rows_of(text_of_table(table))
        at, city, kana = (header.cells.index(name) for name in COLUMNS)
    except (csv.Error, ValueError) as error:
        raise UserError(
            say(
                "{file} is no table of codes: it needs the columns lgcode, city and citykana",
                file=table,
            ),
            Exit.FILE_INVALID,
        ) from error
    for row in rows:
        if row.cell(at).zfill(6) == code and " " not in row.cell(city):
            return row.cell(city), row.cell(kana)
    return None

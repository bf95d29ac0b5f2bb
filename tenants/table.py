"""A table as spreadsheet programs save it: its encoding, its separator and its rows. Pure.

Nothing in such a file says how it is encoded, so the bytes are looked at, the surest sign first.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

UTF_32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
JIS_ESCAPES = (b"\x1b$B", b"\x1b$@")
"""Where ISO-2022-JP turns to kanji; no table in another encoding holds such a sequence."""

SEPARATORS = "\t,;"
SAID_SEPARATOR = re.compile(r"sep=([\t,;])\n")
"""A first line by which Excel is told the separator."""

_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """As the spreadsheet counts: the header is row 1."""
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


def decoded(raw: bytes) -> str:
    """The text of a table: Unicode, the Shift_JIS that Japanese spreadsheets write, or what older
    systems do (EUC-JP, ISO-2022-JP).

    Raises: UnicodeDecodeError where it is none of them.
    """
    if raw.startswith(UTF_32_MARKS):
        return raw.decode("utf-32")
    if raw.startswith(UTF_16_MARKS):
        return raw.decode("utf-16")
    if b"\0" in raw and len(raw) % 2 == 0:
        # Separators and line ends have an empty half: the first one, or the second.
        return raw.decode("utf-16-be" if _more_zeros_first(raw) else "utf-16-le")
    if any(escape in raw for escape in JIS_ESCAPES):
        return raw.decode("iso2022_jp")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _of_two_bytes(raw)


def _more_zeros_first(raw: bytes) -> bool:
    return raw[::2].count(0) > raw[1::2].count(0)


def _of_two_bytes(raw: bytes) -> str:
    """EUC-JP read as Shift_JIS is half-width kana, which no table is full of."""
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return raw.decode("euc_jp")
    if 2 * len(_HALF_WIDTH_KANA.findall(text)) > len(_NOT_ASCII.findall(text)):
        try:
            return raw.decode("euc_jp")
        except UnicodeDecodeError:
            pass
    return text


def rows_of(text: str) -> list[Row]:
    """The rows that hold anything, without the empty cells behind the header's last name.

    Raises: csv.Error where it is no table.
    """
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    said = SAID_SEPARATOR.match(whole)
    separator = said.group(1) if said else _separator(whole)
    reader = csv.reader(io.StringIO(whole), delimiter=separator, strict=True)
    rows = [
        Row(number, tuple(unicodedata.normalize("NFC", cell.strip()) for cell in cells))
        for number, cells in enumerate(reader, start=1)
        if any(cell.strip() for cell in cells) and not (said and number == 1)
    ]
    return [_without_empty_end(row, rows[0]) for row in rows]


def _separator(text: str) -> str:
    """That which divides the first line into the most cells."""
    header = text.lstrip("\n").partition("\n")[0]
    return max(SEPARATORS, key=lambda one: (header.count(one), one == ","))


def _without_empty_end(row: Row, header: Row) -> Row:
    width = max((n for n, cell in enumerate(header.cells, start=1) if cell), default=0)
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return Row(row.number, cells)

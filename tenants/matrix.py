"""A service matrix as a table: which municipality uses which service. Pure.

A table of 39 rows of 9 cells for 10 municipalities was met in practice; nobody can tell which cell
was lost. So a ragged row is never guessed: it is refused, with its number and its counts. Nor is
anything merged or doubled in silence: whatever stands twice, by whatever spelling, is told.
"""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.message import Message, say
from core.names import folded, harmless, shortened
from tenants.catalogue_model import Catalogue
from tenants.member import Member
from tenants.spellings import groups_of, spellings_by_group, spellings_of

USED = {"○", "◯", "〇", "⭕", "o", "O"}
NOT_USED = {"", "・", "-", "−", "–", "—", "ー", "×", "✕"}

UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Services by municipality, both by their keys; and what was read under another spelling."""

    services: Mapping[str, tuple[str, ...]]
    warnings: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    """As the spreadsheet counts: the header is row 1."""
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


def is_workbook(raw: bytes) -> bool:
    """Whether a spreadsheet program's own file was given, of today (zip) or of old (OLE)."""
    return raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def decoded(raw: bytes) -> str:
    """The text of a table: UTF-8, UTF-16, or the Shift_JIS that Japanese spreadsheets write.

    Raises: UnicodeDecodeError where it is none of them.
    """
    if raw.startswith(UTF_16_MARKS):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp932")


def read_matrix(
    text: str, catalogue: Catalogue, members: Iterable[Member]
) -> tuple[Matrix | None, list[Message]]:
    """The matrix, or None and everything that is wrong with it."""
    try:
        rows = _rows(text)
    except csv.Error:
        return None, [
            say(
                "is no CSV: a quotation mark is not closed, or a cell is too long; "
                "save the table as CSV anew"
            )
        ]
    if not rows:
        return None, [say("the table is empty")]
    header, body = rows[0], rows[1:]
    if not body:
        return None, [say("the table has a header and no row; each service needs a row")]
    services = spellings_of(catalogue)
    by_group = spellings_by_group(catalogue)
    first = _services_column(body, services)
    if not any(header.cells[first + 1 :]):
        return None, [
            say(
                "row {number} ({name}) is above all others and names no municipality; remove what "
                "stands above the row with the municipalities",
                number=header.number,
                name=harmless(header.cells[0]),
            )
        ]
    slugs, problems = _columns(header, first, members)
    problems += _marks_below_nobody(header, body, first)
    groups = groups_of(catalogue)
    used: dict[str, list[str]] = {slug: [] for slug in slugs.values()}
    rows_of: dict[str, int] = {}
    warnings: list[Message] = []
    group = None
    for row in body:
        group = groups.get(folded(row.cells[0]), None if row.cells[0] and first else group)
        if _is_heading(row, first, groups):
            continue
        spellings = {**services, **by_group.get(group, {})}
        wrong = _wrong_with(row, header, first, spellings, rows_of)
        if wrong is not None:
            problems.append(wrong)
            continue
        key, name = spellings[folded(row.cell(first))], row.cell(first)
        rows_of[key] = row.number
        spelt = catalogue.services[key].ja
        if name not in (spelt, key):
            warnings.append(
                say(
                    "row {number}: {name} is read as {spelt}",
                    number=row.number,
                    name=_quoted(name),
                    spelt=spelt,
                )
            )
        problems += _wrong_marks(row, header, first)
        for column, slug in slugs.items():
            if _mark(row.cell(column)) in USED:
                used[slug].append(key)
    if problems:
        return None, problems
    return Matrix({slug: tuple(keys) for slug, keys in used.items()}, tuple(warnings)), []


def services_block(keys: Sequence[str], catalogue: Catalogue) -> str:
    """The `services:` of a member's file."""
    lines = [f"  {key}:  # {catalogue.services[key].ja}" for key in keys]
    return "\n".join(["services:", *lines]) + "\n"


def _rows(text: str) -> list[_Row]:
    """The rows that hold anything, without the empty cells behind the header's last name."""
    delimiter = "\t" if "\t" in text and "," not in text else ","
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows = [
        _Row(number, tuple(unicodedata.normalize("NFC", cell.strip()) for cell in cells))
        for number, cells in enumerate(reader, start=1)
        if any(cell.strip() for cell in cells)
    ]
    return [_without_empty_end(row, rows[0]) for row in rows]


def _without_empty_end(row: _Row, header: _Row) -> _Row:
    width = max((n for n, cell in enumerate(header.cells, start=1) if cell), default=0)
    cells = row.cells
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return _Row(row.number, cells)


def _services_column(body: Sequence[_Row], services: Mapping[str, str]) -> int:
    """0, or 1 where the first column holds the groups, in cells merged over several rows."""
    named = [sum(folded(row.cell(column)) in services for row in body) for column in (0, 1)]
    return 1 if named[1] > named[0] else 0


def _columns(
    header: _Row, first: int, members: Iterable[Member]
) -> tuple[dict[int, str], list[Message]]:
    """The municipality of each column, and each name that is nobody's, two's, or there twice."""
    slugs: dict[str, list[str]] = {}
    for member in members:
        names = (member.name.ja, member.prefecture + member.name.ja, member.name.en)
        for called in {folded(one) for one in (*names, member.slug, member.code)}:
            slugs.setdefault(called, []).append(member.slug)
    found: dict[int, str] = {}
    problems: list[Message] = []
    for column in range(first + 1, len(header.cells)):
        name = header.cells[column]
        if not name:
            continue
        meant = slugs.get(folded(name), [])
        if len(meant) > 1:
            problems.append(
                say(
                    "{name} is the name of {count} municipalities; "
                    "write the prefecture before it, without a space",
                    name=_quoted(name),
                    count=len(meant),
                )
            )
        elif not meant:
            problems.append(_unknown_name(name, slugs))
        elif meant[0] in found.values():
            problems.append(say("{name} stands above two columns; remove one", name=_quoted(name)))
        else:
            found[column] = meant[0]
    return found, problems


def _marks_below_nobody(header: _Row, body: Sequence[_Row], first: int) -> Iterator[Message]:
    for column in range(first + 1, len(header.cells)):
        filled = next((row for row in body if row.cell(column)), None)
        if not header.cells[column] and filled is not None:
            yield say(
                "row {number}: {mark} stands in column {column}, above which is no municipality",
                number=filled.number,
                mark=_quoted(filled.cell(column)),
                column=column + 1,
            )


def _is_heading(row: _Row, first: int, groups: Mapping[str, str]) -> bool:
    """Whether the row only names a group of services."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and row.cells.index(filled[0]) <= first and folded(filled[0]) in groups


def _wrong_with(
    row: _Row, header: _Row, first: int, services: Mapping[str, str], rows_of: Mapping[str, int]
) -> Message | None:
    """Why the row's marks cannot be told apart or belong to no service."""
    name = _quoted(row.cell(first))
    key = services.get(folded(row.cell(first)))
    count, wanted = len(row.cells) - first - 1, len(header.cells) - first - 1
    if not name:
        return say(
            "row {number} has no service; of merged cells only the first holds the name, "
            "so write it into each",
            number=row.number,
        )
    if count != wanted:
        return say(
            "row {number} ({name}) has {count} cells for {wanted} municipalities; "
            "it cannot be told which one is missing, so ask whoever made the table",
            number=row.number,
            name=name,
            count=count,
            wanted=wanted,
        )
    if key is None:
        return _unknown_service(row.number, name, list(services))
    if key in rows_of:
        return say(
            "row {number}: {name} stands already in row {first}; remove one of the two",
            number=row.number,
            name=name,
            first=rows_of[key],
        )
    return None


def _wrong_marks(row: _Row, header: _Row, first: int) -> Iterator[Message]:
    for column in range(first + 1, len(header.cells)):
        mark = row.cell(column)
        if header.cells[column] and _mark(mark) not in USED | NOT_USED:
            yield say(
                "row {number} ({name}), {municipality}: {mark} is neither ○ nor ・ nor empty",
                number=row.number,
                name=_quoted(row.cell(first)),
                municipality=_quoted(header.cells[column]),
                mark=_quoted(mark),
            )


def _mark(cell: str) -> str:
    """Half-width and full-width marks are the same."""
    return unicodedata.normalize("NFKC", cell)


def _unknown_name(name: str, known: Iterable[str]) -> Message:
    near = difflib.get_close_matches(folded(name), list(known), n=1)
    if near:
        return say(
            "{name} is no municipality of the consortium; did you mean {near}?",
            name=_quoted(name),
            near=near[0],
        )
    return say(
        "{name} is no municipality of the consortium; `kumiai member new` writes its file first",
        name=_quoted(name),
    )


def _unknown_service(number: int, name: str, known: Sequence[str]) -> Message:
    near = difflib.get_close_matches(folded(name), known, n=1)
    if near:
        return say(
            "row {number}: {name} is no service of the catalogue; did you mean {near}?",
            number=number,
            name=name,
            near=near[0],
        )
    return say("row {number}: {name} is no service of the catalogue", number=number, name=name)


def _quoted(cell: str) -> str:
    """As a sentence shows it: a cell may hold a whole page."""
    return shortened(harmless(cell))

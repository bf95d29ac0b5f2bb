"""A service matrix as a table: which municipality uses which service. Pure.

A table of 39 rows of 9 cells for 10 municipalities was met in practice; nobody can tell which cell
was lost. So a ragged row is never guessed: it is refused, with its number and its counts. Nor is
anything merged or doubled in silence: whatever stands twice, by whatever spelling, is told.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.message import Message, say
from core.names import folded, harmless, nearest, shortened
from tenants.catalogue_model import Catalogue
from tenants.marks import is_not_used, is_used, kind_of
from tenants.member import Member
from tenants.spellings import groups_of, spellings_by_group, spellings_of
from tenants.table import Row, rows_of


@dataclass(frozen=True, slots=True)
class Matrix:
    """Services by municipality, both by their keys; and what was read under another spelling."""

    services: Mapping[str, tuple[str, ...]]
    warnings: tuple[Message, ...]


def read_matrix(
    text: str, catalogue: Catalogue, members: Iterable[Member]
) -> tuple[Matrix | None, list[Message]]:
    """The matrix, or None and everything that is wrong with it."""
    try:
        rows = rows_of(text)
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
    if len(header.cells) == 1 and not any(len(row.cells) > 1 for row in body):
        return None, [
            say(
                "row {number} ({name}) is not divided into cells; save the table as CSV, whose "
                "cells are parted by half-width commas",
                number=header.number,
                name=_quoted(header.cells[0]),
            )
        ]
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
    known = list(members)
    if turned := _turned(header, body, first, services, known):
        return None, [turned]
    slugs, problems = _columns(header, first, known)
    problems += _marks_below_nobody(header, body, first)
    groups = groups_of(catalogue)
    used: dict[str, list[str]] = {slug: [] for slug in slugs.values()}
    told_in: dict[str, int] = {}
    warnings: list[Message] = []
    group = None
    for row in body:
        over = row.cell(max(first - 1, 0))
        group = groups.get(folded(over), None if over and first else group)
        if _is_heading(row, first, groups):
            continue
        spellings = {**services, **by_group.get(group, {})}
        wrong = _wrong_with(row, header, first, spellings, told_in)
        if wrong is not None:
            problems.append(wrong)
            continue
        key, name = spellings[folded(row.cell(first))], row.cell(first)
        told_in[key] = row.number
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
        problems += _wrong_marks(row, header, first, slugs)
        for column, slug in slugs.items():
            if is_used(row.cell(column)):
                used[slug].append(key)
    problems += _two_kinds([row for row in body if row.number in told_in.values()], first, slugs)
    if problems:
        return None, problems
    return Matrix({slug: tuple(keys) for slug, keys in used.items()}, tuple(warnings)), []


def services_block(keys: Sequence[str], catalogue: Catalogue) -> str:
    """The `services:` of a member's file."""
    lines = [f"  {key}:  # {catalogue.services[key].ja}" for key in keys]
    return "\n".join(["services:", *lines]) + "\n"


def _services_column(body: Sequence[Row], services: Mapping[str, str]) -> int:
    """Where the services stand: before them may be numbers, and groups in cells merged over several
    rows."""
    named = [sum(folded(row.cell(column)) in services for row in body) for column in (0, 1, 2)]
    return named.index(max(named))


def _turned(
    header: Row, body: Sequence[Row], first: int, services: Mapping[str, str], members: list[Member]
) -> Message | None:
    """Whether services stand across, and municipalities down."""
    names = set(_called(members))
    across = sum(folded(cell) in services for cell in header.cells)
    down = sum(folded(row.cell(first)) in names for row in body)
    if across and down and not any(folded(cell) in names for cell in header.cells):
        return say(
            "services stand across and municipalities down; turn the table round, so that each "
            "service has a row"
        )
    return None


def _called(members: Iterable[Member]) -> dict[str, list[str]]:
    """The slugs of the municipalities by each of their names, as names are compared."""
    slugs: dict[str, list[str]] = {}
    for member in members:
        names = (member.name.ja, member.prefecture + member.name.ja, member.name.en)
        for called in {folded(one) for one in (*names, member.slug, member.code)}:
            slugs.setdefault(called, []).append(member.slug)
    return slugs


def _columns(
    header: Row, first: int, members: Iterable[Member]
) -> tuple[dict[int, str], list[Message]]:
    """The municipality of each column, and each name that is nobody's, two's, or there twice."""
    slugs = _called(members)
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


def _marks_below_nobody(header: Row, body: Sequence[Row], first: int) -> Iterator[Message]:
    for column in range(first + 1, len(header.cells)):
        filled = next((row for row in body if row.cell(column)), None)
        if not header.cells[column] and filled is not None:
            yield say(
                "row {number}: {mark} stands in column {column}, above which is no municipality",
                number=filled.number,
                mark=_quoted(filled.cell(column)),
                column=column + 1,
            )


def _is_heading(row: Row, first: int, groups: Mapping[str, str]) -> bool:
    """Whether the row only names a group of services."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) == 1 and row.cells.index(filled[0]) <= first and folded(filled[0]) in groups


def _wrong_with(
    row: Row, header: Row, first: int, services: Mapping[str, str], told_in: Mapping[str, int]
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
    if key in told_in:
        return say(
            "row {number}: {name} stands already in row {first}; remove one of the two",
            number=row.number,
            name=name,
            first=told_in[key],
        )
    return None


def _wrong_marks(row: Row, header: Row, first: int, known: Collection[int]) -> Iterator[Message]:
    """Marks below municipalities that are known: of the others it is told that they are none."""
    for column in known:
        mark = row.cell(column)
        if not (is_used(mark) or is_not_used(mark)):
            yield say(
                "row {number} ({name}), {municipality}: {mark} is neither ○ nor ・ nor empty",
                number=row.number,
                name=_quoted(row.cell(first)),
                municipality=_quoted(header.cells[column]),
                mark=_quoted(mark),
            )


def _two_kinds(rows: Sequence[Row], first: int, columns: Collection[int]) -> Iterator[Message]:
    """The first mark that is of another kind than the one before it."""
    before = ""
    for row in rows:
        for column in columns:
            cell = row.cell(column)
            if not is_used(cell):
                continue
            if before and kind_of(cell) != kind_of(before):
                yield say(
                    "row {number} ({name}): {mark} stands beside {other}; two marks mean two "
                    "things, so write ○ for what is used and ・ for what is not",
                    number=row.number,
                    name=_quoted(row.cell(first)),
                    mark=_quoted(cell),
                    other=_quoted(before),
                )
                return
            before = cell


def _unknown_name(name: str, known: Iterable[str]) -> Message:
    near = nearest(folded(name), known)
    if near:
        return say(
            "{name} is no municipality of the consortium; did you mean {near}?",
            name=_quoted(name),
            near=near,
        )
    return say(
        "{name} is no municipality of the consortium; `kumiai member new` writes its file first",
        name=_quoted(name),
    )


def _unknown_service(number: int, name: str, known: Sequence[str]) -> Message:
    near = nearest(folded(name), known)
    if near:
        return say(
            "row {number}: {name} is no service of the catalogue; did you mean {near}?",
            number=number,
            name=name,
            near=near,
        )
    return say("row {number}: {name} is no service of the catalogue", number=number, name=name)


def _quoted(cell: str) -> str:
    """As a sentence shows it: a cell may hold a whole page."""
    return shortened(harmless(cell))

"""A service matrix as a table: which municipality uses which service. Pure.

The matrix of the source has 39 rows of 9 cells for 10 municipalities; nobody can tell which cell
was lost. So a ragged row is never guessed: it is refused, with its number and its counts.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.message import Message, say
from tenants.catalogue_model import Catalogue

USED = {"○", "◯", "〇", "o", "O"}
NOT_USED = {"", "・", "-", "−", "×"}


@dataclass(frozen=True, slots=True)
class Matrix:
    """Services by municipality, both by their keys; and what was read under another spelling."""

    services: Mapping[str, tuple[str, ...]]
    warnings: tuple[Message, ...]


def decoded(raw: bytes) -> str:
    """The text of a table: UTF-8, or the Shift_JIS that Japanese spreadsheets write.

    Raises: UnicodeDecodeError where it is neither.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp932")


def read_matrix(
    text: str, catalogue: Catalogue, slugs_by_name: Mapping[str, str]
) -> tuple[Matrix | None, list[Message]]:
    """The matrix, or None and everything that is wrong with it."""
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if not rows:
        return None, [say("the table is empty")]
    header = [cell.strip() for cell in rows[0][1:]]
    problems = [_unknown_name(name, slugs_by_name) for name in header if name not in slugs_by_name]
    by_name = {service.ja: key for key, service in catalogue.services.items()}
    used: dict[str, list[str]] = {slugs_by_name[n]: [] for n in header if n in slugs_by_name}
    warnings: list[Message] = []
    for number, row in enumerate(rows[1:], start=2):
        name, cells = row[0].strip(), [cell.strip() for cell in row[1:]]
        if len(cells) != len(header):
            problems.append(
                say(
                    "row {number} ({name}) has {count} cells for {wanted} municipalities; "
                    "it cannot be told which one is missing, so ask whoever made the table",
                    number=number,
                    name=name,
                    count=len(cells),
                    wanted=len(header),
                )
            )
            continue
        spelt = catalogue.aliases.get(name, name)
        if spelt != name:
            warnings.append(
                say(
                    "row {number}: {name} is read as {spelt}", number=number, name=name, spelt=spelt
                )
            )
        if spelt not in by_name:
            problems.append(_unknown_service(number, spelt, list(by_name)))
            continue
        for municipality, mark in zip(header, cells, strict=True):
            if mark not in USED | NOT_USED:
                problems.append(
                    say(
                        "row {number} ({name}), {municipality}: "
                        "{mark} is neither ○ nor ・ nor empty",
                        number=number,
                        name=name,
                        municipality=municipality,
                        mark=mark,
                    )
                )
            elif mark in USED and municipality in slugs_by_name:
                used[slugs_by_name[municipality]].append(by_name[spelt])
    if problems:
        return None, problems
    return Matrix({slug: tuple(keys) for slug, keys in used.items()}, tuple(warnings)), []


def services_block(keys: Sequence[str], catalogue: Catalogue) -> str:
    """The `services:` of a member's file."""
    lines = [f"  {key}:  # {catalogue.services[key].ja}" for key in keys]
    return "\n".join(["services:", *lines]) + "\n"


def _unknown_name(name: str, known: Mapping[str, str]) -> Message:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return say(
            "{name} is no municipality of the consortium; did you mean {near}?",
            name=name,
            near=near[0],
        )
    return say(
        "{name} is no municipality of the consortium; `kumiai member new` writes its file first",
        name=name,
    )


def _unknown_service(number: int, name: str, known: Sequence[str]) -> Message:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return say(
            "row {number}: {name} is no service of the catalogue; did you mean {near}?",
            number=number,
            name=name,
            near=near[0],
        )
    return say("row {number}: {name} is no service of the catalogue", number=number, name=name)

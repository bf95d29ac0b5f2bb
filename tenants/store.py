"""Reads the files that people edit. Adapter: the only module of `tenants` that opens a file."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from core.document import Document
from core.errors import ProblemsFound
from core.message import say
from core.problem import Position, Problem
from core.reading import read_document
from core.strict import LONGEST_LINE, Strict
from tenants.catalogue_model import Catalogue
from tenants.consortium_model import Consortium, Placement
from tenants.definitions import (
    CATALOGUE_FILE,
    CHECKS_FOLDER,
    CONSORTIUM_FILE,
    MEMBERS_FOLDER,
    PLACEMENT_FILE,
    RECOVERY_FILE,
    SITES_FOLDER,
    Definitions,
    Read,
    in_order,
)
from tenants.member import Member
from tenants.recovery_model import Recovery
from tenants.site import Site

ModelT = TypeVar("ModelT", bound=Strict)

_MEANT_AS_YAML = re.compile(r"[.\uff0e\u3002\uff61](ya?ml|json)", re.IGNORECASE)
"""With the full stops of Japanese keyboards as well."""


def read_definitions(root: Path) -> tuple[Definitions | None, list[Problem]]:
    """All files below `root` and every problem of form; None where a shared file cannot be read.

    A member or site whose file is wrong is left out, so that rules can still look at the others.
    Paths in problems are relative to `root`.
    """
    consortium, problems = read_file(root, CONSORTIUM_FILE, Consortium)
    catalogue, more = read_file(root, CATALOGUE_FILE, Catalogue)
    placement, yet_more = read_file(root, PLACEMENT_FILE, Placement)
    recovery, last = _read_recovery(root)
    problems += more + yet_more + last
    problems += not_read_beside(
        root, CONSORTIUM_FILE, CATALOGUE_FILE, PLACEMENT_FILE, RECOVERY_FILE
    )
    members, member_problems = read_folder(root, MEMBERS_FOLDER, Member)
    sites, site_problems = read_folder(root, SITES_FOLDER, Site)
    problems = sorted(problems + member_problems + site_problems)
    if catalogue is not None:
        problems += _checks(root, catalogue.value)
    if consortium is None or catalogue is None or placement is None or recovery is None:
        return None, problems
    return (
        Definitions(
            consortium,
            catalogue,
            placement,
            recovery,
            in_order(sites),
            members,
            _unreadable(root, MEMBERS_FOLDER, members),
            _unreadable(root, SITES_FOLDER, sites),
        ),
        problems,
    )


def _checks(root: Path, catalogue: Catalogue) -> Iterator[Problem]:
    """Programs that no proof would run, though somebody believes so."""
    for file in sorted((root / CHECKS_FOLDER).glob("[!.]*")):
        if file.name not in catalogue.systems:
            why = say(
                "is called after no system of the catalogue, so no proof runs it; call it after "
                "one of {known}",
                known=tuple(catalogue.systems),
            )
        elif not file.is_file() or not os.access(file, os.X_OK):
            why = say("is no program that a proof could run; `chmod +x` makes it one")
        else:
            continue
        yield Problem(Position(CHECKS_FOLDER / file.name, 1, 1), "", "", why)


def _read_recovery(root: Path) -> tuple[Read[Recovery] | None, list[Problem]]:
    """A consortium of earlier days has no such file, and is told what to begin with."""
    if (root / RECOVERY_FILE).exists():
        return read_file(root, RECOVERY_FILE, Recovery)
    message = say(
        "is missing, which says how much may be lost and how soon it is back, by the priority of "
        "each service; begin with the one that kumiai comes with, and put in what you have agreed"
    )
    return None, [Problem(Position(RECOVERY_FILE, 1, 1), "", "", message)]


def _unreadable(root: Path, folder: Path, read: Collection[str]) -> tuple[str, ...]:
    return tuple(stem for stem in _stems(root, folder) if stem not in read)


def _stems(root: Path, folder: Path) -> list[str]:
    return [file.stem for file in definition_files(root / folder)]


def read_file(
    root: Path, path: Path, model: type[ModelT]
) -> tuple[Read[ModelT] | None, list[Problem]]:
    """One file, or None and every problem of form."""
    document, problems = read_document(root / path, path)
    if document is None:
        # Nobody's name could be read, but a member's file is called after the municipality.
        subject = path.stem if path.parent == MEMBERS_FOLDER else ""
        return None, [replace(problem, subject=subject) for problem in problems]
    value, problems = document.read_as(model, _subject(document))
    return (Read(document, value) if value is not None else None), problems


def read_folder(
    root: Path, folder: Path, model: type[ModelT]
) -> tuple[dict[str, Read[ModelT]], list[Problem]]:
    """The models of a folder's YAML files, by the files' names, and every problem of form."""
    found: dict[str, Read[ModelT]] = {}
    problems: list[Problem] = []
    files = definition_files(root / folder)
    if not files:
        problems.append(
            Problem(Position(folder, 1, 1), "", "", say("holds no YAML file; restore it from git"))
        )
    problems += _not_read(root, folder)
    for file in files:
        read, more = read_file(root, folder / file.name, model)
        problems += more
        if read is not None:
            found[file.stem] = read
    return found, problems


def definition_files(folder: Path) -> list[Path]:
    """The files of a folder that are read, by name. An editor's hidden side files are none."""
    found = (file for file in folder.glob("*.yaml") if not file.name.startswith("."))
    return sorted(found, key=lambda file: file.name)


def not_read_beside(root: Path, *files: Path) -> list[Problem]:
    """Each file beside these that somebody may take for one of them, and that nobody reads."""
    folder, names = files[0].parent, sorted(file.name for file in files)
    return [
        Problem(
            Position(folder / file.name, 1, 1),
            "",
            "",
            say(
                "is not read: in {folder} only {names} are; rename it, or delete it",
                folder=folder,
                names=tuple(names),
            ),
        )
        for file in _others(root / folder)
        if file.is_file() and file.name not in names and _MEANT_AS_YAML.search(file.name)
    ]


def _not_read(root: Path, folder: Path) -> list[Problem]:
    """Each file that somebody may take for a definition, and that is none by its name or place."""
    problems: list[Problem] = []
    for file in _others(root / folder):
        stem = ""
        if file.suffix == ".yaml":
            continue
        if meant := _MEANT_AS_YAML.search(file.name):
            stem = file.name[: meant.start()]
            message = say(
                "is not read, for its name does not end in .yaml; rename it to {name}.yaml "
                "or delete it",
                name=stem,
            )
        elif any(_MEANT_AS_YAML.search(inner.name) for inner in file.rglob("*")):
            message = say(
                "is a folder, whose files are not read; move them to {folder}", folder=folder
            )
        else:
            continue
        problems.append(Problem(Position(folder / file.name, 1, 1), stem, "", message))
    return problems


def _others(folder: Path) -> list[Path]:
    """What lies in a folder, without what editors leave there."""
    found = folder.iterdir() if folder.is_dir() else ()
    left = (".", "#")
    return sorted(
        one for one in found if not one.name.startswith(left) and not one.name.endswith("~")
    )


def _subject(document: Document) -> str:
    """The municipality or site that a file speaks of, as far as it can be read."""
    data = document.data
    for key in ("name", "title"):
        name = data.get(key) if isinstance(data, dict) else None
        written = name.get("ja") if isinstance(name, dict) else None
        if isinstance(written, str) and 0 < len(written.strip()) <= LONGEST_LINE:
            return written.strip()
    return document.file.stem if document.file.parent == MEMBERS_FOLDER else ""


def refuse(problems: Iterable[Problem]) -> None:
    """Raises: ProblemsFound where there is any."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)

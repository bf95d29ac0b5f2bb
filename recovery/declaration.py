"""Two persons' word that a site is lost, and who runs elsewhere because of it. Adapter: files.

The paper stands in `tenants/moves/`, signed as `persons.py` says. As long as it stands it is the
fence: nothing of these members is begun at the source, whatever answers there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from core.errors import Exit, UserError
from core.home import Home
from core.message import say
from core.strict import Line, Slug
from recovery.manifest import Document, Instant
from recovery.persons import PERSONS, id_of, persons_of, sign_as_this_person

FOLDER = Path("tenants/moves")
NAMESPACE = "kumiai-declaration"


class Declaration(Document):
    """These members run at `target` from now on, since `source` is lost or cut off."""

    form: Literal["kumiai.declaration.1"] = "kumiai.declaration.1"
    source: Slug
    target: Slug
    members: tuple[Slug, ...] = Field(min_length=1)
    declared_at: Instant
    reason: Line

    @property
    def id(self) -> str:
        return id_of(self)


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration, and who signed exactly it."""

    paper: Declaration
    persons: tuple[str, ...]

    @property
    def counts(self) -> bool:
        return len(self.persons) >= PERSONS


def declarations(root: Path) -> list[Declared]:
    """All that were ever made, the oldest first.

    Raises: UserError where a file there is none.
    """
    papers = [_read(root, file) for file in sorted((root / FOLDER).glob("*.json"))]
    found = [Declared(paper, tuple(persons_of(root, FOLDER, paper, NAMESPACE))) for paper in papers]
    return sorted(found, key=lambda one: (one.paper.declared_at, one.paper.id))


def need(root: Path, identifier: str) -> Declared:
    """The declaration with this id. Raises: UserError where there is none."""
    known = declarations(root)
    for one in known:
        if one.paper.id == identifier:
            return one
    raise UserError(
        say(
            "there is no declaration {id}; known are {known}",
            id=identifier,
            known=", ".join(one.paper.id for one in known) or "–",
        )
    )


def moves_of(root: Path) -> dict[str, Declaration]:
    """By member the newest declaration that counts."""
    counting = (one.paper for one in declarations(root) if one.counts)
    return {member: paper for paper in counting for member in paper.members}


def fences(root: Path) -> dict[str, str]:
    """By member the site at which nothing of it may be begun: two persons said so."""
    return {member: paper.source for member, paper in moves_of(root).items()}


def declare(
    home: Home, source: str, target: str, members: tuple[str, ...], at: datetime, reason: str
) -> Declaration:
    """A declaration with this person's signature; it counts once another has signed it too.

    Raises: UserError where this machine has no key of a person who may sign.
    """
    paper = Declaration(
        source=source, target=target, members=members, declared_at=at, reason=reason
    )
    sign_as_this_person(home, FOLDER, paper, NAMESPACE)
    return paper


def confirm(home: Home, identifier: str) -> Declared:
    """This person signs what another has declared.

    Raises: UserError where there is no such declaration, or no key of a person who may sign.
    """
    paper = need(home.definitions, identifier).paper
    return Declared(paper, tuple(sign_as_this_person(home, FOLDER, paper, NAMESPACE)))


def _read(root: Path, file: Path) -> Declaration:
    try:
        paper = Declaration.read(file.read_text(encoding="utf-8"))
        if file.stem == paper.id:
            return paper
    except (ValueError, OSError):
        pass
    raise UserError(
        say(
            "{file} is no declaration, or was changed after it was made; restore it from git",
            file=file.relative_to(root),
        ),
        Exit.FILE_INVALID,
    )

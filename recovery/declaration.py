"""Persons' word that members move, and the fence that comes of it. Adapter: files.

The paper stands in `tenants/moves/`, signed as `persons.py` says. That a site is lost two persons
declare, and from then on the paper is the fence: nothing of these members is begun at the source,
whatever answers there. Of a planned move one person's paper suffices, and it is the fence once a
note beside it says that the source was cut off, and after which copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from core.errors import Exit, UserError
from core.files import write_whole
from core.home import Home
from core.message import say
from core.strict import Line, Slug
from core.units import Positive
from recovery.facts import Move
from recovery.manifest import Document, Instant
from recovery.persons import PERSONS, id_of, persons_of, sign_as_this_person

FOLDER = Path("tenants/moves")
NAMESPACE = "kumiai-declaration"


class Declaration(Document):
    """These members run at `target` from now on, since `source` is lost or cut off, or because
    they are moved."""

    form: Literal["kumiai.declaration.1", "kumiai.switchover.1", "kumiai.failback.1"] = (
        "kumiai.declaration.1"
    )
    source: Slug
    target: Slug
    members: tuple[Slug, ...] = Field(min_length=1)
    declared_at: Instant
    reason: Line

    @property
    def id(self) -> str:
        return id_of(self)

    @property
    def move(self) -> Move:
        return MOVES[self.form]

    @property
    def is_planned(self) -> bool:
        return self.move is not Move.FAILOVER


MOVES: Mapping[str, Move] = {
    "kumiai.declaration.1": Move.FAILOVER,
    "kumiai.switchover.1": Move.SWITCHOVER,
    "kumiai.failback.1": Move.FAILBACK,
}


class CutOff(Document):
    """Of a planned move: the member's servers at the source were stopped and locked, and these are
    its last copies there."""

    form: Literal["kumiai.cut-off.1"] = "kumiai.cut-off.1"
    move: Line
    member: Slug
    last: dict[Slug, Positive]
    """By system, the number of the generation."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration, and who signed exactly it."""

    paper: Declaration
    persons: tuple[str, ...]
    cut_off: frozenset[str] = frozenset()
    """Members of a planned move whose servers at the source were."""
    called_off: bool = False

    @property
    def counts(self) -> bool:
        return len(self.persons) >= (1 if self.paper.is_planned else PERSONS)

    def fences(self, member: str) -> bool:
        """Whether nothing of the member may be begun at the source because of it."""
        return self.counts and (not self.paper.is_planned or member in self.cut_off)


def declarations(root: Path) -> list[Declared]:
    """All that were ever made, the oldest first.

    Raises: UserError where a file there is none.
    """
    papers = [_read(root, file) for file in sorted((root / FOLDER).glob("*.json"))]
    found = [
        Declared(
            paper,
            tuple(persons_of(root, FOLDER, paper, NAMESPACE)),
            frozenset(one for one in paper.members if _cut_off_file(root, paper, one).exists()),
            called_off(root, paper),
        )
        for paper in papers
    ]
    return sorted(found, key=lambda one: (one.paper.declared_at, one.paper.id))


def need(root: Path, identifier: str) -> Declared:
    """The declaration with this id. Raises: UserError where there is none."""
    known = declarations(root)
    for one in known:
        if one.paper.id == identifier:
            return one
    if not known:
        raise UserError(say("nothing was ever declared"))
    raise UserError(
        say(
            "there is no declaration {id}; known are {known}",
            id=identifier,
            known=tuple(one.paper.id for one in known),
        )
    )


def moves_of(root: Path) -> dict[str, Declaration]:
    """By member the newest declaration that counts, and that nobody called off."""
    counting = (one.paper for one in declarations(root) if one.counts and not one.called_off)
    return {member: paper for paper in counting for member in paper.members}


def fences(root: Path) -> dict[str, str]:
    """By member the site at which nothing of it may be begun: persons said so."""
    return {
        member: one.paper.source
        for one in declarations(root)
        for member in one.paper.members
        if one.fences(member)
    }


def cut_off_of(root: Path, paper: Declaration, member: str) -> CutOff | None:
    """Raises: UserError where the note was changed by hand."""
    file = _cut_off_file(root, paper, member)
    try:
        return CutOff.read(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise _changed(root, file) from None


def note_cut_off(root: Path, paper: Declaration, member: str, last: Mapping[str, int]) -> None:
    """From here on the paper is the member's fence."""
    note = CutOff(move=paper.id, member=member, last=dict(last))
    write_whole(_cut_off_file(root, paper, member), note.text)


def lift(root: Path, paper: Declaration, member: str) -> None:
    """The paper of a move that was called off is no fence of the member any more."""
    _cut_off_file(root, paper, member).unlink(missing_ok=True)


def called_off(root: Path, paper: Declaration) -> bool:
    return _called_off_file(root, paper).exists()


def call_off(root: Path, paper: Declaration, why: str) -> None:
    """Whoever is not placed at the target yet runs at the source again."""
    write_whole(_called_off_file(root, paper), f"{why}\n")


def declare(
    home: Home, source: str, target: str, members: tuple[str, ...], at: datetime, reason: str
) -> Declaration:
    """That the source is lost, with this person's signature; it counts once another has signed it.

    Raises: UserError where this machine has no key of a person who may sign.
    """
    paper = Declaration(
        source=source, target=target, members=members, declared_at=at, reason=reason
    )
    sign(home, paper)
    return paper


def sign(home: Home, paper: Declaration) -> None:
    """Raises: UserError where this machine has no key of a person who may sign."""
    sign_as_this_person(home, FOLDER, paper, NAMESPACE)


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
    raise _changed(root, file)


def _cut_off_file(root: Path, paper: Declaration, member: str) -> Path:
    return root / FOLDER / f"{paper.id}.{member}.cut-off"


def _called_off_file(root: Path, paper: Declaration) -> Path:
    return root / FOLDER / f"{paper.id}.called-off"


def _changed(root: Path, file: Path) -> UserError:
    return UserError(
        say(
            "{file} is no declaration, or was changed after it was made; restore it from git",
            file=file.relative_to(root),
        ),
        Exit.FILE_INVALID,
    )

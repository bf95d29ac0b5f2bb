"""A procedure: `runbooks/procedures/*.yaml`, field for field. Pure.

It is written for somebody at three in the morning: one step is one screen, which says what to do,
what is seen then, and what to do if it is not. What concerns more than one field is in `rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from core.strict import Identifier, Name, Strict, Truth
from core.units import Positive
from monitoring.responsibility.vocabulary import Layer
from runbooks.vocabulary import ActName, Kind, LookName

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Paragraphs; a line that begins with `$ ` is a command, and `{host}` is what the run is told."""


class Words(Strict):
    """The same text in both languages."""

    ja: Prose
    en: Prose

    def in_language(self, language: str) -> str:
        return self.ja if language == "ja" else self.en


class Accepts(StrEnum):
    """What counts as an answer."""

    YES = "yes"
    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    FILE = "file"
    """A file on this machine, such as a receipt that was scanned; it is kept with the run."""


class Answer(Strict):
    """What a person is asked about what they saw."""

    ask: Name
    accepts: Accepts
    """`yes` and nothing else lets the procedure go on; the others are kept as they are given."""
    at_least: float | None = None
    """For a number."""
    at_most: float | None = None
    """For a number."""


class Step(Strict):
    """One screen. It is an act of kumiai's, or what a person does (`who`), or an approval."""

    title: Name
    do: Words
    """What is done, and how."""
    see: Words
    """What is seen when it went well."""
    otherwise: Words
    """What to do when it is not."""
    after: tuple[Identifier, ...] | None = None
    """The steps that come before it; the one above it if nothing is written."""
    act: ActName | None = None
    """What kumiai does here."""
    who: Name | None = None
    """Who does it by hand, or who approves."""
    call: Layer | None = None
    """What it is about, so that the responsibility matrix says who is called if it goes wrong."""
    approval: Truth = False
    """Whether another natural person than the one who runs it lets it go on."""
    check: tuple[LookName, ...] = ()
    """What must be so before."""
    verify: tuple[LookName, ...] = ()
    """What must be so afterwards; a person's answers serve as well."""
    answers: dict[Identifier, Answer] = Field(default_factory=dict)
    """What the person is asked."""
    undo: ActName | None = None
    """What takes it back."""
    no_undo: Words | None = None
    """Why nothing does."""
    limit_minutes: Positive
    """Longer than this it should not take: an act is stopped then, a person is told to be late."""


class Procedure(Strict):
    """What people do on one occasion, in its order."""

    title: Name
    when: Words
    """When it is taken to hand, and when not."""
    ask: tuple[Kind, ...] = ()
    """What it is told when it begins."""
    steps: Annotated[dict[Identifier, Step], Field(min_length=1)]

    def after(self, step: str) -> tuple[str, ...]:
        """The steps that come before: those that are named, else the one above."""
        named = self.steps[step].after
        if named is not None:
            return named
        names = list(self.steps)
        return tuple(names[max(0, names.index(step) - 1) : names.index(step)])

    @property
    def in_order(self) -> list[str]:
        """The steps as they are done: the listing's order, as far as `after` allows.

        Those of a circle are left out, and so is what comes after them.
        """
        found: list[str] = []
        while more := next(self._free(found), None):
            found.append(more)
        return found

    def _free(self, done: list[str]) -> Iterator[str]:
        return (s for s in self.steps if s not in done and set(self.after(s)) <= set(done))

    @property
    def needs_approval(self) -> bool:
        return any(step.approval for step in self.steps.values())


def filled(text: str, values: Mapping[Kind, str]) -> str:
    """The text with what the run is told; other braces stay."""
    for kind, value in values.items():
        text = text.replace(f"{{{kind}}}", value)
    return text

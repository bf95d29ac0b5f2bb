"""Procedures as a book: one step on each screen, or sheet of paper. Adapter: reads its template.

It is told what it shows: nothing here knows how a procedure is kept or run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from board.page import Pair, templates
from board.page_words import RunbookWords
from core.language import Language
from core.message import Message

COMMAND = "$ "
"""What a line that is typed begins with."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One step. Without `who` it is kumiai that does it."""

    name: str
    title: Pair
    who: Pair | None
    do: Pair
    see: Pair
    otherwise: Pair
    answers: Sequence[tuple[str, Pair]]
    calls: Sequence[tuple[str, Sequence[Message]]]
    """By site: who is called on the day of printing, the first one first."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One procedure."""

    name: str
    title: Pair
    when: Pair
    told: Sequence[str]
    """What it is told when it begins, as options of the command line."""
    sheets: Sequence[Sheet]


def runbook_page(chapters: Sequence[Chapter], first: Language, now: datetime) -> str:
    """The whole book. It holds both languages and opens in `first`."""
    return (
        templates()
        .get_template("runbook.html")
        .render(
            chapters=chapters,
            words=RunbookWords,
            first=str(first),
            title=RunbookWords.title.in_language(first),
            prose=prose,
            drawn_at=now,
        )
    )


def prose(text: Pair) -> Markup:
    """Paragraphs, and commands as they are typed, in both languages."""
    return Markup('<div lang="ja">{}</div><div lang="en">{}</div>').format(
        _prose(text.ja), _prose(text.en)
    )


def _prose(text: str) -> Markup:
    return Markup("").join(
        Markup("<pre>{}</pre>").format(line)
        if line.startswith(COMMAND)
        else Markup("<p>{}</p>").format(line)
        for line in text.splitlines()
        if line.strip()
    )

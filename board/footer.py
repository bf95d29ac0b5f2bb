"""What stands below a drawing that is alone: whose doing, each step in words and why. Pure.

On paper nobody can point at a step, so each has its number in the drawing and a row here. Both
languages stand in it, since a drawing has no style sheet to choose by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rich.cells import cell_len

from board.chart import HEIGHT, LEFT, Chart

LINE_HEIGHT = 15
WIDE, WHY_WIDE = 140, 66
"""So many half-width characters have room on a line, and in the last column."""

DIGIT_WIDE, GAP = 6.5, 4
"""Room for a digit of a step's number at the foot of the drawing, and between two numbers."""

AT, REQUIRED, ENTITLED, HEADROOM, WHY = (LEFT + x for x in (24, 230, 335, 440, 460))


@dataclass(frozen=True, slots=True)
class Told:
    """A step as it is told: its moment, its three numbers, and its reasons in each language."""

    at: str
    numbers: tuple[str, str, str]
    why: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the drawing, at its place."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Footer:
    """`height` is that of the whole drawing."""

    words: tuple[Words, ...]
    height: int


def footer_of(above: Iterable[str], headings: Told, rows: Sequence[Told]) -> Footer:
    """Some lines, then a table of the steps."""
    found: list[Words] = []
    y = HEIGHT + LINE_HEIGHT
    for text in above:
        for line in folded(text, WIDE):
            found.append(Words(LEFT, y, line))
            y += LINE_HEIGHT
    for number, row in enumerate((headings, *rows)):
        found += _row(str(number) if number else "", row, y)
        lines = [line for text in row.why if text for line in folded(text, WHY_WIDE)]
        found += [Words(WHY, y + LINE_HEIGHT * place, line) for place, line in enumerate(lines)]
        y += LINE_HEIGHT * max(1, len(lines))
    return Footer(tuple(found), y)


def numbers_of(chart: Chart, rows: Sequence[Told], moments: Sequence[datetime]) -> list[Words]:
    """At the foot of the drawing the number of each step's row; steps that are too near each other
    for that share the first one's place: 3–5."""
    places = {moment: number for number, moment in enumerate(moments[: len(rows)], start=1)}
    found: list[Words] = []
    first = 0
    for step in chart.steps:
        number = places.get(step.point.at)
        if number is None:
            continue
        if found and step.x + 2 < found[-1].x + DIGIT_WIDE * len(found[-1].text) + GAP:
            found[-1] = replace(found[-1], text=f"{first}–{number}")
        else:
            first = number
            found.append(Words(step.x + 2, chart.ticks[0][0] - 4, str(number)))
    return found


def _row(number: str, row: Told, y: float) -> Iterator[Words]:
    yield Words(LEFT, y, number)
    yield Words(AT, y, row.at)
    for x, text in zip((REQUIRED, ENTITLED, HEADROOM), row.numbers, strict=True):
        yield Words(x, y, text, "end")


def folded(text: str, most: int) -> list[str]:
    """In lines of at most so many half-width characters; at a blank where there is one.

    >>> folded("日田市のサーバ pri-01", 16)
    ['日田市のサーバ', 'pri-01']
    >>> folded("日田市のサーバ", 8)
    ['日田市の', 'サーバ']
    """
    lines: list[str] = []
    line, blank = "", 0
    for one in text:
        line += one
        if one == " ":
            blank = len(line)
        if cell_len(line) > most:
            cut = blank or len(line) - 1
            lines.append(line[:cut].rstrip())
            line, blank = line[cut:], 0
    return [*lines, line] if line.strip() or not lines else lines

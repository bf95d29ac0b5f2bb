"""Where the lines and steps of a chart stand. Pure: numbers in, numbers out.

A licence holds until the next change, so each line goes in steps. Nothing is smoothed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, log10

from core.calendar import months_later
from core.eras import JAPAN
from licensing.position.timeline import Point, Timeline

WIDTH, HEIGHT = 960, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 40, 26, 58
"""Room for the numbers at the left, those at the lines, the months and the key below."""

APART, LINE = 34, 13
"""A number takes so much room along and across, in the units of the drawing."""

MOST_STEPS = 1500
"""More than the eye and a browser can hold; beyond it only the highest of each stretch is drawn."""

GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch in which nothing changes: a box to point at."""

    x: float
    width: float
    point: Point
    until: datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A number that stands at a line, so that paper tells it too."""

    x: float
    y: float
    number: Fraction


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines as SVG paths; `ticks` and `months` are positions with what is written there."""

    timeline: Timeline
    required: str
    entitled: str
    lacking: str
    """The area where more is required than is entitled; empty where that never is."""
    steps: tuple[Step, ...]
    labels: tuple[Label, ...]
    mark: Label
    """The highest that was required, where it was first; where regions have marks of their own, the
    sum of these, which stands above the line."""
    ticks: tuple[tuple[float, int], ...]
    months: tuple[tuple[float, datetime], ...]


def chart_of(line: Timeline) -> Chart:
    """The chart of a product over its period."""
    points = _thinned(line.points)
    ends = [point.at for point in points[1:]] + [line.end]
    start = points[0].at
    span = max((line.end - start).total_seconds(), 1.0)
    top, every = _scale((*points, *line.marks))

    def x(at: datetime) -> float:
        inner = WIDTH - LEFT - RIGHT
        return round(LEFT + inner * (at - start).total_seconds() / span, 2)

    def y(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top), 2)

    steps = tuple(
        Step(x(point.at), round(x(end) - x(point.at), 2), point, end)
        for point, end in zip(points, ends, strict=True)
    )
    highest = max((*points, *line.marks), key=lambda point: point.required or Fraction(0))
    most = highest.required or Fraction(0)
    mark = Label(x(highest.at), y(float(most)), most)
    return Chart(
        line,
        _path([(s, y(float(s.point.required or 0))) for s in steps]),
        _path([(s, y(float(s.point.entitled))) for s in steps]),
        " ".join(
            f"M{s.x},{y(float(s.point.entitled))}h{s.width}V{y(float(s.point.required or 0))}"
            f"h{-s.width}z"
            for s in steps
            if (s.point.headroom or 0) < 0
        ),
        steps,
        tuple(_labels(steps, mark, y)),
        mark,
        tuple((y(value), value) for value in range(0, top + 1, every)),
        tuple((x(at), at) for at in _months(start, line.end)),
    )


def _labels(steps: Sequence[Step], mark: Label, y: Callable[[float], float]) -> Iterator[Label]:
    """As many numbers as there is room for: where a line changes, the widest steps first.

    What is entitled stands below its line, what is required above it; the mark has its own.
    """
    required, entitled = _changes(steps)
    taken = [(mark.x, mark.y - LINE)]
    wanted = [(step, step.point.entitled, LINE) for step in entitled]
    wanted += [
        (step, step.point.required, -4)
        for step in sorted(required, key=lambda step: -step.width)
        if step.point.required is not None and step.point.required != mark.number
    ]
    for step, number, below in wanted:
        x, at = step.x + 3, y(float(number or 0)) + below
        if all(abs(x - left) >= APART or abs(at - top) >= LINE for left, top in taken):
            taken.append((x, at))
            yield Label(x, at, number or Fraction(0))


def _changes(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The steps at which what is required, and what is entitled, is another than before."""
    required, entitled = [steps[0]], [steps[0]]
    for before, step in pairwise(steps):
        if step.point.required != before.point.required:
            required.append(step)
        if step.point.entitled != before.point.entitled:
            entitled.append(step)
    return required, entitled


def _path(levels: Sequence[tuple[Step, float]]) -> str:
    """A line in steps: along, then up or down."""
    (first, height), *others = levels
    drawn = [f"M{first.x},{height}h{first.width}"]
    drawn += [f"V{height}h{step.width}" for step, height in others]
    return "".join(drawn)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Few enough to draw: of each stretch the one with the least headroom, from its begin on."""
    if len(points) <= MOST_STEPS:
        return list(points)
    size = ceil(len(points) / MOST_STEPS)
    found = []
    for begin in range(0, len(points), size):
        part = points[begin : begin + size]
        worst = min(part, key=lambda point: (point.headroom is None, point.headroom or 0))
        found.append(replace(worst, at=part[0].at))
    return found


def _scale(points: Sequence[Point]) -> tuple[int, int]:
    """The top of the axis and the distance of its lines: 1, 2 or 5 times a power of ten."""
    highest = max(max(point.required or 0, point.entitled) for point in points)
    rough = max(float(highest), 1.0) / GRID_LINES
    power = 10 ** max(0, floor(log10(rough)))
    every = max(1, next(int(m * power) for m in (1, 2, 5, 10) if m * power >= rough))
    return every * max(1, ceil(float(highest) * 1.05 / every)), every


def _months(start: datetime, end: datetime) -> list[datetime]:
    """The start and the first moments of the months after it, in Japan's time."""
    local = start.astimezone(JAPAN)
    at = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [start]
    while at < end:
        if at > start:
            found.append(at)
        at = months_later(at)
    return found

"""Required against entitled: all products as a page, or one as a drawing.

Adapter: reads its templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from jinja2 import Environment

from board.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, chart_of
from board.page import templates
from board.page_words import Both, ChartWords
from core.eras import JAPAN, moment_in_english, moment_in_japanese
from core.language import Language
from licensing.counting.rounding import shown
from licensing.position.timeline import Point, Timeline


def chart_page(lines: Sequence[Timeline], first: Language, drawn_at: datetime) -> str:
    """Every product in order of its least headroom. It holds both languages, opens in `first`."""
    charts = [chart_of(line) for line in sorted(lines, key=_tightness)]
    return (
        _environment()
        .get_template("chart.html")
        .render(
            charts=charts,
            first=str(first),
            title=ChartWords.title.in_language(first),
            drawn_at=drawn_at,
        )
    )


def drawing(line: Timeline) -> str:
    """One product as an SVG file."""
    return _environment().get_template("chart.svg").render(chart=chart_of(line))


def _tightness(line: Timeline) -> tuple[Fraction, str]:
    tightest = line.tightest
    return ((tightest.headroom or Fraction(0)) / max(tightest.entitled, Fraction(1)), line.product)


def _environment() -> Environment:
    environment = templates()
    environment.globals.update(
        words=ChartWords,
        plain=_plain,
        numbers=_numbers,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
    )
    environment.filters["shown"] = shown
    environment.filters["month"] = lambda at: f"{at.astimezone(JAPAN):%Y-%m}"
    return environment


def _numbers(point: Point) -> str:
    if point.required is None:
        return _slashed(ChartWords.no_entitlement)
    return _slashed(
        ChartWords.numbers(
            required=shown(point.required),
            entitled=shown(point.entitled),
            headroom=shown(point.headroom or 0),
        )
    )


def _slashed(words: Both) -> str:
    return f"{words.ja} / {words.en}"


def _plain(at: datetime) -> str:
    """A moment in both languages where no style sheet can choose: in a drawing's tooltip."""
    return _slashed(Both(moment_in_japanese(at), moment_in_english(at)))

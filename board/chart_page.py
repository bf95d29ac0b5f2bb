"""Required against entitled: all products as a page, or one as a drawing.

Adapter: reads its templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from jinja2 import Environment

from board.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, chart_of
from board.footer import Told, footer_of, numbers_of
from board.page import pair, templates, worded
from board.page_words import Both, ChartWords
from core.eras import JAPAN, moment_in_english, moment_in_figures, moment_in_japanese
from core.language import Language
from licensing.counting.rounding import shown
from licensing.position.step_reasons import Reasons
from licensing.position.timeline import Point, Timeline

MOST_ROWS = 60
MOST_ROWS_ALONE = 25
"""Steps that a table tells, on a page and below a drawing; beyond it the tightest ones."""


@dataclass(frozen=True, slots=True)
class Names:
    """What products and members are called, and why each step of a product is one."""

    products: Mapping[str, Both] = field(default_factory=dict)
    members: Mapping[str, Both] = field(default_factory=dict)
    reasons: Mapping[str, Reasons] = field(default_factory=dict)

    def product(self, product: str) -> Both:
        return self.products.get(product, Both(product, product))

    def member(self, member: str) -> Both:
        return self.members.get(member, Both(member, member))


NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class Row:
    """A step in figures and words."""

    point: Point
    why: tuple[Both, ...]
    is_mark: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A product's section of the page."""

    chart: Chart
    name: Both
    rows: tuple[Row, ...]


def chart_page(
    lines: Sequence[Timeline], first: Language, drawn_at: datetime, names: Names = NO_NAMES
) -> str:
    """Every product in order of its least headroom. It holds both languages, opens in `first`."""
    drawings = [
        Drawing(chart_of(line), names.product(line.product), tuple(_rows(line, names)))
        for line in sorted(lines, key=_tightness)
    ]
    return (
        _environment()
        .get_template("chart.html")
        .render(
            drawings=drawings,
            called=names.member,
            lone=False,
            first=str(first),
            title=ChartWords.title.in_language(first),
            drawn_at=drawn_at,
        )
    )


def drawing(line: Timeline, names: Names = NO_NAMES) -> str:
    """One product as an SVG file: its name, its key, and all that a page would tell beside it."""
    chart, rows = chart_of(line), list(_rows(line, names, MOST_ROWS_ALONE))
    told = [_told(row) for row in rows]
    words = ChartWords
    headings = Told(
        _slashed(words.since),
        (_slashed(words.required), _slashed(words.entitled), _slashed(words.headroom)),
        (_slashed(words.why), ""),
    )
    return (
        _environment()
        .get_template("chart.svg")
        .render(
            chart=chart,
            name=names.product(line.product),
            lone=True,
            footer=footer_of(_above(line, names, len(rows)), headings, told),
            numbered=numbers_of(chart, told, [row.point.at for row in rows]),
        )
    )


def _above(line: Timeline, names: Names, rows: int) -> Iterator[str]:
    """By which rule, whose doing the highest was, and what the table leaves out."""
    rule = line.bought.rule
    yield f"{_slashed(ChartWords.rule)}: {_slashed(pair(rule.title))} ({rule.id})"
    parts = [f"{_slashed(names.member(one))} {shown(part)}" for one, part in line.by.items()]
    if parts:
        yield f"{_slashed(ChartWords.by_whom)} ({_span(line)}): {', '.join(parts)}"
    if rows < len(line.points):
        yield _slashed(ChartWords.only_some(shown=rows, count=len(line.points)))


def _span(line: Timeline) -> str:
    """How long the highest lasted: over that time it is shared; where the rule asks for no more
    than the present, the moment of which the shares are."""
    if line.shared_at is not None:
        return moment_in_figures(line.shared_at)
    spans = [
        f"{moment_in_figures(one.at)} – {moment_in_figures(one.until)}"
        for one in line.highest.parts or (line.highest,)
        if one.licences
    ]
    return ", ".join(spans)


def _told(row: Row) -> Told:
    point = row.point
    required = shown(point.required) if point.required is not None else "–"
    return Told(
        moment_in_figures(point.at),
        (
            required + ("●" if row.is_mark else ""),
            shown(point.entitled),
            shown(point.headroom) if point.headroom is not None else "–",
        ),
        ("、".join(why.ja for why in row.why), ", ".join(why.en for why in row.why)),
    )


def _rows(line: Timeline, names: Names, most_rows: int = MOST_ROWS) -> Iterator[Row]:
    """The steps in order of time, or as many of the tightest as a table may hold."""
    reasons = names.reasons.get(line.product, {})
    tightest = sorted(line.points, key=lambda point: (point.headroom is None, point.headroom or 0))
    told = {point.at for point in tightest[:most_rows]}
    most = max((point.required or Fraction(0) for point in line.points), default=Fraction(0))
    for point in line.points:
        if point.at in told:
            why = tuple(worded(reason) for reason in reasons.get(point.at, ()))
            yield Row(point, why, is_mark=point.required == most)


def _tightness(line: Timeline) -> tuple[Fraction, str]:
    tightest = line.tightest
    return ((tightest.headroom or Fraction(0)) / max(tightest.entitled, Fraction(1)), line.product)


def _environment() -> Environment:
    environment = templates()
    environment.globals.update(
        words=ChartWords,
        plain=_plain,
        span=_span,
        plainly=_slashed,
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
    """Both languages where no style sheet can choose; once, where they are the same."""
    if words.ja == words.en:
        return words.ja
    return f"{words.ja} / {words.en}"


def _plain(at: datetime) -> str:
    """A moment in both languages where no style sheet can choose: in a drawing's tooltip."""
    return _slashed(Both(moment_in_japanese(at), moment_in_english(at)))

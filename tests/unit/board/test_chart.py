"""A drawing that a browser accepts, with every step to point at."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from xml.etree import ElementTree

from board.chart import MOST_STEPS, chart_of
from board.chart_page import chart_page, drawing
from core.eras import JAPAN
from core.language import Language
from licensing.counting.park import Park
from licensing.counting.requirement import Requirement
from licensing.papers.store import read_licences
from licensing.position.bought import Bought
from licensing.position.owed import Owed
from licensing.position.timeline import Point, Timeline
from tests.lib.definitions import ROOT

START = datetime(2026, 4, 1, tzinfo=JAPAN)
RULE = read_licences(ROOT)[0].rules["nec-webotx"].value
SVG = "{http://www.w3.org/2000/svg}"


def line(*required: int | None, entitled: int = 5) -> Timeline:
    """One value a day."""
    days = [START + timedelta(days=number) for number in range(len(required) + 1)]
    points = tuple(
        Point(at, None if value is None else Fraction(value), Fraction(entitled))
        for at, value in zip(days, required, strict=False)
    )
    sum_ = Requirement(Fraction(9), {}, ())
    highest = Owed(Fraction(9), START, START, lambda: sum_, Park({}))
    bought = Bought("database", RULE, Fraction(entitled), 1, None)
    return Timeline("database", points, days[-1], bought, highest, {"hita": Fraction(9)})


def test_a_drawing_has_a_box_with_moment_and_numbers_for_every_step() -> None:
    root = ElementTree.fromstring(drawing(line(3, 7, 4)))
    boxes = root.findall(f"{SVG}rect")
    told = [box.findtext(f"{SVG}title") or "" for box in boxes]
    assert len(boxes) == 3
    assert "令和8年（2026年）4月2日 00:00 / 2 April 2026, 00:00 JST" in told[1]
    assert "必要 7, 保有 5, 余裕 -2 / required 7, entitled 5, headroom -2" in told[1]


def test_only_where_something_is_missing_is_it_marked() -> None:
    assert chart_of(line(3, 4)).lacking == ""
    assert chart_of(line(3, 7, 4)).lacking.count("M") == 1


def test_a_stretch_that_no_contract_covers_says_so() -> None:
    assert "契約なし / no entitlement" in drawing(line(3, None))


def test_many_steps_are_thinned_and_the_worst_moment_stays() -> None:
    values = [3] * (10 * MOST_STEPS)
    values[12345] = 99
    chart = chart_of(line(*values))
    assert len(chart.steps) <= MOST_STEPS
    assert max(step.point.required or 0 for step in chart.steps) == 99


def test_the_page_holds_every_product_in_both_languages_and_nothing_from_outside() -> None:
    text = chart_page([line(3), line(9)], Language.JA, START)
    assert text.count("<svg") == 2
    assert "ライセンスの必要数と保有数" in text
    assert "Licences: required and entitled" in text
    assert "http://www.w3.org/2000/svg" in text
    assert text.count("http") == text.count("http://www.w3.org/2000/svg") + text.count("http-equiv")

"""A drawing that a browser accepts, with every step to point at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from xml.etree import ElementTree

from board.chart import APART, LINE, MOST_STEPS, chart_of
from board.chart_page import MOST_ROWS, Names, chart_page, drawing
from board.footer import Told, numbers_of
from board.page_words import Both
from core.eras import JAPAN
from core.language import Language
from core.message import say
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


def test_paper_tells_each_number_and_the_mark_without_a_mouse() -> None:
    root = ElementTree.fromstring(drawing(line(3, 7, 4)))
    texts = [text for text in root.findall(f"{SVG}text") if "number" in text.get("class", "")]
    told: dict[str, list[str | None]] = {}
    for text in texts:
        told.setdefault(text.get("class", ""), []).append(text.text)
    assert told == {"number": ["5", "3", "4"], "number most": ["7"]}


def test_a_lone_drawing_says_its_name_and_has_its_key_in_both_languages() -> None:
    names = Names({"database": Both("商用データベース", "Database")})
    alone = drawing(line(3, 7), names)
    assert "商用データベース / Database</text>" in alone
    for words in ("必要数 / required", "保有数 / entitled", "不足 / missing"):
        assert f">{words}</text>" in alone


def test_paper_tells_the_reason_of_each_step_and_whose_doing_the_highest_was() -> None:
    one = line(3, 7)
    why = {one.points[1].at: (say("is switched on"),)}
    names = Names(members={"hita": Both("日田市", "Hita City")}, reasons={"database": why})
    root = ElementTree.fromstring(drawing(one, names))
    below = [text.text for text in root.findall(f"{SVG}g[@class='steps']/{SVG}text")]
    assert below[:2] == ["1", "2"]
    assert below[3:] == [
        "最大時の内訳 / By whom (2026-04-01 00:00 JST – 2026-04-01 00:00 JST): "
        "日田市 / Hita City 9",
        *("時点 / From", "必要数 / required", "保有数 / entitled"),
        *("余裕 / Headroom", "理由 / Why"),
        *("1", "2026-04-01 00:00 JST", "3", "5", "2"),
        *("2", "2026-04-02 00:00 JST", "7●", "5", "-2", "電源オン", "is switched on"),
    ]


def test_below_a_lone_drawing_no_line_runs_out_of_it_or_stands_on_another() -> None:
    one = line(*[number % 5 for number in range(100)])
    long = say("{group}: {units} → {licences} licences", group="長い" * 60, units=1, licences=2)
    names = Names(reasons={"database": {point.at: (long,) for point in one.points}})
    root = ElementTree.fromstring(drawing(one, names))
    texts = root.findall(f"{SVG}g[@class='steps']/{SVG}text")
    places = [(text.get("x"), text.get("y")) for text in texts]
    assert len(places) == len(set(places))
    assert all(float(y or 0) < float(root.get("viewBox", "").split()[3]) for _, y in places)
    assert max(len(text.text or "") for text in texts if (text.text or "").startswith("長")) == 33


def test_where_regions_have_marks_their_sum_is_the_mark_that_is_drawn() -> None:
    one = line(3, 4)
    summed = replace(one, marks=(replace(one.points[1], required=Fraction(6)),))
    chart = chart_of(summed)
    assert (chart.mark.x, chart.mark.number) == (chart.steps[1].x, Fraction(6))


def test_what_is_missing_is_hatched_so_that_a_black_and_white_print_shows_it() -> None:
    alone = drawing(line(3, 7))
    assert 'pattern id="hatched"' in alone
    assert ".lacking { fill: url(#hatched)" in alone


def test_numbers_never_stand_on_each_other() -> None:
    chart = chart_of(line(*[number % 3 + 2 for number in range(400)]))
    places = [(one.x, one.y) for one in chart.labels]
    assert len(places) > 10
    assert all(
        abs(x - left) >= APART or abs(y - top) >= LINE
        for number, (x, y) in enumerate(places)
        for left, top in places[:number]
    )


def test_steps_close_together_share_a_place_and_no_row_is_left_without_its_number() -> None:
    """Ten steps within minutes of a year, and one in its middle."""
    close = [START + timedelta(minutes=number) for number in range(10)]
    moments = [*close, START + timedelta(days=180)]
    one = line(1)
    points = tuple(replace(one.points[0], at=at) for at in moments)
    chart = chart_of(replace(one, points=points, end=START + timedelta(days=365)))
    rows = [Told("", ("", "", ""), ("", ""))] * len(moments)
    assert [words.text for words in numbers_of(chart, rows, moments)] == ["1–10", "11"]


def test_a_page_tells_each_step_with_its_reason_by_name_and_says_what_it_left_out() -> None:
    one = line(*[3 + number % 5 for number in range(100)])
    why = {point.at: (say("the period begins"),) for point in one.points}
    names = Names(members={"hita": Both("日田市", "Hita City")}, reasons={"database": why})
    page = chart_page([one], Language.JA, START, names)
    assert page.count('<span lang="ja">期間の始まり</span>') == MOST_ROWS
    assert "余裕の少ない60件（全100件）を載せています。" in page
    assert '<span lang="ja">日田市</span><span lang="en">Hita City</span> 9' in page


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


def test_a_host_that_a_rule_refuses_stays_refused_where_steps_are_thinned() -> None:
    whole = line(*[3] * (10 * MOST_STEPS))
    points = list(whole.points)
    points[12345] = replace(points[12345], refused=("h1",))
    steps = chart_of(replace(whole, points=tuple(points))).steps
    assert [step.point.headroom for step in steps if step.point.refused] == [Fraction(-3)]


def test_the_page_holds_every_product_in_both_languages_and_nothing_from_outside() -> None:
    text = chart_page([line(3), line(9)], Language.JA, START)
    assert text.count("<svg") == 2
    assert "ライセンスの必要数と保有数" in text
    assert "Licences: required and entitled" in text
    assert "http://www.w3.org/2000/svg" in text
    assert text.count("http") == text.count("http://www.w3.org/2000/svg") + text.count("http-equiv")

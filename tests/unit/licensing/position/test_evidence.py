from __future__ import annotations

from datetime import datetime, timedelta

from blueprint.naming import UNKNOWN
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from licensing.position.evidence import Gap, gaps
from tests.lib.definitions import ROOT
from tests.lib.machines import at

PVU = read_licences(ROOT)[0].rules["ibm-pvu"].value
PARK = Park({"pri-01": Host("pri-01", "primary", 2, 8), "rem-01": Host("rem-01", "remote", 2, 8)})


def stay(since: datetime, until: datetime | None = None, host: str = "pri-01") -> Stay:
    return Stay("a", "hita", host, 4, True, UNKNOWN, since, until)


def found(looks: dict[str, list[datetime]], *stays: Stay, rule: Rule = PVU) -> list[Gap]:
    return gaps(rule, PARK, stays, looks, at(0), at(120))


def every(minutes: int, first: int, last: int) -> list[datetime]:
    return [at(minute) for minute in range(first, last + 1, minutes)]


def test_a_collector_that_never_rests_leaves_no_gap() -> None:
    assert found({"primary": every(5, 0, 120)}, stay(at(0))) == []


def test_a_rest_of_exactly_what_is_allowed_is_none_and_a_minute_more_is_one() -> None:
    looks = [at(0), at(30), at(61), at(90), at(120)]
    assert found({"primary": looks}, stay(at(0))) == [Gap("primary", at(30), at(61))]


def test_what_was_looked_at_last_long_ago_is_a_gap_until_now() -> None:
    assert found({"primary": every(5, 0, 60)}, stay(at(0))) == [Gap("primary", at(60), at(120))]


def test_a_site_counts_from_the_moment_at_which_the_product_runs_there() -> None:
    looks = {"primary": [at(-10), *every(5, 85, 120)]}
    assert found(looks, stay(at(100))) == []
    assert found(looks, stay(at(60))) == [], "looked at 25 minutes later"
    assert found(looks, stay(at(40))) == [Gap("primary", at(40), at(85))]


def test_a_look_shortly_before_the_period_is_as_good_as_one_at_its_begin() -> None:
    began_before = stay(at(-1000))
    assert found({"primary": [at(-5), *every(5, 20, 120)]}, began_before) == []
    assert found({"primary": [at(-20), *every(5, 20, 120)]}, began_before) == [
        Gap("primary", at(0), at(20))
    ]


def test_each_site_is_looked_at_by_itself_and_one_without_the_product_not_at_all() -> None:
    here, there = stay(at(0)), stay(at(0), host="rem-01")
    looks = {"primary": every(5, 0, 120)}
    assert found(looks, here, there) == [Gap("remote", at(0), at(120))]
    assert found(looks, here) == []


def test_what_ended_before_the_period_asks_for_nothing() -> None:
    assert found({}, stay(at(-100), at(-50))) == []


def test_a_rule_that_asks_for_no_evidence_has_no_gaps() -> None:
    lenient = PVU.model_copy(update={"evidence_every_minutes": None})
    assert found({}, stay(at(0)), rule=lenient) == []


def test_minutes_are_those_of_the_rule() -> None:
    hourly = PVU.model_copy(update={"evidence_every_minutes": 60})
    looks = {"primary": [at(0), at(0) + timedelta(hours=1), at(120)]}
    assert found(looks, stay(at(0)), rule=hourly) == []

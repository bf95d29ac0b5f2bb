"""What a period's numbers do not say by themselves stands beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from blueprint.naming import UNKNOWN
from core.eras import JAPAN
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from licensing.position.caveats import caveats, caveats_of
from licensing.position.position import positions
from licensing.position.timeline import timeline
from tests.lib.definitions import ROOT

SHIPPED, _ = read_licences(ROOT)
PARK = Park({"pri-01": Host("pri-01", "primary", 2, 16)})
JUNE, SEPTEMBER, NOVEMBER = (datetime(2026, month, 1, tzinfo=JAPAN) for month in (6, 9, 11))
RUNS = [Stay("usa-core-db-1", "usa", "pri-01", 4, True, UNKNOWN, JUNE, None)]


def of_the_autumn(licences: Licences, stays: list[Stay]) -> list[str]:
    line = timeline(licences, "database", PARK, stays, SEPTEMBER, NOVEMBER)
    assert line is not None
    return [str(one) for one in caveats_of(line, PARK, stays)]


def ended_with(*, rule_too: bool) -> Licences:
    """The database's contract ends in September, and its rule with it or not."""
    end = date(2026, 9, 30)
    paper, rule = SHIPPED.entitlements["database-2026"], SHIPPED.rules["oracle-processor"]
    papers = {"database-2026": paper.value.model_copy(update={"ends_on": end})}
    rules = {"valid_to": end if rule_too else None}
    return Licences(
        {**SHIPPED.rules, rule.value.id: replace(rule, value=rule.value.model_copy(update=rules))},
        {name: replace(paper, value=one) for name, one in papers.items()},
    )


def test_a_period_in_which_a_contract_ended_says_from_when_nothing_is_owned() -> None:
    assert of_the_autumn(ended_with(rule_too=False), RUNS) == [
        "database runs on 2026-10-01, and no entitlement holds: it is counted by oracle-processor, "
        "against nothing; add one to licensing/entitlements, with quantity 0 if none is owned"
    ]


def test_a_period_in_which_a_rule_ended_says_so() -> None:
    assert of_the_autumn(ended_with(rule_too=True), RUNS)[1:] == [
        "database is counted by oracle-processor, which ended on 2026-09-30; write the rule that "
        "follows, and name it in the entitlement"
    ]


def test_a_period_of_what_nobody_ever_bought_says_so_too() -> None:
    never = Licences(SHIPPED.rules, {})
    (told,) = of_the_autumn(never, RUNS)
    assert told.startswith(
        "database runs on 2026-09-01, and no entitlement says by which rule it counts"
    )


def test_what_is_owned_and_what_no_longer_runs_needs_no_word() -> None:
    gone = [replace(RUNS[0], until=SEPTEMBER)]
    assert of_the_autumn(SHIPPED, RUNS) == []
    assert of_the_autumn(ended_with(rule_too=False), gone) == []


def test_a_higher_mark_of_days_on_which_more_was_owned_is_told_beside_the_tighter_one() -> None:
    """20 were required in October, when 60 were owned, and 6 since November, when 10 are."""
    paper = SHIPPED.entitlements["application-server-2026"]
    first = paper.value.model_copy(update={"rule": "ibm-vpc", "ends_on": date(2026, 10, 31)})
    then = first.model_copy(
        update={"id": "b", "quantity": 10, "starts_on": date(2026, 11, 1), "ends_on": None}
    )
    papers = {one.id: replace(paper, value=one) for one in (first, then)}
    ten_days = SEPTEMBER + timedelta(days=40), SEPTEMBER + timedelta(days=50)
    stays = [
        replace(RUNS[0], vcpus=6, until=ten_days[0]),
        replace(RUNS[0], vcpus=20, since=ten_days[0], until=ten_days[1]),
        replace(RUNS[0], vcpus=6, since=ten_days[1]),
    ]
    at = NOVEMBER + timedelta(days=20)
    licences = Licences(SHIPPED.rules, papers)
    (one,) = positions(licences, PARK, {"application-server": stays}, at)
    assert (int(one.required.licences), int(one.headroom)) == (6, 4)
    assert [str(told) for told in caveats(one, at)] == [
        "application-server: 20 were required on 2026-10-11, the most of the period, and 60 were "
        "owned then; shown is the mark that left least"
    ]

"""Position and period tell the same headroom, whoever owns what and whatever a rule refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from blueprint.naming import Role
from core.calendar import MOMENT
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.entitlement import Entitlement
from licensing.papers.licences import Licences
from licensing.papers.measure import Cap, Level, Metric, Reach
from licensing.papers.rule import Peak, Period
from licensing.papers.store import read_licences
from licensing.position.period import midnight
from licensing.position.position import Position, positions
from licensing.position.timeline import Timeline, timelines
from tests.lib.definitions import ROOT
from tests.lib.effort import examples

SHIPPED = read_licences(ROOT)[0]
RULE = SHIPPED.rules["ibm-vpc"]
PAPER = SHIPPED.entitlements["database-2026"]
START = midnight(date(2026, 4, 1))
DAY = timedelta(days=1)
PARK = Park(
    {
        "pri-01": Host("pri-01", "primary", 2, 8),
        "pri-02": Host("pri-02", "primary", 2, 8, sockets_possible=4),
        "rem-01": Host("rem-01", "remote", 2, 8),
        "rem-02": Host("rem-02", "remote", 4, 8),
    },
    regions={"primary": "asia-pacific", "remote": "europe"},
)


def runs(server: str, member: str, host: str, first: int, last: int | None) -> Stay:
    until = None if last is None else START + last * DAY
    return Stay(server, member, host, 4, True, Role("core", ()), START + first * DAY, until)


def owned(rule: dict[str, Any], *papers: dict[str, Any]) -> Licences:
    counting = RULE.value.model_copy(update={"period": Period.QUARTER, "per_region": False, **rule})
    files = {
        f"paper-{number}": replace(PAPER, value=paper(number, **said))
        for number, said in enumerate(papers)
    }
    return Licences({"ibm-vpc": replace(RULE, value=counting)}, files)


def paper(number: int, **said: Any) -> Entitlement:
    plain = {"rule": "ibm-vpc", "contract": f"contract {number}", "starts_on": date(2026, 1, 1)}
    return PAPER.value.model_copy(update={**plain, "ends_on": None, **said})


def told(licences: Licences, stays: list[Stay], day: int) -> tuple[Position, Timeline]:
    """What both say of the time from April until the end of that day."""
    at = START + day * DAY
    there = {"database": stays}
    [one] = positions(licences, PARK, there, at)
    start = START if one.rule.peak is Peak.HIGH_WATER_MARK else at
    [line] = timelines(licences, PARK, there, start, at + MOMENT)
    return one, line


def test_the_marks_of_two_owners_are_both_owed_though_never_at_once() -> None:
    """Four of hita's in April, four of usa's in May: each owns two, and lacks two."""
    licences = owned({}, {"quantity": 2, "owner": "hita"}, {"quantity": 2, "owner": "usa"})
    stays = [runs("a", "hita", "pri-01", 0, 30), runs("b", "usa", "pri-01", 31, None)]
    one, line = told(licences, stays, 60)
    assert int(one.headroom) == -4
    assert line.tightest.headroom == one.headroom
    assert line.tightest.at == START + 31 * DAY


def test_where_nobody_may_use_the_others_a_period_is_in_breach_as_the_position_is() -> None:
    lots = ({"quantity": 8, "owner": "hita"}, {"quantity": 2, "owner": "usa"})
    stays = [runs("a", "hita", "pri-01", 0, 30), runs("b", "usa", "pri-01", 31, None)]
    one, line = told(owned({"all_or_nothing": True}, *lots), stays, 60)
    assert one.in_breach
    assert line.in_breach
    assert line.tightest.headroom == one.headroom


def test_a_mark_is_compared_with_who_owned_the_licences_then() -> None:
    """usa needed eight in April, when they were everybody's; hita's alone since the 16th of May."""
    licences = owned(
        {},
        {"quantity": 10, "ends_on": date(2026, 5, 15)},
        {"quantity": 10, "owner": "hita", "starts_on": date(2026, 5, 16)},
    )
    stays = [runs(name, "usa", "pri-01", 0, 30) for name in ("a", "b")]
    one, line = told(licences, [*stays, runs("c", "hita", "pri-01", 50, None)], 60)
    assert int(one.headroom) == 2
    assert line.tightest.headroom == one.headroom


SMALL = {"counts": Metric.SOCKETS, "cap": Cap.NONE, "sockets_at_most": 2}


def test_a_host_that_is_refused_is_told_of_a_period_though_the_number_stays() -> None:
    """Two sockets each, and the second host has room for four."""
    stays = [runs("a", "hita", "pri-01", 0, 10), runs("a", "hita", "pri-02", 10, 20)]
    stays += [runs("a", "hita", "pri-01", 20, None)]
    licences = owned({**SMALL, "peak": Peak.CURRENT}, {"quantity": 10})
    [line] = timelines(licences, PARK, {"database": stays}, START, START + 30 * DAY)
    assert line.refused == ("pri-02",)
    assert line.in_breach


def test_a_mark_tells_of_hosts_that_were_refused_at_another_moment_and_in_another_region() -> None:
    stays = [
        runs("a", "hita", "pri-01", 0, 10),
        runs("b", "hita", "rem-01", 0, 10),
        runs("a", "hita", "pri-02", 10, 11),
        runs("a", "hita", "pri-01", 11, None),
    ]
    for rule in ({}, {"per_region": True}):
        one, line = told(owned({**SMALL, **rule}, {"quantity": 10}), stays, 30)
        assert one.refused == {"pri-02"}
        assert line.refused == ("pri-02",)
        assert line.tightest.headroom == one.headroom


@st.composite
def counted(draw: st.DrawFn) -> dict[str, Any]:
    """By servers or by hosts, with a mark or without one."""
    by_hosts = draw(st.booleans())
    peak = draw(st.sampled_from(Peak))
    found: dict[str, Any] = {
        "counts": draw(st.sampled_from([Metric.CORES, Metric.SOCKETS]))
        if by_hosts
        else Metric.VCPUS,
        "cap": Cap.NONE,
        "units_per_licence": draw(st.sampled_from([1, 2])),
        "round_up_at": draw(st.sampled_from([Level.PARK, Level.SITE])),
        "peak": peak,
        "per_region": peak is Peak.HIGH_WATER_MARK and draw(st.booleans()),
        "all_or_nothing": draw(st.booleans()),
    }
    if by_hosts:
        found["window_days"] = draw(st.sampled_from([0, 30]))
        found["reach"] = draw(st.sampled_from([Reach.HOST, Reach.SITE]))
        found["sockets_at_most"] = draw(st.sampled_from([None, None, 2]))
    return found


OWNERS = st.sampled_from(["consortium", "hita", "usa"])
MAY = date(2026, 5, 15)
TERMS = st.sampled_from([{}, {}, {"ends_on": MAY}, {"starts_on": MAY + DAY}])
PLACES = st.sampled_from([{}, {"sites": ("primary",)}, {"region": "europe"}])
PAPERS = st.builds(
    lambda quantity, owner, place, term: {"quantity": quantity, "owner": owner, **place, **term},
    st.integers(0, 60),
    OWNERS,
    PLACES,
    TERMS,
)


@st.composite
def histories(draw: st.DrawFn) -> list[Stay]:
    found: list[Stay] = []
    for number in range(draw(st.integers(1, 5))):
        first = draw(st.integers(0, 60))
        lasts = draw(st.none() | st.integers(1, 60))
        member = draw(st.sampled_from(["hita", "usa", "oita"]))
        host = draw(st.sampled_from(sorted(PARK.hosts)))
        last = None if lasts is None else first + lasts
        found.append(runs(f"server-{number}", member, host, first, last))
        if last is not None and draw(st.booleans()):
            other = draw(st.sampled_from(sorted(PARK.hosts)))
            found.append(runs(f"server-{number}", member, other, last, None))
    return found


@settings(max_examples=examples(400))
@given(counted(), st.lists(PAPERS, min_size=1, max_size=3), histories(), st.integers(30, 90))
def test_position_and_period_tell_the_same(
    rule: dict[str, Any], papers: list[dict[str, Any]], stays: list[Stay], day: int
) -> None:
    known = [stay for stay in stays if stay.since <= START + day * DAY]
    licences = owned(rule, *papers)
    assume(positions(licences, PARK, {"database": known}, START + day * DAY))
    one, line = told(licences, known, day)
    assert line.highest.licences == (one.higher or one).required.licences
    assert line.tightest.headroom == one.headroom
    assert line.in_breach == one.in_breach

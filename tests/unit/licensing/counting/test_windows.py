"""Windows remember what was counted, and a park that changes does not change what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import UNKNOWN
from licensing.counting.history import History
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.stay import Stay
from licensing.counting.sweep import sweep
from licensing.papers.measure import HOST_METRICS, Level, Reach
from licensing.papers.rule import Rule
from tests.lib.effort import examples
from tests.lib.machines import START
from tests.unit.licensing.counting.test_sweep import DAY, PARK, RULES, rules, stays

NO_TIME = timedelta(microseconds=1)
SIZES = [(2, 6), (1, 10), (4, 4), (2, 16)]


def on(host: str, number: int, until: int | None = None) -> Stay:
    end = None if until is None else START + until * DAY
    return Stay(f"a{number}", "hita", host, 2, True, UNKNOWN, START, end)


def licences(rule: str, park: Park, history: Sequence[Stay], day: int) -> int:
    at = START + day * DAY
    found = required(RULES[rule], park, history, at).licences
    assert found == History(history).licences(RULES[rule], park, at)
    return int(found)


def test_ten_servers_that_left_a_host_leave_all_their_sets_behind_for_the_window() -> None:
    """Windows Server Standard: 32 cores, and once more for every two servers."""
    park = Park({"h1": Host("h1", "primary", 4, 8), "h2": Host("h2", "primary", 4, 8)})
    history = [
        *(on("h1", n, until=100) for n in range(10)),
        *(replace(on("h2", n), since=START + 100 * DAY) for n in range(10)),
    ]
    at = [licences("windows-server-standard", park, history, day) for day in (99, 130, 189, 190)]
    assert at == [160, 320, 320, 160]


def test_servers_that_take_turns_need_no_more_sets_than_ran_at_once() -> None:
    park = Park({"h1": Host("h1", "primary", 4, 8)})
    turns = [replace(on("h1", n, until=10 * n + 10), since=START + 10 * n * DAY) for n in range(10)]
    assert licences("windows-server-standard", park, turns, 95) == 32


def test_a_free_replica_that_stops_leaves_nothing_behind() -> None:
    rule = RULES["sql-server-core-host"].model_copy(update={"free_passive_servers": 1})
    park = Park({"h1": Host("h1", "primary", 2, 8), "h2": Host("h2", "primary", 2, 8)})
    passive = replace(on("h2", 2, until=10), role=replace(UNKNOWN, passive=True))
    at = START + 20 * DAY
    assert required(rule, park, [on("h1", 1), passive], at).licences == 16
    both_stop = [on("h1", 1, until=10), passive]
    assert required(rule, park, both_stop, at).licences == 16


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((2, 8), [32, 32, 16]),  # made smaller: the 32 stay for the window
        ((2, 24), [32, 48, 48]),  # made larger: from that day on
    ],
)
def test_sockets_that_change_count_as_they_were_while_the_window_lasts(
    after: tuple[int, int], expected: list[int]
) -> None:
    old = Park({"h1": Host("h1", "primary", 2, 16)})
    park = old.changed(START + 50 * DAY, {"h1": Host("h1", "primary", *after)})
    history = [on("h1", 1)]
    at = [licences("sql-server-core-host", park, history, day) for day in (49, 60, 150)]
    assert at == expected


def test_a_host_that_is_made_larger_once_all_have_left_counts_as_it_was_left() -> None:
    old = Park({"h1": Host("h1", "primary", 2, 8)})
    park = old.changed(START + 50 * DAY, {"h1": Host("h1", "primary", 2, 32)})
    assert licences("sql-server-core-host", park, [on("h1", 1, until=40)], 60) == 16


def test_a_fence_counts_from_the_day_on_which_it_stands() -> None:
    hosts = {name: Host(name, "primary", 2, 8) for name in ("h1", "h2", "h3")}
    park = Park(hosts).changed(START + 50 * DAY, fences={"p": frozenset({"h1"})})
    park = park.changed(START + 80 * DAY, fences={})
    own = park.for_product("p")
    history = [on("h1", 1)]
    at = [licences("oracle-processor", own, history, day) for day in (49, 50, 79, 80)]
    assert at == [24, 8, 8, 24]
    assert park.for_product("another").at(START + 60 * DAY).hosts == hosts


@st.composite
def parks(draw: st.DrawFn, among: Park = PARK) -> Park:
    """A park whose hosts change now and then: their size, class, aggregate, or that they stand."""
    park = among
    day = 0
    for _ in range(draw(st.integers(0, 3))):
        day += draw(st.integers(1, 80))
        name = draw(st.sampled_from(sorted(among.hosts)))
        sockets, cores = draw(st.sampled_from(SIZES))
        host = replace(
            park.hosts[name],
            sockets=sockets,
            cores_per_socket=cores,
            aggregate=draw(st.sampled_from(["general", "licensed"])),
            factor=draw(st.sampled_from([("default",), ("power",), ("other", "power")])),
            declared=draw(st.booleans()),
        )
        park = park.changed(START + day * DAY, {**park.hosts, name: host})
    return park


def moments(park: Park, history: Sequence[Stay]) -> list[datetime]:
    """Every moment at which something but a window begins or ends."""
    found = {until for until, _ in park.before}
    for stay in history:
        found |= {stay.since} | ({stay.until} if stay.until is not None else set())
    return sorted(found)


@settings(max_examples=examples(1_500))
@given(rules(), parks(), stays())
def test_the_sweep_and_the_sum_agree_while_hosts_change(
    rule: Rule, park: Park, history: list[Stay]
) -> None:
    swept = dict(sweep(rule, park, history))
    lived = [stay for stay in history if stay.since != stay.until]
    base = History(lived)
    for day in range(0, 300, 9):
        at = START + day * DAY
        known = [then for then in swept if then <= at]
        last = Fraction(swept[max(known)]) if known else Fraction(0)
        assert last == required(rule, park, lived, at).licences
        assert last == base.licences(rule, park, at)


ONE_EACH = Park(
    {
        "pri-01": Host("pri-01", "primary", 2, 6),
        "pri-02": Host("pri-02", "second", 1, 10, "licensed", ("power",)),
        "pri-03": Host("pri-03", "third", 4, 4, "licensed"),
        "rem-01": Host("rem-01", "fourth", 2, 8),
        "rem-02": Host("rem-02", "fifth", 2, 8, "general", ("other", "power")),
    }
)
"""So that what a rule says by site it says by host."""


@settings(max_examples=examples(1_000))
@given(rules(), parks(ONE_EACH), stays())
def test_a_window_is_the_most_that_a_host_counted_within_it(
    rule: Rule, park: Park, history: list[Stay]
) -> None:
    """Of one measure, and before the floor of the whole: both come after the windows."""
    lived = [stay for stay in history if stay.since != stay.until]
    floors = rule.floors.model_copy(update={"licences_at_least": 0})
    by_site = {"floors": floors, "round_up_at": Level.SITE, "reach": Reach.SITE}
    rule = rule.model_copy(update={"combined": None, **by_site})
    plain = rule.model_copy(update={"window_days": 0})
    days = rule.window_days if rule.counts in HOST_METRICS else 0
    for day in range(0, 300, 23):
        at = START + day * DAY
        lately = [m for m in moments(park, lived) if at - days * DAY < m <= at]
        each = [required(plain, park, lived, m - NO_TIME).by_site for m in lately]
        each.append(required(plain, park, lived, at).by_site)
        most = {site: max(one.get(site, 0) for one in each) for one in each for site in one}
        assert required(rule, park, lived, at).licences == sum(most.values())

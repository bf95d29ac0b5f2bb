"""The sweep through time against the sum at each moment: two ways to the same number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import Role
from licensing.counting.figure import Figure, moments
from licensing.counting.history import History
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.spare_days import beyond_free_days
from licensing.counting.stay import Stay
from licensing.counting.sweep import sweep
from licensing.papers.measure import Each, Level, Metric, Reach
from licensing.papers.rule import Peak, Rule
from licensing.papers.store import read_licences
from licensing.position.bought import Bought
from licensing.position.course import course
from licensing.position.owed import owed
from licensing.position.position import position
from tests.lib.definitions import ROOT
from tests.lib.effort import examples
from tests.lib.machines import START

RULES = {name: read.value for name, read in read_licences(ROOT)[0].rules.items()}
DAY = timedelta(days=1)

PARK = Park(
    {
        "pri-01": Host("pri-01", "primary", 2, 6, "general"),
        "pri-02": Host(
            "pri-02", "primary", 1, 10, "licensed", ("power", "other"), threads_per_core=2
        ),
        "pri-03": Host("pri-03", "primary", 4, 40, "licensed", ram_gib=100),
        "rem-01": Host("rem-01", "remote", 2, 8, "general"),
        "rem-02": Host("rem-02", "remote", None, None, "general", ("power",)),
    },
    declared=(
        Figure(Metric.STAFF, "hita", START - DAY, 700),
        Figure(Metric.USERS, "hita", START + 10 * DAY, 120),
        Figure(Metric.USERS, "hita", START + 60 * DAY, 90),
        Figure(Metric.STORAGE_TIB, "hita", START + 30 * DAY, 12),
    ),
)


def instants(stays: Sequence[Stay], window: timedelta) -> list[datetime]:
    """Every moment at which what is required may change, in order."""
    found = {stay.since for stay in stays}
    for stay in stays:
        if stay.until is not None:
            found |= {stay.until, stay.until + window}
    return sorted(found)


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    """Servers that are in one place at a time, and pass through some."""
    found: list[Stay] = []
    for number in range(draw(st.integers(1, 5))):
        day = draw(st.integers(0, 100))
        for _ in range(draw(st.integers(1, 4))):
            length = draw(st.integers(0, 90) | st.none())
            found.append(
                Stay(
                    f"server-{number}",
                    "hita",
                    draw(st.sampled_from(sorted(PARK.hosts))),
                    draw(st.sampled_from([1, 2, 4, 12])),
                    draw(st.booleans()),
                    Role("", (), draw(st.booleans()), draw(st.booleans())),
                    START + day * DAY,
                    None if length is None else START + (day + length) * DAY,
                )
            )
            if length is None:
                break
            day += length + draw(st.sampled_from([0, 0, 3]))
    return found


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A shipped rule, or one that no vendor has thought of yet."""
    rule = RULES[draw(st.sampled_from(sorted(RULES)))]
    if rule.combined is not None and rule.combined.each is Each.HOST:
        return rule  # what is compared host by host is rounded there
    return rule.model_copy(
        update=draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "round_up_at": st.sampled_from(Level),
                    "reach": st.sampled_from(Reach),
                    "window_days": st.sampled_from([0, 30, 90]),
                    "powered_off_counts": st.booleans(),
                    "contagious": st.booleans(),
                    "free_passive_servers": st.sampled_from([0, 1, 2]),
                    "factors": st.just({"default": Fraction(1, 2), "power": Fraction(3, 4)}),
                },
            )
        )
    )


@settings(max_examples=examples(2_000))
@given(rules(), stays())
def test_the_sweep_and_the_sum_agree_at_every_moment(rule: Rule, history: list[Stay]) -> None:
    swept = dict(sweep(rule, PARK, history))
    lived = [stay for stay in history if stay.since != stay.until]
    for moment in instants(lived, timedelta(days=rule.window_days)):
        if moment in swept:
            assert swept[moment] == required(rule, PARK, lived, moment).licences
    last = Fraction(0)
    for day in range(0, 300, 7):
        at = START + day * DAY
        known = [then for then in swept if then <= at]
        last = Fraction(swept[max(known)]) if known else Fraction(0)
        assert last == required(rule, PARK, lived, at).licences
    if not (rule.counts_hosts and rule.window_days):  # begun all at once, not one by one
        assert History(history).licences(rule, PARK, at) == last


@settings(max_examples=examples(1_000))
@given(rules(), stays(), st.integers(0, 200), st.integers(0, 150))
def test_a_high_water_mark_is_the_highest_of_all_moments(
    rule: Rule, history: list[Stay], first: int, length: int
) -> None:
    rule = rule.model_copy(update={"peak": Peak.HIGH_WATER_MARK, "per_region": False})
    history = [stay for stay in history if stay.since != stay.until]
    lived = beyond_free_days(rule, history).stays
    start, at = START + first * DAY, START + (first + length) * DAY
    window = timedelta(days=rule.window_days)
    changes = sorted({*instants(lived, window), *moments(rule, PARK.declared)})
    asked = [start, *(m for m in changes if start < m < at), at]
    found = owed(rule, PARK, history, start, at)
    each = [required(rule, PARK, lived, moment).licences for moment in asked]
    assert found.licences == max(each)
    assert found.at == asked[each.index(max(each))]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from([f"server-{number}" for number in range(5)]),
        st.sampled_from(["move", "resize", "stop"]),
        st.sampled_from(sorted(PARK.hosts)),
    ),
    max_size=4,
)


@settings(max_examples=examples(1_500))
@given(rules(), stays(), CHANGES, st.integers(0, 150), st.sampled_from(Peak))
def test_a_changed_history_counts_as_if_it_had_been_so_all_along(
    rule: Rule,
    history: list[Stay],
    changes: list[tuple[str, str, str]],
    day: int,
    peak: Peak,
) -> None:
    """The borrowed tally against a fresh one, and nothing is left of what was borrowed."""
    rule = rule.model_copy(update={"peak": peak, "per_region": False})
    at = START + day * DAY
    known = [stay for stay in history if stay.since <= at]
    known = [
        replace(stay, until=None) if stay.until is not None and stay.until > at else stay
        for stay in known
    ]
    base = History(known)
    bought = Bought("product", rule, Fraction(10), 1, None)
    first = position(bought, PARK, base, at).required.licences
    derived: History = base
    for server, what, host in changes:
        derived = derived.changed(server, at, partial(_changed, what, host)) or derived
    found = position(bought, PARK, derived, at).required
    fresh = position(bought, PARK, History(list(derived)), at).required
    assert (found.licences, found.at) == (fresh.licences, fresh.at)
    if peak is Peak.CURRENT:
        counted = beyond_free_days(rule, list(derived)).stays
        assert found.licences == required(rule, PARK, counted, at).licences
        steps = course(bought, PARK, derived, at)
        assert steps == course(bought, PARK, History(list(derived)), at)
        for moment, licences in steps:
            assert licences == required(rule, PARK, counted, moment).licences
    assert position(bought, PARK, base, at).required.licences == first
    assert base.licences(rule, PARK, at) == History(known).licences(rule, PARK, at)


def _changed(what: str, host: str, stay: Stay) -> Stay | None:
    if what == "stop":
        return None
    return replace(stay, host=host) if what == "move" else replace(stay, vcpus=8)

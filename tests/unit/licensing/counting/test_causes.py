"""Whatever counts has a cause, and whatever has a cause counts."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import UNKNOWN
from licensing.counting.causes import causes
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.stay import Stay
from licensing.papers.measure import Level, Metric, Reach
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from tests.lib.definitions import ROOT
from tests.lib.effort import examples
from tests.lib.machines import START

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
PARK = Park({name: Host(name, "primary", 2, 16) for name in ("h1", "h2", "h3")})
HOSTS = (
    read_licences(ROOT)[0]
    .rules["rhel-socket-pair"]
    .value.model_copy(
        update={
            "counts": Metric.HOSTS,
            "units_per_licence": 1,
            "round_up_at": Level.NEVER,
            "factors": {},
            "window_days": 30,
        }
    )
)
"""So many licences as hosts count."""


def stay(
    host: str, begins: int, ends: int | None = None, *, on: bool = True, name: str = "a"
) -> Stay:
    until = None if ends is None else START + ends * DAY
    return Stay(name, "hita", host, 2, on, UNKNOWN, START + begins * DAY, until)


def told(rule: Rule, *stays: Stay, since: int, until: int) -> list[tuple[str, int, int, bool]]:
    """Host, first and last day, whether it was left."""
    return [
        (one.stay.host, (one.since - START).days, (one.until - START).days, one.has_left)
        for one in causes(rule, PARK, stays, START + since * DAY, START + until * DAY)
    ]


def test_a_server_counts_while_it_runs_and_its_host_for_the_window_after_it() -> None:
    assert told(HOSTS, stay("h1", 0, 10), stay("h2", 10), since=5, until=100) == [
        ("h1", 5, 10, False),
        ("h2", 10, 100, False),
        ("h1", 10, 40, True),
    ]


def test_who_left_a_host_pays_only_while_nobody_else_is_on_it() -> None:
    left, other = stay("h1", 0, 10), stay("h1", 20, 25, name="b")
    assert told(HOSTS, left, other, since=0, until=100) == [
        ("h1", 0, 10, False),
        ("h1", 20, 25, False),
        ("h1", 10, 20, True),
        ("h1", 25, 40, True),
        ("h1", 25, 55, True),
    ]


def test_a_server_that_left_twice_has_one_window() -> None:
    gone = [stay("h1", 0, 10), stay("h1", 12, 14)]
    assert told(HOSTS, *gone, since=15, until=100) == [("h1", 15, 44, True)]


def test_a_host_within_reach_of_what_runs_is_nobodys_window() -> None:
    wide = HOSTS.model_copy(update={"reach": Reach.SITE})
    assert told(wide, stay("h1", 0, 10), stay("h2", 0, name="b"), since=15, until=20) == [
        ("h2", 15, 20, False)
    ]


def test_a_server_that_is_off_causes_nothing() -> None:
    assert told(HOSTS, stay("h1", 0, on=False), stay("h2", 0, 5, on=False), since=6, until=9) == []


@settings(max_examples=examples(500))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(PARK.hosts)),
            st.integers(0, 60),
            st.integers(0, 40) | st.none(),
            st.booleans(),
            st.sampled_from("abc"),
        ),
        max_size=8,
    ),
    st.integers(0, 120),
    st.sampled_from([Reach.HOST, Reach.SITE]),
)
def test_a_host_counts_exactly_where_there_is_a_cause(
    lived: list[tuple[str, int, int | None, bool, str]], day: int, reach: Reach
) -> None:
    rule = HOSTS.model_copy(update={"reach": reach})
    stays = [
        stay(host, begins, None if length is None else begins + length, on=on, name=name)
        for host, begins, length, on, name in lived
    ]
    at = START + day * DAY
    found = {
        name
        for one in causes(rule, PARK, stays, at, at + MOMENT)
        for name in _reached(reach, one.stay.host)
    }
    lived_stays = [one for one in stays if one.since != one.until]
    assert Fraction(len(found)) == required(rule, PARK, lived_stays, at).licences


def _reached(reach: Reach, host: str) -> set[str]:
    return {host} if reach is Reach.HOST else set(PARK.hosts)

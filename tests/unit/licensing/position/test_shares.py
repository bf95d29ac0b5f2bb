from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from blueprint.naming import UNKNOWN, Role
from core.home import REPOSITORY
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.measure import Metric
from licensing.papers.rule import Peak
from licensing.papers.store import read_licences
from licensing.position.owed import owed
from licensing.position.shares import on_paper, shares, yen_by_member

RULES = read_licences(REPOSITORY)[0].rules
START = datetime(2026, 4, 1, tzinfo=UTC)
PARK = Park({name: Host(name, "primary", 2, 16) for name in ("h1", "h2")})
DAY = timedelta(days=1)


def stay(member: str, vcpus: int, begins: int = 0, ends: int | None = None) -> Stay:
    until = None if ends is None else START + timedelta(days=ends)
    since = START + timedelta(days=begins)
    return Stay(f"{member}-1", member, "h1", vcpus, True, UNKNOWN, since, until)


def as_shown(parts: dict[str, Fraction]) -> dict[str, str]:
    return {member: shown(share) for member, share in on_paper(parts).items()}


def test_a_peak_is_shared_by_those_who_made_it_and_by_nobody_else() -> None:
    stays = [stay("hita", 2), stay("usa", 6, 10, 12), stay("yufu", 4, 20)]
    found = owed(RULES["ibm-vpc"].value, PARK, stays, START, START + timedelta(days=30))
    assert found.licences == Fraction(8)
    assert shares(RULES["ibm-vpc"].value, found, stays) == {"hita": Fraction(2), "usa": Fraction(6)}


def test_a_host_that_is_shared_is_split_by_vcpus() -> None:
    stays = [stay("hita", 1), stay("usa", 2)]
    rule = RULES["oracle-processor"].value
    found = owed(rule, PARK, stays, START, START + DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(32, 3), "usa": Fraction(64, 3)}


def test_a_host_that_counts_for_its_window_alone_is_the_doing_of_who_left_it() -> None:
    rule = RULES["sql-server-core-host"].value
    stays = [stay("usa", 2, 0, 5)]
    found = owed(rule, PARK, stays, START, START + timedelta(days=30))
    assert shares(rule, found, stays) == {"usa": Fraction(32)}


def away_for_an_hour() -> list[Stay]:
    """hita's server, at home on h1, on h2 for an hour of the eleventh day."""
    ten, eleven = START + 10 * DAY, START + 10 * DAY + timedelta(hours=1)
    return [
        Stay("hita-1", "hita", host, 2, True, UNKNOWN, since, until)
        for host, since, until in (("h1", START, ten), ("h2", ten, eleven), ("h1", eleven, None))
    ]


def test_a_move_there_and_back_within_an_hour_costs_who_stayed_nothing() -> None:
    """hita's server was on usa's host for an hour; both hosts count as they did before."""
    rule = RULES["sql-server-core-host"].value
    stays = [*away_for_an_hour(), Stay("usa-1", "usa", "h2", 2, True, UNKNOWN, START, None)]
    found = owed(rule, PARK, stays, START, START + 20 * DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(32), "usa": Fraction(32)}


def test_an_hour_alone_on_an_empty_host_weighs_an_hour_in_ninety_days() -> None:
    """usa's server came for an hour and opened a window of ninety days on h2: both hosts count."""
    rule = RULES["sql-server-core-host"].value
    ten, eleven = START + 10 * DAY, START + 10 * DAY + timedelta(hours=1)
    stays = [
        stay("hita", 2),
        Stay("usa-1", "usa", "h2", 2, True, UNKNOWN, ten, eleven),
    ]
    found = owed(rule, PARK, stays, START, START + 30 * DAY)
    assert found.licences == 64
    assert as_shown(shares(rule, found, stays)) == {"hita": "63.91", "usa": "0.09"}


def test_an_hour_on_an_empty_host_and_back_changes_nobodys_share_of_the_whole() -> None:
    """hita and usa run alike on h1; hita's server is moved to h2 for an hour, and back."""
    rule = RULES["sql-server-core-host"].value
    stays = [*away_for_an_hour(), stay("usa", 2)]
    found = owed(rule, PARK, stays, START, START + 20 * DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(32), "usa": Fraction(32)}


def test_who_left_eighty_days_ago_pays_for_the_time_of_use_that_the_window_still_holds() -> None:
    rule = RULES["sql-server-core-host"].value
    stays = [stay("hita", 2), stay("usa", 2, 0, 20)]
    found = owed(rule, PARK, stays, START, START + 100 * DAY)
    assert found.licences == 32
    assert as_shown(shares(rule, found, stays)) == {"hita": "28.8", "usa": "3.2"}


def test_what_is_off_or_goes_free_weighs_nothing_in_a_window_either() -> None:
    rule = RULES["sql-server-core-host"].value.model_copy(update={"free_passive_servers": 1})
    role = Role("tax", (), passive=True)
    stays = [
        stay("hita", 2),
        Stay("usa-1", "usa", "h2", 8, False, UNKNOWN, START, START + 5 * DAY),
        Stay("yufu-1", "yufu", "h1", 2, True, Role("tax", ()), START, None),
        Stay("yufu-2", "yufu", "h1", 8, True, role, START, None),
    ]
    found = owed(rule, PARK, stays, START, START + 30 * DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(16), "yufu": Fraction(16)}


@st.composite
def stays_of_some(draw: st.DrawFn) -> list[Stay]:
    """Servers of three members on two hosts; some switched off, some standing by, some gone."""
    return [
        Stay(
            f"{member}-{number}",
            member,
            draw(st.sampled_from(("h1", "h2"))),
            draw(st.integers(1, 8)),
            draw(st.booleans()),
            Role("tax", (), draw(st.booleans())),
            since := START + timedelta(hours=draw(st.integers(-3000, 1500))),
            draw(st.none() | st.integers(0, 2000).map(lambda h: since + timedelta(hours=h))),
        )
        for number, member in enumerate(draw(st.lists(st.sampled_from(("hita", "usa", "yufu")))))
    ]


@given(stays_of_some(), st.sampled_from((Peak.CURRENT, Peak.HIGH_WATER_MARK)))
def test_shares_of_a_window_add_up_and_who_ran_for_nothing_pays_nothing(
    stays: list[Stay], peak: Peak
) -> None:
    rule = RULES["sql-server-core-host"].value.model_copy(
        update={"peak": peak, "free_passive_servers": 1}
    )
    found = owed(rule, PARK, stays, START, START + 60 * DAY)
    split = shares(rule, found, stays)
    assert sum(split.values(), Fraction(0)) == found.licences
    assert set(split) <= {one.member for one in stays if one.powered_on}


def test_time_counts_as_long_as_the_peak_lasted_and_no_longer() -> None:
    """A host of 32 cores in the window of a mark: usa is there for a tenth of the time."""
    rule = RULES["oracle-processor"].value.model_copy(update={"peak": Peak.HIGH_WATER_MARK})
    stays = [stay("hita", 2), stay("usa", 2, 9, 10)]
    found = owed(rule, PARK, stays, START, START + 10 * DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(320, 11), "usa": Fraction(32, 11)}


def test_a_server_that_is_switched_off_costs_its_member_nothing() -> None:
    rule = RULES["nec-webotx"].value
    off = Stay("usa-1", "usa", "h1", 8, False, UNKNOWN, START, None)
    found = owed(rule, PARK, [stay("hita", 2), off], START, START + DAY)
    assert shares(rule, found, [stay("hita", 2), off]) == {"hita": Fraction(1)}


def test_a_replica_that_goes_free_costs_its_member_nothing() -> None:
    rule = RULES["sql-server-core-server"].value
    primary, replica = (
        Stay(f"usa-{n}", "usa", "h1", 8, True, Role("tax", (), n == 2), START, None) for n in (1, 2)
    )
    stays = [stay("hita", 8), primary, replica]
    found = owed(rule, PARK, stays, START, START + DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(8), "usa": Fraction(8)}


def test_where_servers_are_counted_each_weighs_what_it_came_to() -> None:
    """Two vCPUs count as four by the rule's floor."""
    rule = RULES["sql-server-core-server"].value
    stays = [stay("hita", 2), stay("usa", 4)]
    found = owed(rule, PARK, stays, START, START + DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(4), "usa": Fraction(4)}


def test_each_regions_peak_is_paid_by_who_was_there() -> None:
    rule = RULES["ibm-vpc"].value
    hosts = {"h1": Host("h1", "primary", 2, 16), "r1": Host("r1", "remote", 2, 16)}
    park = Park(hosts, regions={"primary": "asia-pacific", "remote": "europe"})
    stays = [stay("hita", 8), replace(stay("usa", 4), host="r1")]
    found = owed(rule, park, stays, START, START + DAY)
    assert shares(rule, found, stays) == {"hita": Fraction(8), "usa": Fraction(4)}


@given(st.dictionaries(st.text("abcdefgh", min_size=1), st.fractions(0, 1000), min_size=1))
def test_shares_on_paper_add_up_to_the_whole_on_paper(parts: dict[str, Fraction]) -> None:
    found = on_paper(parts)
    whole = shown(sum(parts.values(), Fraction(0)))
    assert sum(Fraction(shown(share)) for share in found.values()) == Fraction(whole)


@given(
    st.integers(0, 10**12),
    st.dictionaries(st.text("abcdefgh", min_size=1), st.fractions(0, 1000), min_size=1),
)
def test_yen_always_add_up_and_nobody_is_off_by_more_than_one(
    total: int, parts: dict[str, Fraction]
) -> None:
    split = yen_by_member(total, parts)
    whole = sum(parts.values())
    if not whole:
        assert split == {}
        return
    assert sum(split.values()) == total
    assert all(abs(split[m] - total * parts[m] / whole) < 1 for m in parts)


def test_who_declares_more_pays_more() -> None:
    figures = (
        Figure(Metric.STAFF, "hita", START, 744),
        Figure(Metric.STAFF, "usuki", START, 419),
    )
    park = Park({}, declared=figures)
    found = owed(RULES["oracle-java-employee"].value, park, [], START, START)
    assert shares(RULES["oracle-java-employee"].value, found, []) == {"hita": 744, "usuki": 419}


def test_the_larger_of_two_measures_is_the_doing_of_what_it_comes_from() -> None:
    """Users are those of whoever declares them, wherever the product runs, or whether it does."""
    rule = RULES["oracle-named-user-plus"].value
    small = {"h1": Host("h1", "primary", 1, 4)}
    users = Park(small, declared=(Figure(Metric.USERS, "hita", START, 60),))
    machines = Park(small, declared=(Figure(Metric.USERS, "hita", START, 30),))
    running = [stay("usa", 2)]
    assert [
        shares(rule, owed(rule, park, stays, START, START + DAY), stays)
        for park, stays in ((users, running), (machines, running), (machines, []))
    ] == [{"hita": Fraction(60)}, {"usa": Fraction(50)}, {"hita": Fraction(30)}]

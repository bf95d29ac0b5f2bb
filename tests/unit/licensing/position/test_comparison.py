"""What each edition would need and cost for one host layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from blueprint.naming import Role
from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.measure import Metric
from licensing.papers.store import read_licences
from licensing.position.comparison import Edition, cheapest, comparison, editions_of
from licensing.position.offer import Offer, at_one_price
from tests.lib.definitions import ROOT

LICENCES = read_licences(ROOT)[0]
RULES = {name: read.value for name, read in LICENCES.rules.items()}
NOW = datetime(2026, 11, 26, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
PARK = Park({"h1": Host("h1", "primary", 2, 8), "h2": Host("h2", "primary", 2, 8, "other")})


def servers(count: int, host: str = "h1", vcpus: int = 2) -> list[Stay]:
    role = Role("core", ("windows",))
    return [Stay(f"s{i}", "hita", host, vcpus, True, role, APRIL, None) for i in range(count)]


def offered(price: int | Offer) -> Offer:
    return price if isinstance(price, Offer) else at_one_price(price)


def compared(stays: list[Stay], *rules: str, **prices: int | Offer) -> dict[str, Edition]:
    named = {rule.replace("_", "-"): offered(price) for rule, price in prices.items()}
    found = comparison([RULES[rule] for rule in rules], named, PARK, stays, NOW)
    return {one.rule.id: one for one in found}


def test_ten_servers_on_a_host_cost_less_by_datacenter_at_the_ratio_of_list_prices() -> None:
    found = compared(
        servers(10),
        "windows-server-standard",
        "windows-server-datacenter",
        windows_server_standard=100,
        windows_server_datacenter=459,
    )
    standard, datacenter = found.values()
    assert (shown(standard.required.licences), shown(datacenter.required.licences)) == ("80", "16")
    assert (standard.yen, datacenter.yen) == (8000, 7344)
    assert cheapest(found.values()) is datacenter


@pytest.mark.parametrize(("count", "break_even"), [(2, 100), (8, 400), (10, 500)])
def test_datacenter_is_worth_as_many_times_the_price_as_standard_is_stacked(
    count: int, break_even: int
) -> None:
    found = compared(
        servers(count),
        "windows-server-standard",
        "windows-server-datacenter",
        windows_server_standard=100,
    )
    assert found["windows-server-datacenter"].break_even_yen == break_even
    assert found["windows-server-datacenter"].yen is None


def test_standard_by_server_against_all_cores_of_the_host() -> None:
    found = compared(servers(3), "sql-server-core-server", "sql-server-core-host")
    assert [shown(one.required.licences) for one in found.values()] == ["12", "16"]


def test_an_edition_that_the_hosts_do_not_allow_is_never_the_cheapest() -> None:
    park = Park({"h1": Host("h1", "primary", 4, 8)})
    rules = [RULES["oracle-processor"], RULES["oracle-se2"]]
    prices = {"oracle-processor": offered(1000), "oracle-se2": offered(1)}
    processor, se2 = comparison(rules, prices, park, servers(1), NOW)
    assert (se2.refused, shown(se2.required.licences)) == (("h1",), "4")
    assert cheapest([processor, se2]) is processor


def test_users_that_nobody_declares_make_no_cheap_edition() -> None:
    prices = {"oracle_processor": 1000, "oracle_named_user_plus": 1}
    found = compared(servers(1), "oracle-processor", "oracle-named-user-plus", **prices)
    assert found["oracle-named-user-plus"].undeclared == ("users",)
    best = cheapest(found.values())
    assert best is not None
    assert best.rule.id == "oracle-processor"


@pytest.mark.parametrize(
    ("declaring", "where_it_runs", "missing"),
    [(["hita"], False, True), (["hita", "usa"], False, False), (["hita"], True, False)],
)
def test_users_that_one_municipality_alone_declares_make_none_either(
    declaring: list[str], where_it_runs: bool, missing: bool
) -> None:
    """Only hita has a server, which matters where the rule asks who does."""
    users = RULES["oracle-named-user-plus"].model_copy(update={"where_it_runs": where_it_runs})
    figures = tuple(Figure(Metric.USERS, one, APRIL, 20) for one in declaring)
    park = replace(PARK, declared=figures)
    rules, members = [RULES["oracle-processor"], users], ["hita", "usa"]
    _, found = comparison(rules, {}, park, servers(1), NOW, members)
    assert found.undeclared == (("users",) if missing else ())


def test_editions_are_the_rules_of_one_family_that_hold_on_that_day() -> None:
    found = editions_of(LICENCES, RULES["windows-server-standard"], NOW)
    assert [rule.id for rule in found] == [
        "windows-server-standard",
        "windows-server-by-virtual-core",
        "windows-server-datacenter",
    ]
    earlier = editions_of(
        LICENCES, RULES["windows-server-standard"], datetime(2020, 1, 1, tzinfo=UTC)
    )
    assert "windows-server-by-virtual-core" not in [rule.id for rule in earlier]


def test_whole_licences_are_paid_for() -> None:
    half = compared(servers(1), "rhel-server-pair", rhel_server_pair=100)["rhel-server-pair"]
    assert half.required.licences == Fraction(1, 2)
    assert half.yen == 100


WINDOWS = (
    "windows-server-standard",
    "windows-server-datacenter",
    "windows-server-by-virtual-core",
)
LARGE = Park({"h1": Host("h1", "primary", 2, 16)})
PAIR = Park({name: Host(name, "primary", 2, 8) for name in ("h1", "h2")})


@pytest.mark.parametrize(
    ("park", "stays", "required", "best"),
    [
        # 32 cores twice, once, and four times 8
        (LARGE, servers(4), ["64", "32", "32"], "windows-server-by-virtual-core"),
        # ten sets of 32, once, and twenty times 8
        (LARGE, servers(20), ["320", "32", "160"], "windows-server-datacenter"),
        # two sets and one of 16, both hosts, and four times 8
        (PAIR, [*servers(3), *servers(1, "h2")], ["48", "32", "32"], WINDOWS[2]),
        # one set, both hosts since it may move there, and 16 at least
        (PAIR, servers(1), ["16", "32", "16"], "windows-server-standard"),
    ],
)
def test_windows_by_set_by_host_and_by_server(
    park: Park, stays: list[Stay], required: list[str], best: str
) -> None:
    """Prices in the ratio of the list: Datacenter 4.59 times Standard, which is that by server."""
    prices = dict(zip(WINDOWS, map(offered, (100, 459, 101)), strict=True))
    found = comparison([RULES[rule] for rule in WINDOWS], prices, park, stays, NOW)
    assert [shown(one.required.licences) for one in found] == required
    chosen = cheapest(found)
    assert chosen is not None
    assert chosen.rule.id == best


def test_oracle_by_processor_by_socket_and_by_user() -> None:
    """houseofbrick.com: 47,500 and 17,500 a processor; two sockets of 22 cores are 22 or 2."""
    park = Park({"h1": Host("h1", "primary", 2, 22)})
    yen = {"oracle-processor": 47_500, "oracle-se2": 17_500, "oracle-named-user-plus": 950}
    prices = {rule: offered(price) for rule, price in yen.items()}
    found = comparison([RULES[rule] for rule in prices], prices, park, servers(1), NOW)
    assert [shown(one.required.licences) for one in found] == ["22", "2", "550"]
    assert [one.yen for one in found] == [1_045_000, 35_000, 522_500]
    assert [one.break_even_yen for one in found] == [None, 522_500, 1_900]


def test_packs_the_least_order_and_the_price_of_the_quantity_are_paid_for() -> None:
    """Three servers of 9 vCPUs are 27, which are 14 packs of two; 16 are sold at least."""
    by_two = Offer(((19, 120), (None, 100)), packs_of=2, least=16)
    found = compared(
        servers(3, vcpus=9),
        "windows-server-standard",
        "windows-server-by-virtual-core",
        windows_server_standard=100,
        windows_server_by_virtual_core=by_two,
    )
    by_core = found["windows-server-by-virtual-core"]
    assert (shown(by_core.required.licences), by_core.ordered) == ("27", 28)
    assert (by_core.unit_price_yen, by_core.yen) == (100, 2800)
    assert by_core.break_even_yen == 32 * 100 // 28

"""The cheapest layout against trying out every one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import UNKNOWN
from core.errors import UserError
from licensing.change.layout import Capacity, Load, fenceable, optimise
from licensing.counting.park import Host, Park
from licensing.counting.requirement import required
from licensing.counting.stay import Stay
from licensing.papers.measure import Reach, Step
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from licensing.position.bought import Bought
from tests.lib.definitions import ROOT
from tests.lib.effort import examples
from tests.lib.machines import START

RULES = {name: read.value for name, read in read_licences(ROOT)[0].rules.items()}
HOSTS = ("h1", "h2", "h3", "h4")
VCPU_PER_CORE = 2


def bought(rule: Rule, name: str, yen: int) -> Bought:
    return Bought(name, rule, Fraction(0), yen, None)


def server(name: str, *products: str, vcpus: int = 2, group: str | None = None) -> Load:
    return Load(name, products, vcpus, 1, group, None)


def park_of(cores: tuple[int, ...]) -> Park:
    return Park({name: Host(name, "primary", 1, n) for name, n in zip(HOSTS, cores, strict=True)})


def capacity_of(park: Park) -> Capacity:
    vcpus = {name: (h.cores_per_socket or 0) * VCPU_PER_CORE for name, h in park.hosts.items()}
    return Capacity(vcpus, dict.fromkeys(park.hosts, 1000))


def licences(rule: Rule, park: Park, hosts: frozenset[str]) -> int:
    """With a server on each host: all of them count."""
    host_rule = rule.model_copy(update={"reach": Reach.HOST})
    stays = [Stay(name, "hita", name, 1, True, UNKNOWN, START, None) for name in hosts]
    return int(required(host_rule, park, stays, START).licences)


def every_layout(products: list[str]) -> Iterator[Mapping[str, frozenset[str]]]:
    subsets = [
        frozenset(hosts) for size in range(1, len(HOSTS) + 1) for hosts in combinations(HOSTS, size)
    ]
    for chosen in product(subsets, repeat=len(products)):
        yield dict(zip(products, chosen, strict=True))


def keeps(layout: Mapping[str, frozenset[str]], loads: list[Load], room: Mapping[str, int]) -> bool:
    """The rules of the module, by brute force; every server is placed by itself."""
    sets = {frozenset(load.products) for load in loads if load.products}
    for among in sets:
        for one, other in combinations(sorted(among), 2):
            if not (layout[one] <= layout[other] or layout[other] <= layout[one]):
                return False
        allowed = frozenset.intersection(*(layout[p] for p in among))
        groups: dict[str, int] = {}
        for load in loads:
            if frozenset(load.products) == among:
                groups[load.group or load.name] = groups.get(load.group or load.name, 0) + 1
        if len(allowed) < max(2, *groups.values()):
            return False
        demand = sum(load.vcpus for load in loads if among <= frozenset(load.products))
        if any(demand > sum(room[h] for h in allowed - {failed}) for failed in HOSTS):
            return False
    everything = sum(load.vcpus for load in loads)
    if any(everything > sum(room.values()) - room[failed] for failed in HOSTS):
        return False
    return fits(layout, loads, dict(room))


def fits(layout: Mapping[str, frozenset[str]], loads: list[Load], room: dict[str, int]) -> bool:
    if not loads:
        return True
    first, *others = loads
    allowed = frozenset(HOSTS).intersection(*(layout[p] for p in first.products))
    return any(
        fits(layout, others, {**room, host: room[host] - first.vcpus})
        for host in sorted(allowed)
        if room[host] >= first.vcpus
    )


LOADS = st.lists(
    st.builds(
        lambda name, products, vcpus, group: server(name, *products, vcpus=vcpus, group=group),
        st.uuids().map(str),
        st.sampled_from([(), ("db",), ("linux",), ("db", "linux")]),
        st.sampled_from([2, 4, 8]),
        st.sampled_from([None, "one", "two"]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=examples(300))
@given(
    st.tuples(*[st.sampled_from([2, 4, 6])] * 4),
    LOADS,
    st.sampled_from(
        ["oracle-processor", "aws-host-affinity-90", "windows-server-datacenter", "oracle-se2"]
    ),
)
def test_no_layout_that_keeps_the_rules_is_cheaper(
    cores: tuple[int, ...], loads: list[Load], rule: str
) -> None:
    park = park_of(cores)
    owned = {
        "db": bought(RULES[rule], "db", 1000),
        "linux": bought(RULES["rhel-virtual-datacenter"], "linux", 300),
    }
    room = capacity_of(park)
    products = sorted({p for load in loads for p in load.products})
    costs = [
        sum(
            licences(owned[p].rule, park, hosts) * owned[p].unit_price_yen
            for p, hosts in layout.items()
        )
        for layout in every_layout(products)
        if keeps(layout, loads, room.vcpus)
    ]
    found = optimise(park, "primary", loads, room, owned, 20)
    if not costs:
        assert found is None
        return
    assert found is not None
    assert found.proven
    assert found.yen == min(costs)
    assert keeps({p: frozenset(h) for p, h in found.hosts.items()}, loads, room.vcpus)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_with_so_many_hosts_the_smallest_ones_are_taken(count: int) -> None:
    park = park_of((2, 4, 6, 8))
    loads = [server("a", "db")]
    owned = {"db": bought(RULES["aws-host-affinity-90"], "db", 1)}
    found = optimise(park, "primary", loads, capacity_of(park), owned, 20, {"db": count})
    assert found is not None
    assert found.hosts["db"] == HOSTS[:count]


def test_of_two_that_cost_the_same_the_one_that_moves_fewer_servers() -> None:
    park = park_of((4, 4, 4, 4))
    loads = [replace(server(name, "db"), host=host) for name, host in (("a", "h3"), ("b", "h4"))]
    owned = {"db": bought(RULES["aws-host-affinity-90"], "db", 1)}
    found = optimise(park, "primary", loads, capacity_of(park), owned, 20)
    assert found is not None
    assert found.hosts["db"] == ("h3", "h4")


def test_a_host_that_the_rule_does_not_allow_is_in_no_fence() -> None:
    park = park_of((2, 4, 6, 8))
    larger = replace(park.hosts["h1"], sockets_possible=4)
    park = Park({**park.hosts, "h1": larger})
    owned = {"db": bought(RULES["oracle-se2"], "db", 1)}
    found = optimise(park, "primary", [server("a", "db")], capacity_of(park), owned, 20, {"db": 2})
    assert found is not None
    assert "h1" not in found.hosts["db"]
    assert (
        optimise(park, "primary", [server("a", "db")], capacity_of(park), owned, 20, {"db": 4})
        is None
    )


def test_numbers_that_the_solver_cannot_hold_are_told() -> None:
    park = park_of((2, 2, 2, 2))
    factors = {"default": Fraction(1, 999_999_999_999)}
    rule = RULES["oracle-processor"].model_copy(
        update={"factors": factors, "units_per_licence": 10**12, "multiple_of": 10**12}
    )
    owned = {"db": bought(rule, "db", 1)}
    with pytest.raises(UserError, match="the numbers of oracle-processor and of its price"):
        optimise(park, "primary", [server("a", "db")], capacity_of(park), owned, 20)


def test_what_weighs_more_by_steps_is_not_searched_for_as_if_it_did_not() -> None:
    by_steps = RULES["ibm-rvu-mapc"]
    assert fenceable({"db": bought(by_steps, "db", 1)})
    dearer = by_steps.model_copy(update={"steps": (Step(weight=Fraction(2)),)})
    assert not fenceable({"db": bought(dearer, "db", 1)})


def test_a_site_that_cannot_lose_a_host_has_no_layout() -> None:
    park = park_of((2, 2, 2, 2))
    loads = [server(str(number), "db", vcpus=4) for number in range(4)]
    owned = {"db": bought(RULES["aws-host-affinity-90"], "db", 1)}
    assert optimise(park, "primary", loads, capacity_of(park), owned, 20) is None

"""Who reaches whom, held to packets that are tried one by one, and to breadth-first search."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from itertools import product
from random import Random

import pytest

from blueprint.reachability import (
    ANY_PORT,
    Passage,
    Place,
    Step,
    Tier,
    carries,
    outside_of,
    path,
    steps,
)
from tests.lib.effort import ALL, chance

WORLDS = 10_000 if ALL else 150
PORTS = range(6)
PROTOCOLS = ("tcp", "udp")
NETWORKS = {name: IPv4Network(f"10.0.{n}.0/29") for n, name in enumerate(("a", "b", "c"))}
BEYOND = [IPv4Network(f"172.16.0.{4 * n}/30") for n in range(4)]


def any_passage(drawn: Random, groups: list[str]) -> Passage:
    low, high = sorted(drawn.choices(PORTS, k=2))
    cidrs = [*NETWORKS.values(), *BEYOND]
    cidr = drawn.choice(cidrs)
    part = drawn.choice(list(cidr.subnets(new_prefix=drawn.randint(cidr.prefixlen, 32))))
    to_a_group = bool(groups) and drawn.random() < 0.4
    return Passage(
        inward=drawn.random() < 0.5,
        protocol=drawn.choice((*PROTOCOLS, None)),
        ports=ANY_PORT if drawn.random() < 0.2 else (low, high),
        remote_cidr=None if to_a_group or drawn.random() < 0.1 else part,
        remote_group=drawn.choice(groups) if to_a_group else None,
    )


def any_world(drawn: Random) -> tuple[list[Tier], list[Place]]:
    names = [f"tier-{number}" for number in range(drawn.randint(0, 5))]
    tiers = []
    for name in names:
        network = drawn.choice(list(NETWORKS))
        servers = drawn.sample(list(NETWORKS[network].hosts()), drawn.randint(1, 2))
        tiers.append(
            Tier(
                name,
                network,
                tuple(map(IPv4Network, servers)),
                frozenset(any_passage(drawn, names) for _ in range(drawn.randint(0, 4))),
            )
        )
    places = []
    for cidr in drawn.sample(BEYOND, drawn.randint(0, 4)):
        led = drawn.sample(list(NETWORKS), drawn.randint(1, 3))
        ways = {one: drawn.choice(((), ("line",), ("other line",))) for one in led}
        routed = [one for one in led if drawn.random() < 0.3]
        places.append(Place(str(cidr), (cidr,), ways, routed))
    return tiers, places


@dataclass(frozen=True)
class Machine:
    """One address, and whose it is."""

    owner: Tier | Place
    address: IPv4Address


def machines(tiers: list[Tier], places: list[Place]) -> list[Machine]:
    everybody: list[Tier | Place] = [*tiers, *places]
    return [
        Machine(owner, address)
        for owner in everybody
        for block in owner.addresses
        for address in block
    ]


def is_joined(one: Tier | Place, other: Tier | Place) -> bool:
    """Whether a packet finds the way, if rules let it."""
    if isinstance(one, Tier) and isinstance(other, Tier):
        return one.network == other.network
    if isinstance(one, Place) and isinstance(other, Place):
        shared = set(one.routed) & set(other.routed)
        return any(one.ways[network][-1:] != other.ways[network][-1:] for network in shared)
    tier, place = (one, other) if isinstance(one, Tier) else (other, one)
    assert isinstance(tier, Tier)
    assert isinstance(place, Place)
    return tier.network in place.ways


def lets(machine: Machine, inward: bool, other: Machine, protocol: str, port: int) -> bool:
    """Neutron's rules for one packet: some rule must name it; beyond the networks none holds."""
    if isinstance(machine.owner, Place):
        return True
    return any(
        rule.inward is inward
        and rule.protocol in (None, protocol)
        and rule.ports[0] <= port <= rule.ports[1]
        and rule.remote_group in (None, other.owner.name)
        and (rule.remote_cidr is None or other.address in rule.remote_cidr)
        for rule in machine.owner.passages
    )


def tried(tiers: list[Tier], places: list[Place]) -> dict[str, set[str]]:
    """Each packet by itself: who reaches whom at once."""
    reached: dict[str, set[str]] = {tier.name: set() for tier in tiers}
    reached |= {place.name: set() for place in places}
    for source, target in product(machines(tiers, places), repeat=2):
        one, other = source.owner, target.owner
        if one is other or other.name in reached[one.name] or not is_joined(one, other):
            continue
        for protocol, port in product(PROTOCOLS, PORTS):
            if lets(source, False, target, protocol, port) and lets(
                target, True, source, protocol, port
            ):
                reached[one.name].add(other.name)
    return reached


def distances(reached: Mapping[str, Collection[str]], start: str) -> dict[str, int]:
    """Breadth-first search, as it stands in every book."""
    found, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for there in reached[here]:
            if there not in found:
                found[there] = found[here] + 1
                waiting.append(there)
    return found


def worlds() -> Iterator[tuple[list[Tier], list[Place]]]:
    drawn = chance("worlds in which somebody reaches somebody")
    for _ in range(WORLDS):
        yield any_world(drawn)


def test_the_model_agrees_with_every_packet_and_with_breadth_first_search() -> None:
    long_ways = 0
    for tiers, places in worlds():
        reached, there = tried(tiers, places), steps(tiers, places)
        assert {source: {step.target for step in own} for source, own in there.items()} == {
            source: own for source, own in reached.items() if own
        }
        for start in reached:
            far = distances(reached, start)
            for goal in reached:
                way = path(there, {start}, {goal})
                assert (None if way is None else len(way)) == far.get(goal)
                for step, onward in zip(way or (), (way or ())[1:], strict=False):
                    assert step.target == onward.source
                if way:
                    assert (way[0].source, way[-1].target) == (start, goal)
                    long_ways += len(way) > 1
    assert long_ways > WORLDS // 10


TCP_443 = Passage(True, "tcp", (443, 443), IPv4Network("172.22.0.0/25"), None)


def test_a_way_is_said_with_the_networks_that_it_passes() -> None:
    app = Tier("app", "mynumber", (IPv4Network("10.64.4.16/32"),), frozenset({TCP_443}))
    terminals = Place("172.22.0.0/25", (IPv4Network("172.22.0.0/25"),), {"mynumber": ("line",)})
    way = path(steps([app], [terminals]), {"172.22.0.0/25"}, {"app"})
    assert way is not None
    assert [str(step) for step in way] == ["172.22.0.0/25 → line → mynumber → app (tcp 443)"]
    assert path(steps([app], [terminals]), {"app"}, {"172.22.0.0/25"}) is None


@pytest.mark.parametrize(
    ("by", "protocol", "port", "is_carried"),
    [
        ("tcp 443", "tcp", 443, True),
        ("tcp 443", "tcp", 444, False),
        ("tcp 443", "udp", 443, False),
        ("udp 1000..2000", "udp", 2000, True),
        ("udp 1000..2000", "udp", 2001, False),
        ("tcp", "tcp", 9999, True),
        ("any", "udp", 9999, True),
        ("any 443", "udp", 443, True),
        ("any 443", "tcp", 80, False),
    ],
)
def test_a_step_carries_the_packets_that_it_is_on(
    by: str, protocol: str, port: int, is_carried: bool
) -> None:
    assert carries(Step("a", "b", (), by), protocol, port) is is_carried


@pytest.mark.parametrize(
    ("known", "address", "is_outside"),
    [
        (["10.0.0.0/8"], "10.1.2.3", False),
        (["10.0.0.0/8"], "11.0.0.0", True),
        (["10.0.0.0/8", "10.64.0.0/22"], "10.64.0.1", False),
        (["0.0.0.0/0"], "8.8.8.8", False),
        ([], "8.8.8.8", True),
    ],
)
def test_what_is_outside_of_the_known_networks(
    known: list[str], address: str, is_outside: bool
) -> None:
    left = outside_of(map(IPv4Network, known))
    assert any(IPv4Address(address) in one for one in left) is is_outside

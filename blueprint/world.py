"""A member's blueprint as who can reach whom: its tiers, and what its networks lead to. Pure.

Whoever is beyond a network is called by its addresses, so that a way reads the same in every
language. Without a line a zone leads to nothing but operations, whatever its rules say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network

from blueprint.parts import Blueprint, NetworkPlan, RulePlan
from blueprint.reachability import Passage, Place, Steps, Tier, outside_of, steps

INTERNET = "0.0.0.0/0"
"""What the internet is called."""

Passages = Mapping[str, frozenset[Passage]]
"""By group."""


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, of one member at one site or of several."""

    tiers: tuple[Tier, ...] = ()
    places: tuple[Place, ...] = ()
    steps: Steps = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", steps(self.tiers, self.places))

    def names_in(self, networks: Iterable[str]) -> frozenset[str]:
        """The tiers in these networks."""
        wanted = set(networks)
        return frozenset(tier.name for tier in self.tiers if tier.network in wanted)


def world_of(
    blueprint: Blueprint, passages: Passages | None = None, opened: Iterable[str] = ()
) -> World:
    """The world as it is drawn; with other rules, or with more networks open to the internet."""
    let = passages_of(blueprint) if passages is None else passages
    is_open = {plan.name for plan in blueprint.networks if plan.is_open} | set(opened)
    return World(tuple(_tiers(blueprint, let)), tuple(_places(blueprint, is_open)))


def together(worlds: Iterable[World]) -> World:
    """Several members at one site, who share what has the same addresses."""
    all_of_them = list(worlds)
    return World(
        tuple(tier for one in all_of_them for tier in one.tiers),
        tuple(place for one in all_of_them for place in one.places),
    )


def passages_of(blueprint: Blueprint) -> Passages:
    return {group.name: frozenset(map(_passage, group.rules)) for group in blueprint.groups}


def _passage(rule: RulePlan) -> Passage:
    cidr = IPv4Network(rule.remote_cidr) if rule.remote_cidr is not None else None
    ports = (rule.port, rule.port)
    return Passage(rule.direction == "ingress", rule.protocol, ports, cidr, rule.remote_group)


def _tiers(blueprint: Blueprint, passages: Passages) -> Iterator[Tier]:
    """Where no server stands, one might at any address of the network."""
    networks = {plan.zone: plan for plan in blueprint.networks}
    for group in blueprint.groups:
        network = networks[group.zone]
        own = [IPv4Network(s.address) for s in blueprint.servers if s.group == group.name]
        let = passages.get(group.name, frozenset())
        yield Tier(group.name, network.name, tuple(own) or (network.cidr,), let)


def _places(blueprint: Blueprint, is_open: set[str]) -> Iterator[Place]:
    operations = blueprint.operations
    ways: dict[str, tuple[str, ...]] = {plan.name: () for plan in blueprint.networks}
    yield Place(str(operations), (operations,), ways)
    for plan in blueprint.networks:
        yield from _by_its_line(plan)
    known = [operations, *(plan.cidr for plan in blueprint.networks)]
    known += [one for line in blueprint.lines for one in (line.cidr, *line.destinations)]
    ways = {name: () for name in ways if name in is_open}
    yield Place(INTERNET, outside_of(known), ways, routed=tuple(ways))


def _by_its_line(plan: NetworkPlan) -> Iterator[Place]:
    """An address that the whole world has is the internet, whichever line leads there."""
    line = plan.line
    for cidr in line.destinations if line else ():
        way = (line.name,) if line else ()
        if cidr.is_global:
            yield Place(INTERNET, (cidr,), {plan.name: (str(cidr), *way)}, routed=(plan.name,))
        else:
            yield Place(str(cidr), (cidr,), {plan.name: way}, routed=(plan.name,))

"""Who reaches whom by what somebody has opened by hand, with the whole way. Pure."""

from __future__ import annotations

from ipaddress import IPv4Network

from blueprint.parts import Blueprint, NetworkPlan
from blueprint.reachability import ANY_PORT, Passage, Step, path
from blueprint.world import INTERNET, World, passages_of, world_of
from core.message import listed
from infra.verify.observed import SeenRule


def by_a_rule(blueprint: Blueprint, group: str, rule: SeenRule) -> str:
    """A way that the rule alone makes possible; empty where it opens none."""
    if rule.ethertype != "IPv4":  # no network of ours has addresses of IPv6
        return ""
    drawn = passages_of(blueprint)
    changed = {**drawn, group: drawn.get(group, frozenset()) | {passage_of(rule)}}
    return _opened(blueprint, world_of(blueprint, changed))


def by_a_gateway(blueprint: Blueprint, plan: NetworkPlan) -> str:
    """A way between the zone and the internet that a gateway of its router makes possible."""
    world = world_of(blueprint, opened=[plan.name])
    tiers = world.names_in([plan.name])
    way = path(world.steps, {INTERNET}, tiers) or path(world.steps, tiers, {INTERNET})
    return listed(way) if way else ""


def _opened(blueprint: Blueprint, world: World) -> str:
    """From whoever is furthest outside; operations may do most anyhow, so they come last."""
    before = {step for own in world_of(blueprint).steps.values() for step in own}
    new = [step for own in world.steps.values() for step in own if step not in before]
    ways = [_whole(step, world, blueprint) for step in new]
    operations = str(blueprint.operations)
    ways.sort(key=lambda way: (way[0].source == operations, way[0].source != INTERNET, way))
    return listed(ways[0]) if ways else ""


def _whole(step: Step, world: World, blueprint: Blueprint) -> tuple[Step, ...]:
    """How somebody from outside comes to take the step; the step alone where nobody does."""
    outside = {place.name for place in world.places} - {str(blueprint.operations)}
    way = path(world.steps, outside, {step.source})
    return (*(way or ()), step)


def passage_of(rule: SeenRule) -> Passage:
    """What a rule that Neutron has lets through."""
    low, high = rule.ports
    ports = ANY_PORT if low is None or high is None else (low, high)
    cidr = IPv4Network(rule.remote_cidr, strict=False) if rule.remote_cidr else None
    return Passage(rule.direction == "ingress", rule.protocol, ports, cidr, rule.remote_group)

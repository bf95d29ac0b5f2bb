"""A member's networks, routers and security groups, compared with its blueprint. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.parts import Blueprint, LinePlan, NetworkPlan
from core.message import say
from infra import kinds
from infra.verify.aspect import Aspect
from infra.verify.difference import (
    Difference,
    extra,
    joined,
    missing,
    names_and_ids,
    opening,
    other,
    presence,
)
from infra.verify.observed import (
    SeenNetwork,
    SeenProject,
    SeenRouter,
    SeenRule,
    SeenSubnet,
)
from infra.verify.opened import by_a_gateway, by_a_rule
from infra.verify.rows import segment_of

DEFAULT_RULES = frozenset(
    SeenRule(direction, ethertype, None, (None, None), None, remote)
    for ethertype in ("IPv4", "IPv6")
    for direction, remote in (("ingress", kinds.DEFAULT_GROUP), ("egress", None))
)
"""What Neutron puts into it: everything out, and in from its own members."""


def network_differences(blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    subject = blueprint.stack
    drawn: tuple[NetworkPlan | LinePlan, ...] = (*blueprint.networks, *blueprint.lines)
    plans = {plan.name: plan for plan in drawn}
    found = {network.name: network for network in seen.networks}
    yield from presence(subject, kinds.NETWORK.word, plans, names_and_ids(seen.networks))
    for name in sorted(plans.keys() & found.keys()):
        yield from _network(subject, plans[name], found[name])
    yield from _routers(blueprint, seen)
    yield from _groups(subject, blueprint, seen)


def _network(subject: str, plan: NetworkPlan | LinePlan, seen: SeenNetwork) -> Iterator[Difference]:
    # Where the others run Neutron decides, in VLANs too where it has no tunnels.
    segment = seen.segment
    if isinstance(plan, LinePlan):
        segment = segment_of(plan.physical_network, plan.vlan)
    for aspect, wanted, value in (
        (Aspect.SEGMENT, segment, seen.segment),
        (Aspect.SHARED, False, seen.shared),
        (Aspect.UP, True, seen.up),
        (Aspect.PORT_SECURITY, True, seen.port_security),
    ):
        if wanted != value:
            yield other(subject, kinds.NETWORK.word, plan.name, aspect, wanted, value, seen.id)
    own = [subnet for subnet in seen.subnets if subnet.cidr == str(plan.cidr)]
    if not own:
        yield missing(subject, kinds.SUBNET.word, plan.name)
    for subnet in own[:1]:
        yield from _subnet(subject, plan, subnet)
    for subnet in seen.subnets:
        if subnet not in own[:1]:
            yield extra(
                subject, kinds.SUBNET.word, f"{subnet.name or '–'} {subnet.cidr}", subnet.id
            )


def _subnet(subject: str, plan: NetworkPlan | LinePlan, seen: SeenSubnet) -> Iterator[Difference]:
    for aspect, wanted, value in (
        (Aspect.NAME, plan.name, seen.name),
        (Aspect.GATEWAY, str(plan.gateway), seen.gateway),
        (Aspect.DNS, (), seen.dns),
        (Aspect.DHCP, plan.hands_out_addresses, seen.dhcp),
        (Aspect.ROUTES, (), seen.routes),
    ):
        if wanted != value:
            yield other(subject, kinds.SUBNET.word, plan.name, aspect, wanted, value, seen.id)


def _routers(blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    subject = blueprint.stack
    wanted = {plan.router: plan for plan in blueprint.networks if plan.router is not None}
    found = {router.name: router for router in seen.routers}
    yield from presence(subject, kinds.ROUTER.word, wanted, names_and_ids(seen.routers))
    for name in sorted(wanted.keys() & found.keys()):
        yield from _router(blueprint, name, wanted[name], found[name])


def _router(
    blueprint: Blueprint, name: str, plan: NetworkPlan, seen: SeenRouter
) -> Iterator[Difference]:
    subject = blueprint.stack
    if not plan.is_open and seen.external_network is not None:
        out = other(
            *(subject, kinds.ROUTER.word, name, Aspect.WAY_OUT),
            *(None, seen.external_network, seen.id),
        )
        yield opening(out, by_a_gateway(blueprint, plan))
    if plan.is_open and seen.external_network is None:
        yield other(
            subject, kinds.ROUTER.word, name, Aspect.GATEWAY, say("external"), None, seen.id
        )
    for aspect, wanted, value in (
        (Aspect.UP, True, seen.up),
        (Aspect.ROUTES, routes_of(plan), tuple(sorted(seen.routes))),
    ):
        if wanted != value:
            yield other(subject, kinds.ROUTER.word, name, aspect, wanted, value, seen.id)
    kind = kinds.ROUTER_INTERFACE.word
    joined_by_it = (plan.name, plan.line.name) if plan.line else (plan.name,)
    for network in joined_by_it:
        if network not in seen.networks:
            yield missing(subject, kind, f"{name} {network}")
    for network in seen.networks:
        if network not in joined_by_it:
            port = seen.interfaces.get(network, "")
            yield extra(subject, kind, f"{name} {network}", joined(seen.id, port))


def routes_of(plan: NetworkPlan) -> tuple[str, ...]:
    """As what was seen of a router has them, in their order."""
    return tuple(sorted(f"{destination} → {next_hop}" for destination, next_hop in plan.routes))


def _groups(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.groups}
    ids = [
        (name, id_)
        for name in seen.groups
        if name != kinds.DEFAULT_GROUP
        for id_ in seen.group_ids.get(name, ("",))
    ]
    yield from presence(subject, kinds.GROUP.word, plans, ids)
    for rule in sorted(seen.groups.get(kinds.DEFAULT_GROUP, frozenset()) - DEFAULT_RULES, key=str):
        yield extra(subject, kinds.RULE.word, f"{kinds.DEFAULT_GROUP} {rule.key}", rule.id)
    for name in sorted(plans.keys() & seen.groups.keys()):
        wanted = {rule.key: rule for rule in plans[name].rules}
        found = {rule.key: rule for rule in seen.groups[name]}
        for key in sorted(wanted.keys() - found.keys()):
            yield missing(subject, kinds.RULE.word, f"{name} {key}")
        for key in sorted(found.keys() - wanted.keys()):
            more = extra(subject, kinds.RULE.word, f"{name} {key}", found[key].id)
            yield opening(more, by_a_rule(blueprint, name, found[key]))

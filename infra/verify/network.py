"""A member's networks, routers and security groups, compared with its blueprint. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.parts import Blueprint, NetworkPlan
from core.message import say
from infra import kinds
from infra.verify.aspect import Aspect
from infra.verify.difference import (
    Difference,
    extra,
    joined,
    missing,
    names_and_ids,
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

DEFAULT_RULES = frozenset(
    SeenRule(direction, ethertype, None, (None, None), None, remote)
    for ethertype in ("IPv4", "IPv6")
    for direction, remote in (("ingress", kinds.DEFAULT_GROUP), ("egress", None))
)
"""What Neutron puts into it: everything out, and in from its own members."""


def network_differences(blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    subject = blueprint.stack
    plans = {plan.name: plan for plan in blueprint.networks}
    found = {network.name: network for network in seen.networks}
    yield from presence(subject, kinds.NETWORK.word, plans, names_and_ids(seen.networks))
    for name in sorted(plans.keys() & found.keys()):
        yield from _network(subject, plans[name], found[name])
    yield from _routers(subject, blueprint.networks, seen)
    yield from _groups(subject, blueprint, seen)


def _network(subject: str, plan: NetworkPlan, seen: SeenNetwork) -> Iterator[Difference]:
    for aspect, wanted, value in (
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


def _subnet(subject: str, plan: NetworkPlan, seen: SeenSubnet) -> Iterator[Difference]:
    for aspect, wanted, value in (
        (Aspect.NAME, plan.name, seen.name),
        (Aspect.GATEWAY, str(plan.gateway), seen.gateway),
        (Aspect.DNS, (), seen.dns),
        (Aspect.DHCP, True, seen.dhcp),
        (Aspect.ROUTES, (), seen.routes),
    ):
        if wanted != value:
            yield other(subject, kinds.SUBNET.word, plan.name, aspect, wanted, value, seen.id)


def _routers(
    subject: str, plans: tuple[NetworkPlan, ...], seen: SeenProject
) -> Iterator[Difference]:
    wanted = {plan.router: plan for plan in plans if plan.router is not None}
    found = {router.name: router for router in seen.routers}
    yield from presence(subject, kinds.ROUTER.word, wanted, names_and_ids(seen.routers))
    for name in sorted(wanted.keys() & found.keys()):
        yield from _router(subject, name, wanted[name], found[name])


def _router(subject: str, name: str, plan: NetworkPlan, seen: SeenRouter) -> Iterator[Difference]:
    if seen.external_network is None:
        yield other(
            subject, kinds.ROUTER.word, name, Aspect.GATEWAY, say("external"), None, seen.id
        )
    for aspect, wanted, value in (
        (Aspect.UP, True, seen.up),
        (Aspect.ROUTES, (), seen.routes),
    ):
        if wanted != value:
            yield other(subject, kinds.ROUTER.word, name, aspect, wanted, value, seen.id)
    kind = kinds.ROUTER_INTERFACE.word
    if plan.name not in seen.networks:
        yield missing(subject, kind, f"{name} {plan.name}")
    for network in seen.networks:
        if network != plan.name:
            port = seen.interfaces.get(network, "")
            yield extra(subject, kind, f"{name} {network}", joined(seen.id, port))


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
            yield extra(subject, kinds.RULE.word, f"{name} {key}", found[key].id)

"""A member's project at a site, compared with its blueprint. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields

from blueprint.accounts import PROVISIONER
from blueprint.parts import (
    Blueprint,
    NetworkPlan,
    QuotaPlan,
    ServerPlan,
    VolumePlan,
)
from core.message import Message, say
from infra import kinds
from infra.verify.difference import Difference, extra, missing, other
from infra.verify.observed import DEFAULT_GROUP, SeenProject, SeenRule, SeenServer, SeenVolume
from tenants.vocabulary import BACKUP_CONTAINER

DEFAULT_RULES = frozenset(
    SeenRule(direction, ethertype, None, (None, None), None, remote)
    for ethertype in ("IPv4", "IPv6")
    for direction, remote in (("ingress", DEFAULT_GROUP), ("egress", None))
)
"""What Neutron puts into it: everything out, and in from its own members."""

RUNNING = "ACTIVE"

MEMBER_ROLE = "member"


def differences(blueprint: Blueprint, seen: SeenProject | None) -> Iterator[Difference]:
    """Everything in the project that the blueprint has otherwise, or not at all."""
    subject = blueprint.stack
    if seen is None:
        yield missing(subject, kinds.PROJECT.word, blueprint.project)
        return
    yield from _quota(subject, blueprint.quota, seen.quota)
    yield from _networks(subject, blueprint, seen)
    yield from _groups(subject, blueprint, seen)
    yield from _servers(subject, blueprint, seen)
    yield from _server_groups(subject, blueprint, seen)
    yield from _volumes(subject, blueprint, seen)
    yield from _containers(subject, blueprint, seen)
    yield from _roles(subject, blueprint, seen)
    if not seen.has_keypair:
        yield missing(subject, kinds.KEYPAIR.word, blueprint.keypair)
    for kind, name in seen.others:
        yield extra(subject, kind, name)


def _quota(subject: str, wanted: QuotaPlan, found: QuotaPlan) -> Iterator[Difference]:
    for field in fields(QuotaPlan):
        plan, value = getattr(wanted, field.name), getattr(found, field.name)
        if plan != value:
            yield other(subject, kinds.QUOTA, field.name, say("the limit"), plan, value)


def _roles(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    """Nobody else may do anything in the project, and nobody more than is meant."""
    wanted = {(user, MEMBER_ROLE) for user in (blueprint.service_user, PROVISIONER)}
    for user, role in sorted(wanted - seen.roles):
        yield missing(subject, kinds.ROLE.word, f"{role} of {user}")
    for user, role in sorted(seen.roles - wanted):
        yield extra(subject, kinds.ROLE.word, f"{role} of {user}")


def _networks(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.networks}
    found = {network.name: network for network in seen.networks}
    yield from _presence(subject, kinds.NETWORK.word, plans, [n.name for n in seen.networks])
    for name in sorted(plans.keys() & found.keys()):
        plan, network = plans[name], found[name]
        subnets = ((name, str(plan.cidr), str(plan.gateway)),)
        if network.subnets != subnets:
            yield other(
                subject, kinds.NETWORK.word, name, say("the subnet"), subnets, network.subnets
            )
        if network.shared:
            yield other(
                subject,
                kinds.NETWORK.word,
                name,
                say("sharing"),
                say("no"),
                say("shared with other projects"),
            )
    yield from _routers(subject, blueprint.networks, seen)


def _routers(
    subject: str, plans: tuple[NetworkPlan, ...], seen: SeenProject
) -> Iterator[Difference]:
    wanted = {plan.router: plan for plan in plans if plan.router is not None}
    found = {router.name: router for router in seen.routers}
    yield from _presence(
        subject, kinds.ROUTER.word, wanted, [router.name for router in seen.routers]
    )
    for name in sorted(wanted.keys() & found.keys()):
        if found[name].external_network is None:
            yield other(subject, kinds.ROUTER.word, name, say("the gateway"), say("external"), None)
        if found[name].networks != (wanted[name].name,):
            joined = ", ".join(found[name].networks)
            yield other(
                subject, kinds.ROUTER.word, name, say("what it joins"), wanted[name].name, joined
            )


def _groups(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.groups}
    yield from _presence(
        subject, kinds.GROUP.word, plans, [g for g in seen.groups if g != DEFAULT_GROUP]
    )
    for rule in sorted(seen.groups.get(DEFAULT_GROUP, frozenset()) - DEFAULT_RULES, key=str):
        yield extra(subject, kinds.RULE.word, f"{DEFAULT_GROUP} {rule.key}")
    for name in sorted(plans.keys() & seen.groups.keys()):
        wanted = {rule.key: rule for rule in plans[name].rules}
        found = {rule.key: rule for rule in seen.groups[name]}
        for key in sorted(wanted.keys() - found.keys()):
            yield missing(subject, kinds.RULE.word, f"{name} {key}")
        for key in sorted(found.keys() - wanted.keys()):
            yield extra(subject, kinds.RULE.word, f"{name} {key}")


def _servers(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.servers}
    found = {server.name: server for server in seen.servers}
    yield from _presence(
        subject, kinds.SERVER.word, plans, [server.name for server in seen.servers]
    )
    for name in sorted(plans.keys() & found.keys()):
        yield from _server(subject, plans[name], found[name])


def _server(subject: str, plan: ServerPlan, seen: SeenServer) -> Iterator[Difference]:
    attached = sorted((plan.boot_volume, *plan.data_volumes))
    for what, expected, value in (
        (say("the status"), RUNNING, seen.status),
        (say("the flavor"), plan.flavor, seen.flavor),
        (say("the address"), (str(plan.address),), seen.addresses),
        (say("the security group"), (plan.group,), seen.groups),
        (say("what is attached"), attached, sorted(seen.volumes)),
    ):
        if expected != value:
            yield other(
                subject, kinds.SERVER.word, plan.name, what, _shown(expected), _shown(value)
            )
    if plan.hosts and seen.host not in plan.hosts:
        yield other(
            subject, kinds.SERVER.word, plan.name, say("the host"), _shown(plan.hosts), seen.host
        )


def _server_groups(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    """Servers of one tier stand on different hosts, or one dead host takes the whole tier."""
    found = {group.name: group for group in seen.server_groups}
    wanted = dict.fromkeys(blueprint.server_groups)
    yield from _presence(
        subject, kinds.SERVER_GROUP.word, wanted, [g.name for g in seen.server_groups]
    )
    hosts = {server.name: server.host for server in seen.servers}
    for name in sorted(wanted.keys() & found.keys()):
        if found[name].policy != "anti-affinity":
            policy = found[name].policy
            yield other(
                subject, kinds.SERVER_GROUP.word, name, say("the policy"), "anti-affinity", policy
            )
    for name in blueprint.server_groups:
        members = [plan.name for plan in blueprint.servers if plan.server_group == name]
        joined = set(found[name].servers) if name in found else set()
        for server in members:
            if name in found and server in hosts and server not in joined:
                yield Difference(
                    subject,
                    kinds.SERVER_GROUP.word,
                    name,
                    say("the server {server} is not in it", server=server),
                )
        used = Counter(hosts[server] for server in members if server in hosts)
        for host, count in used.items():
            if count > 1:
                yield Difference(
                    subject,
                    kinds.SERVER_GROUP.word,
                    name,
                    say("{count} of its servers stand on the host {host}", count=count, host=host),
                )


def _volumes(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.volumes}
    found = {volume.name: volume for volume in seen.volumes}
    yield from _presence(
        subject, kinds.VOLUME.word, plans, [volume.name for volume in seen.volumes]
    )
    for name in sorted(plans.keys() & found.keys()):
        yield from _volume(subject, plans[name], found[name])


def _volume(subject: str, plan: VolumePlan, seen: SeenVolume) -> Iterator[Difference]:
    status = "in-use" if plan.server is not None else "available"
    for what, expected, value in (
        (say("the size in GiB"), plan.gib, seen.gib),
        (say("the type"), plan.type, seen.type),
        (say("the status"), status, seen.status),
        (say("whether it boots"), plan.boot, seen.bootable),
    ):
        if expected != value:
            yield other(subject, kinds.VOLUME.word, plan.name, what, expected, value)


def _containers(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    wanted = dict.fromkeys(blueprint.containers)
    yield from _presence(subject, kinds.CONTAINER.word, wanted, list(seen.containers))
    if BACKUP_CONTAINER not in seen.containers:
        return
    copied, target = seen.backup_copied_to, blueprint.backup_synced_to
    # As in //realm/cluster/account/container: the cluster is the site.
    site = copied.split("/")[3] if copied else None
    if site != target:
        yield other(
            subject,
            kinds.CONTAINER.word,
            BACKUP_CONTAINER,
            say("the site it is copied to"),
            target,
            site,
        )


def _presence(
    subject: str, kind: Message, wanted: Mapping[str, object], found: list[str]
) -> Iterator[Difference]:
    """What is missing, what is extra, and what is there twice."""
    for name in wanted:
        if name not in found:
            yield missing(subject, kind, name)
    for name, count in Counter(found).items():
        if name not in wanted:
            yield extra(subject, kind, name)
        elif count > 1:
            yield Difference(subject, kind, name, say("is there {count} times", count=count))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

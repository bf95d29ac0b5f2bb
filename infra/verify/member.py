"""A member's project at a site, compared with its blueprint. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from blueprint.accounts import BACKUP_READER, PROVISIONER, READER_ROLE
from blueprint.parts import (
    Blueprint,
    QuotaPlan,
    ServerPlan,
    VolumePlan,
)
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
from infra.verify.network import network_differences
from infra.verify.observed import SeenProject, SeenServer, SeenVolume
from tenants.vocabulary import BACKUP_CONTAINER

RUNNING = "ACTIVE"

AT_REST = frozenset({"SHUTOFF", "PAUSED", "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED", "RESCUE"})
"""Nova's states that one call leads out of."""

SOUND = frozenset({"in-use", "available"})
"""Cinder's states of a volume that nothing is wrong with."""

MEMBER_ROLE = "member"


def differences(blueprint: Blueprint, seen: SeenProject | None) -> Iterator[Difference]:
    """Everything in the project that the blueprint has otherwise, or not at all."""
    subject = blueprint.stack
    if seen is None:
        yield missing(subject, kinds.PROJECT.word, blueprint.project)
        return
    yield from _accounts(subject, blueprint, seen)
    yield from _quota(subject, blueprint.quota, seen.quota)
    for kind, wanted, found, id_ in seen.renamed:
        yield other(subject, kind, wanted, Aspect.NAME, wanted, found, id_)
    yield from network_differences(blueprint, seen)
    yield from _servers(subject, blueprint, seen)
    yield from _server_groups(subject, blueprint, seen)
    yield from _volumes(subject, blueprint, seen)
    yield from _containers(subject, blueprint, seen)
    yield from _roles(subject, blueprint, seen)
    if not seen.has_keypair:
        yield missing(subject, kinds.KEYPAIR.word, blueprint.keypair)
    yield from _others(subject, blueprint, seen)


def _accounts(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    if not seen.enabled:
        yield other(
            subject, kinds.PROJECT.word, blueprint.project, Aspect.ENABLED, True, False, seen.id
        )
    name = blueprint.service_user
    if seen.user_enabled is None:
        yield missing(subject, kinds.USER.word, name)
    elif not seen.user_enabled:
        yield other(subject, kinds.USER.word, name, Aspect.ENABLED, True, False, name)


def _quota(subject: str, wanted: QuotaPlan, found: QuotaPlan) -> Iterator[Difference]:
    for field in fields(QuotaPlan):
        plan, value = getattr(wanted, field.name), getattr(found, field.name)
        if plan != value:
            yield other(subject, kinds.QUOTA, field.name, Aspect.LIMIT, plan, value)


def _roles(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    """Nobody else may do anything in the project, and nobody more than is meant."""
    wanted = {(user, MEMBER_ROLE) for user in (blueprint.service_user, PROVISIONER)}
    for user, role in sorted(wanted - seen.roles):
        yield missing(subject, kinds.ROLE.word, f"{role} of {user}")
    # There from the day on which copies are set up, and not before.
    for user, role in sorted(seen.roles - wanted - {(BACKUP_READER, READER_ROLE)}):
        yield extra(subject, kinds.ROLE.word, f"{role} of {user}", joined(seen.id, user, role))


def _servers(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.servers}
    found = {server.name: server for server in seen.servers}
    yield from presence(subject, kinds.SERVER.word, plans, names_and_ids(seen.servers))
    for name in sorted(plans.keys() & found.keys()):
        yield from _server(subject, plans[name], found[name])


def _server(subject: str, plan: ServerPlan, seen: SeenServer) -> Iterator[Difference]:
    status = Aspect.STATUS if seen.status in AT_REST else Aspect.BROKEN
    for aspect, wanted, value in (
        (status, RUNNING, seen.status),
        (Aspect.FLAVOR, plan.flavor, seen.flavor),
        *_guarding(plan, seen),
        (Aspect.METADATA, (), seen.metadata),
        (Aspect.LOCKED, False, seen.locked),
    ):
        if wanted != value:
            yield other(subject, kinds.SERVER.word, plan.name, aspect, wanted, value, seen.id)
    if plan.hosts and seen.host not in plan.hosts:
        yield other(
            subject, kinds.SERVER.word, plan.name, Aspect.HOST, plan.hosts, seen.host, seen.id
        )
    attached = {plan.boot_volume, *plan.data_volumes}
    for volume in sorted(attached - set(seen.volumes)):
        yield missing(subject, kinds.ATTACHMENT.word, f"{plan.name} {volume}")
    for volume in sorted(set(seen.volumes) - attached):
        id_ = joined(seen.id, seen.volume_ids.get(volume, ""))
        yield extra(subject, kinds.ATTACHMENT.word, f"{plan.name} {volume}", id_)


def _guarding(plan: ServerPlan, seen: SeenServer) -> tuple[tuple[Aspect, object, object], ...]:
    """What its port should be, and is."""
    if seen.port is None:
        return ((Aspect.PORT, plan.name, None),)
    return (
        (Aspect.PORT_UP, True, seen.port.up),
        (Aspect.PORT_SECURITY, True, seen.port.security),
        (Aspect.ADDRESS, (str(plan.address),), seen.addresses),
        (Aspect.MORE_ADDRESSES, (), seen.port.more_addresses),
        (Aspect.GROUP, (plan.group,), seen.groups),
    )


def _server_groups(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    """Servers of one tier stand on different hosts, or one dead host takes the whole tier."""
    found = {group.name: group for group in seen.server_groups}
    wanted = dict.fromkeys(blueprint.server_groups)
    kind = kinds.SERVER_GROUP.word
    yield from presence(subject, kind, wanted, names_and_ids(seen.server_groups))
    standing = {server.name: server for server in seen.servers}
    for name in sorted(wanted.keys() & found.keys()):
        policy = found[name].policy
        if policy != "anti-affinity":
            yield other(subject, kind, name, Aspect.POLICY, "anti-affinity", policy, found[name].id)
    for name in blueprint.server_groups:
        members = [
            plan.name
            for plan in blueprint.servers
            if plan.server_group == name and plan.name in standing
        ]
        for server in members:
            if name in found and server not in found[name].servers:
                yield Difference(
                    subject,
                    kinds.SERVER.word,
                    server,
                    Aspect.OUTSIDE,
                    say("is not in the server group {group}", group=name),
                    standing[server].id,
                )
        used = Counter(standing[server].host for server in members)
        for host, count in used.items():
            if count > 1:
                sentence = say(
                    "{count} of its servers stand on the host {host}", count=count, host=host
                )
                yield Difference(subject, kind, name, Aspect.TOGETHER, sentence)


def _volumes(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    plans = {plan.name: plan for plan in blueprint.volumes}
    found = {volume.name: volume for volume in seen.volumes}
    yield from presence(subject, kinds.VOLUME.word, plans, names_and_ids(seen.volumes))
    for name in sorted(plans.keys() & found.keys()):
        yield from _volume(subject, plans[name], found[name])


def _volume(subject: str, plan: VolumePlan, seen: SeenVolume) -> Iterator[Difference]:
    for aspect, wanted, value in (
        (Aspect.SIZE, plan.gib, seen.gib),
        (Aspect.TYPE, plan.type, seen.type),
        (Aspect.BOOTS, plan.boot, seen.bootable),
        (Aspect.METADATA, (), seen.metadata),
    ):
        if wanted != value:
            yield other(subject, kinds.VOLUME.word, plan.name, aspect, wanted, value, seen.id)
    # Whether it is attached where it should be is told of the attachment.
    if seen.status not in SOUND:
        status = "in-use" if plan.server is not None else "available"
        yield other(
            subject, kinds.VOLUME.word, plan.name, Aspect.STATUS, status, seen.status, seen.id
        )


def _containers(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    if not seen.enabled:
        return  # nobody can log in to look
    wanted = dict.fromkeys(blueprint.containers)
    names = [(name, joined(seen.id, name)) for name in seen.containers]
    yield from presence(subject, kinds.CONTAINER.word, wanted, names)
    for name, found in seen.open_to.items():
        if name in wanted:
            id_ = joined(seen.id, name)
            yield other(subject, kinds.CONTAINER.word, name, Aspect.OPEN_TO, None, found, id_)
    if BACKUP_CONTAINER not in seen.containers:
        return
    copied, target = seen.backup_copied_to, blueprint.backup_synced_to
    # As in //realm/cluster/account/container: the cluster is the site.
    site = copied.split("/")[3] if copied else None
    if site != target:
        yield other(subject, kinds.CONTAINER.word, BACKUP_CONTAINER, Aspect.COPIED_TO, target, site)


def _others(subject: str, blueprint: Blueprint, seen: SeenProject) -> Iterator[Difference]:
    """The port of a server that is to be made anew waits for it, and is none too many."""
    with_port = {server.name for server in seen.servers if server.port is not None}
    waiting = {plan.name for plan in blueprint.servers} - with_port
    for kind, name, id_ in seen.others:
        if kind != kinds.PORT.word or name not in waiting:
            yield extra(subject, kind, name, id_)

"""What OpenStack would show if everything were as a blueprint says; tests change one thing."""

from __future__ import annotations

from blueprint.parts import Blueprint, RulePlan, ServerPlan
from infra.verify.observed import (
    SeenNetwork,
    SeenProject,
    SeenRouter,
    SeenRule,
    SeenServer,
    SeenServerGroup,
    SeenVolume,
)


def as_asked(blueprint: Blueprint) -> SeenProject:
    """Servers stand on one host each."""
    return SeenProject(
        quota=blueprint.quota,
        networks=tuple(
            SeenNetwork(plan.name, ((plan.name, str(plan.cidr), str(plan.gateway)),), shared=False)
            for plan in blueprint.networks
        ),
        routers=tuple(
            SeenRouter(plan.router, "external", (plan.name,))
            for plan in blueprint.networks
            if plan.router is not None
        ),
        groups={group.name: frozenset(map(rule, group.rules)) for group in blueprint.groups},
        servers=tuple(
            SeenServer(
                name=plan.name,
                status="ACTIVE",
                flavor=plan.flavor,
                host=_host_of(plan),
                addresses=(str(plan.address),),
                groups=(plan.group,),
                volumes=(plan.boot_volume, *plan.data_volumes),
            )
            for plan in blueprint.servers
        ),
        volumes=tuple(
            SeenVolume(
                plan.name,
                plan.gib,
                plan.type,
                "in-use" if plan.server else "available",
                plan.boot,
            )
            for plan in blueprint.volumes
        ),
        server_groups=tuple(
            SeenServerGroup(
                name,
                "anti-affinity",
                tuple(plan.name for plan in blueprint.servers if plan.server_group == name),
            )
            for name in blueprint.server_groups
        ),
        containers=blueprint.containers,
        backup_copied_to=(
            f"//kumiai/{blueprint.backup_synced_to}/AUTH_1/backup"
            if blueprint.backup_synced_to
            else None
        ),
        has_keypair=True,
        roles=frozenset({(blueprint.service_user, "member"), ("kumiai-provisioner", "member")}),
    )


def _host_of(plan: ServerPlan) -> str:
    return plan.hosts[0] if plan.hosts else f"host-of-{plan.name}"


def rule(plan: RulePlan) -> SeenRule:
    return SeenRule(
        plan.direction,
        "IPv4",
        plan.protocol,
        (plan.port, plan.port),
        plan.remote_cidr,
        plan.remote_group,
    )

"""What OpenStack would show if everything were as a blueprint says; tests change one thing."""

from __future__ import annotations

from blueprint.parts import Blueprint, LinePlan, RulePlan, ServerPlan, SiteBlueprint
from core.units import mib
from infra.verify.network import routes_of
from infra.verify.observed import (
    SeenImage,
    SeenNetwork,
    SeenProject,
    SeenRouter,
    SeenRule,
    SeenServer,
    SeenServerGroup,
    SeenSite,
    SeenSubnet,
    SeenVolume,
)


def as_asked(blueprint: Blueprint) -> SeenProject:
    """Servers stand on one host each."""
    return SeenProject(
        quota=blueprint.quota,
        networks=tuple(
            SeenNetwork(
                plan.name,
                (SeenSubnet(plan.name, str(plan.cidr), str(plan.gateway), f"id-of-{plan.name}"),),
                shared=False,
                id=f"id-of-{plan.name}",
            )
            for plan in blueprint.networks
        )
        + tuple(map(_line, blueprint.lines)),
        routers=tuple(
            SeenRouter(
                plan.router,
                "external" if plan.is_open else None,
                (plan.name, plan.line.name) if plan.line else (plan.name,),
                f"id-of-{plan.router}",
                routes=routes_of(plan),
                interfaces={plan.name: "port-of-router"},
            )
            for plan in blueprint.networks
            if plan.router is not None
        ),
        id="id-of-project",
        groups={group.name: frozenset(map(rule, group.rules)) for group in blueprint.groups},
        group_ids={group.name: (f"id-of-{group.name}",) for group in blueprint.groups},
        servers=tuple(
            SeenServer(
                name=plan.name,
                status="ACTIVE",
                flavor=plan.flavor,
                host=_host_of(plan),
                addresses=(str(plan.address),),
                groups=(plan.group,),
                volumes=(plan.boot_volume, *plan.data_volumes),
                id=f"id-of-{plan.name}",
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
                f"id-of-{plan.name}",
            )
            for plan in blueprint.volumes
        ),
        server_groups=tuple(
            SeenServerGroup(
                name,
                "anti-affinity",
                tuple(plan.name for plan in blueprint.servers if plan.server_group == name),
                f"id-of-{name}",
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


def site_as_asked(blueprint: SiteBlueprint) -> SeenSite:
    """The same of what a site offers."""
    return SeenSite(
        projects={},
        flavors={plan.name: (plan.vcpu, mib(plan.ram_gib)) for plan in blueprint.flavors},
        extra_specs={plan.name: dict(plan.extra_specs) for plan in blueprint.flavors},
        volume_types={plan.name: str(plan.total_iops_per_gib) for plan in blueprint.volume_types},
        images={blueprint.image: SeenImage("active", "id-of-image")},
        external_networks=frozenset({blueprint.external_network.name}),
        aggregates={plan.name: frozenset(plan.hosts) for plan in blueprint.aggregates},
        properties={plan.name: plan.properties for plan in blueprint.aggregates},
        hosts={host.name: True for host in blueprint.hosts},
        topology={host.name: (host.sockets, host.cores_per_socket) for host in blueprint.hosts},
    )


def _line(plan: LinePlan) -> SeenNetwork:
    subnet = SeenSubnet(
        plan.name, str(plan.cidr), str(plan.address), f"id-of-{plan.name}-subnet", dhcp=False
    )
    segment = f"{plan.physical_network} {plan.vlan}"
    return SeenNetwork(plan.name, (subnet,), False, f"id-of-{plan.name}", segment=segment)

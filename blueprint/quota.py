"""The quota of a member's project: the need of what is drawn, and headroom. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from blueprint.parts import GroupPlan, NetworkPlan, QuotaPlan, ServerPlan, VolumePlan
from tenants.consortium_model import Consortium
from tenants.sizing import with_headroom

SNAPSHOT_GENERATIONS = 3
"""A volume's snapshots at the same time: two whose copies are not proven yet, and a new one.

A snapshot goes once its copy is proven. Cinder counts its size like a volume's.
"""


@dataclass(frozen=True, slots=True)
class CopiesNeed:
    """How many copies of one volume stand at the most. Cinder counts each at the volume's size."""

    most: int
    gib: int


def quota_of(
    networks: Sequence[NetworkPlan],
    groups: Sequence[GroupPlan],
    servers: Sequence[ServerPlan],
    volumes: Sequence[VolumePlan],
    copies: Sequence[CopiesNeed],
    server_groups: Sequence[str],
    consortium: Consortium,
) -> QuotaPlan:
    """What all of it takes, and the consortium's headroom."""
    percent = consortium.headroom.quota_percent
    volume_gib = sum(volume.gib for volume in volumes)
    routers = sum(network.router is not None for network in networks)
    lines = sum(network.line is not None for network in networks)
    return QuotaPlan(
        servers=with_headroom(len(servers), percent),
        vcpu=with_headroom(sum(server.vcpu for server in servers), percent),
        ram_gib=with_headroom(sum(server.ram_gib for server in servers), percent),
        server_groups=with_headroom(len(server_groups), percent),
        volumes=with_headroom(len(volumes), percent),
        volume_gib=with_headroom(volume_gib * (1 + SNAPSHOT_GENERATIONS), percent),
        snapshots=with_headroom(len(volumes) * SNAPSHOT_GENERATIONS, percent),
        backups=with_headroom(sum(one.most for one in copies), percent),
        backup_gib=with_headroom(sum(one.most * one.gib for one in copies), percent),
        networks=with_headroom(len(networks) + lines, percent),
        subnets=with_headroom(len(networks) + lines, percent),
        routers=with_headroom(routers, percent),
        # A router's port on each subnet, and one that holds its gateway.
        # In some clouds each subnet has a port for DHCP that counts as well; a line's has none.
        ports=with_headroom(len(servers) + 2 * routers + len(networks) + lines, percent),
        # The project's own `default` group counts too, with its four rules.
        groups=with_headroom(len(groups) + 1, percent),
        rules=with_headroom(sum(len(group.rules) for group in groups) + 4, percent),
    )

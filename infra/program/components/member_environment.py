"""Everything of one member at one site, as its blueprint says. Adapter: Pulumi."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_openstack import compute

from blueprint.naming import containers_component
from blueprint.parts import Blueprint
from infra.program.components.access_groups import AccessGroups, AccessGroupsArgs
from infra.program.components.containers import Containers, ContainersArgs
from infra.program.components.data_volume import DataVolume, DataVolumeArgs
from infra.program.components.server import Server, ServerArgs
from infra.program.components.zone_network import ZoneNetwork, ZoneNetworkArgs


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEnvironmentArgs:
    """What the environment needs beside its blueprint: what the site has."""

    blueprint: Blueprint
    external_network_id: Input[str]
    image_id: Input[str]
    public_key: str
    line_network_ids: Mapping[str, Input[str]] = field(default_factory=dict)
    """By the names of its lines."""


class MemberEnvironment(pulumi.ComponentResource):
    """Networks, groups, keypair, volumes, servers and containers, all in the member's project.

    The provider given in `opts` must be logged in to that project: OpenStack puts a new object
    into the project of the one who asks. What servers wait for is declared first, since Pulumi
    begins in that order and servers take longest.
    """

    network_ids: dict[str, Output[str]]
    server_ids: dict[str, Output[str]]
    volume_ids: dict[str, Output[str]]
    containers: Containers

    def __init__(
        self, name: str, args: MemberEnvironmentArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:member:Environment", name, None, opts)
        child = ResourceOptions(parent=self)
        blueprint = args.blueprint

        networks = {
            plan.name: ZoneNetwork(
                plan.name,
                ZoneNetworkArgs(
                    plan=plan,
                    external_network_id=args.external_network_id,
                    line_network_id=args.line_network_ids[plan.line.name] if plan.line else None,
                ),
                child,
            )
            for plan in blueprint.networks
        }
        groups = AccessGroups(f"{name}-groups", AccessGroupsArgs(groups=blueprint.groups), child)
        keypair = compute.Keypair(
            f"{name}-keypair",
            name=blueprint.keypair,
            public_key=args.public_key,
            # A new key takes the old one's name, which only one of them can have.
            opts=ResourceOptions.merge(child, ResourceOptions(delete_before_replace=True)),
        )
        server_groups = {
            group: compute.ServerGroup(
                f"{group}-servers",
                name=group,
                policies="anti-affinity",
                # Nova's own default; without it the provider tries an old way first, in vain.
                rules={"max_server_per_host": 1},
                opts=ResourceOptions(parent=self, ignore_changes=["rules"]),
            )
            for group in blueprint.server_groups
        }
        boot_volumes = {plan.name: plan for plan in blueprint.boot_volumes}
        servers = {
            plan.name: Server(
                plan.name,
                ServerArgs(
                    plan=plan,
                    boot_volume=boot_volumes[plan.boot_volume],
                    image_id=args.image_id,
                    keypair=keypair.name,
                    network_id=networks[plan.network].network_id,
                    subnet_id=networks[plan.network].subnet_id,
                    group_id=groups.group_ids[plan.group],
                    server_group_id=(
                        server_groups[plan.server_group].id if plan.server_group else None
                    ),
                ),
                child,
            )
            for plan in blueprint.servers
        }
        volumes = {
            plan.name: DataVolume(plan.name, DataVolumeArgs(plan=plan), child)
            for plan in blueprint.data_volumes
        }
        for plan in blueprint.servers:
            servers[plan.name].attach({name: volumes[name].volume_id for name in plan.data_volumes})
        groups.permit()
        self.containers = Containers(
            containers_component(name), ContainersArgs(names=blueprint.containers), child
        )
        self.network_ids = {key: network.network_id for key, network in networks.items()}
        self.server_ids = {key: server.server_id for key, server in servers.items()}
        self.volume_ids = {key: volume.volume_id for key, volume in volumes.items()}
        self.register_outputs({})

"""A server with its port and boot volume, and the data volumes attached to it. Adapter: Pulumi."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_openstack import blockstorage, compute, networking

from blueprint.naming import server_resource
from blueprint.parts import ServerPlan, VolumePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerArgs:
    """What a server needs to run."""

    plan: ServerPlan
    boot_volume: VolumePlan
    image_id: Input[str]
    keypair: Input[str]
    network_id: Input[str]
    subnet_id: Input[str]
    group_id: Input[str]
    server_group_id: Input[str] | None


class Server(pulumi.ComponentResource):
    """Port with a fixed address, boot volume from the image, instance.

    The boot volume goes with the server; data volumes are made elsewhere and only attached here.
    """

    server_id: Output[str]

    def __init__(self, name: str, args: ServerArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("kumiai:compute:Server", name, None, opts)
        child = ResourceOptions(parent=self)
        plan = args.plan

        port = networking.Port(
            f"{name}-port",
            name=plan.name,
            network_id=args.network_id,
            fixed_ips=[{"subnet_id": args.subnet_id, "ip_address": str(plan.address)}],
            security_group_ids=[args.group_id],
            opts=child,
        )
        boot = blockstorage.Volume(
            f"{name}-boot",
            name=args.boot_volume.name,
            size=args.boot_volume.gib,
            volume_type=args.boot_volume.type,
            image_id=args.image_id,
            # A newer image is for new servers; it never rebuilds one that is at work.
            opts=ResourceOptions(parent=self, ignore_changes=["imageId"]),
        )
        instance = compute.Instance(
            server_resource(name),
            name=plan.name,
            # The site stack gives each flavor its name as id, so no look-up is needed.
            flavor_id=plan.flavor,
            key_pair=args.keypair,
            # The port alone would do; the provider would then look up the other two, twice.
            networks=[{"port": port.id, "uuid": args.network_id, "name": plan.network}],
            block_devices=[
                {
                    "uuid": boot.id,
                    "source_type": "volume",
                    "destination_type": "volume",
                    "boot_index": 0,
                    "delete_on_termination": False,
                }
            ],
            scheduler_hints=[{"group": args.server_group_id}] if args.server_group_id else None,
            # A hint is heard once, when the server is placed; another one never rebuilds it.
            opts=ResourceOptions(parent=self, ignore_changes=["schedulerHints"]),
        )
        self.server_id = instance.id
        self.register_outputs({"server_id": self.server_id})

    def attach(self, data_volume_ids: Mapping[str, Input[str]]) -> None:
        """Attach data volumes, given by their names."""
        for volume_name, volume_id in data_volume_ids.items():
            compute.VolumeAttach(
                f"{volume_name}-attachment",
                instance_id=self.server_id,
                volume_id=volume_id,
                opts=ResourceOptions(parent=self),
            )

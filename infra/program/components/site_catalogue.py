"""What a site offers to its members: flavors, volume types, image, external network.

Adapter: Pulumi.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_openstack import blockstorage, compute, images, networking

from blueprint.parts import SiteBlueprint, VolumeTypePlan
from core.units import mib


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCatalogueArgs:
    """What the site offers, and the path of the guest image on this machine.

    `image_stands`: the image of that name is uploaded already.
    """

    blueprint: SiteBlueprint
    image_file: str
    image_stands: bool


class SiteCatalogue(pulumi.ComponentResource):
    """Everything that members' stacks order by name."""

    external_network_id: Output[str]
    image_id: Output[str]

    def __init__(
        self, name: str, args: SiteCatalogueArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:site:Catalogue", name, None, opts)
        child = ResourceOptions(parent=self)
        blueprint = args.blueprint
        for flavor in blueprint.flavors:
            compute.Flavor(
                f"{name}-flavor-{flavor.name}",
                name=flavor.name,
                # The name is the id as well: members' stacks need no look-up.
                flavor_id=flavor.name,
                vcpus=flavor.vcpu,
                ram=mib(flavor.ram_gib),
                disk=0,
                is_public=True,
                extra_specs=flavor.extra_specs or None,
                opts=child,
            )
        for volume_type in blueprint.volume_types:
            _volume_type(f"{name}-volume-type-{volume_type.name}", volume_type, child)
        image = images.Image(
            f"{name}-image",
            name=blueprint.image,
            container_format="bare",
            disk_format="raw",
            local_file_path=args.image_file,
            visibility="public",
            # Another path is no other image: a home that moved must not upload it anew. Another
            # name is: it takes the place of the one before, which stays in Glance, since boot
            # volumes may be clones of it.
            opts=ResourceOptions(
                parent=self,
                retain_on_delete=True,
                ignore_changes=["localFilePath"] if args.image_stands else None,
            ),
        )
        external = networking.Network(
            f"{name}-external-network",
            name=blueprint.external_network.name,
            external=True,
            segments=[{"network_type": "flat", "physical_network": "physnet1"}],
            opts=child,
        )
        networking.Subnet(
            f"{name}-external-subnet",
            name=blueprint.external_network.name,
            network_id=external.id,
            ip_version=4,
            cidr=str(blueprint.external_network.cidr),
            enable_dhcp=False,
            opts=child,
        )
        self.external_network_id = external.id
        self.image_id = image.id
        self.register_outputs({})


def _volume_type(resource: str, plan: VolumeTypePlan, child: ResourceOptions) -> None:
    """The type, and a limit in the storage that grows with the volume."""
    volume_type = blockstorage.VolumeTypeV3(
        resource,
        name=plan.name,
        extra_specs={"volume_backend_name": plan.backend},
        is_public=True,
        opts=child,
    )
    qos = blockstorage.QosV3(
        f"{resource}-qos",
        name=plan.name,
        consumer="front-end",
        specs={"total_iops_sec_per_gb": str(plan.total_iops_per_gib)},
        opts=child,
    )
    blockstorage.QosAssociationV3(
        f"{resource}-qos-association",
        qos_id=qos.id,
        volume_type_id=volume_type.id,
        opts=child,
    )

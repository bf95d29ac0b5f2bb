"""A volume that outlives every server it is attached to. Adapter: Pulumi."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_openstack import blockstorage

from blueprint.naming import volume_resource
from blueprint.parts import VolumePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DataVolumeArgs:
    plan: VolumePlan


class DataVolume(pulumi.ComponentResource):
    """A protected volume: no plan deletes or replaces it; it may grow while it is in use."""

    volume_id: Output[str]

    def __init__(
        self, name: str, args: DataVolumeArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:storage:DataVolume", name, None, opts)
        volume = blockstorage.Volume(
            volume_resource(name),
            name=args.plan.name,
            size=args.plan.gib,
            volume_type=args.plan.type,
            enable_online_resize=True,
            opts=ResourceOptions(parent=self, protect=True),
        )
        self.volume_id = volume.id
        self.register_outputs({"volume_id": self.volume_id})

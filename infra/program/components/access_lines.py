"""The networks on which a member's access lines arrive. Adapter: Pulumi."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_openstack import networking

from blueprint.parts import LinePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLinesArgs:
    project_id: Input[str]
    lines: tuple[LinePlan, ...]


class AccessLines(pulumi.ComponentResource):
    """Made as the site's administrator, since Neutron lets nobody else choose a VLAN; the member's.

    A VLAN carries one network, so another one is made only when the first is gone.
    """

    network_ids: dict[str, Output[str]]

    def __init__(
        self, name: str, args: AccessLinesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:network:AccessLines", name, None, opts)
        self.network_ids = {
            line.name: networking.Network(
                f"{line.name}-network",
                name=line.name,
                tenant_id=args.project_id,
                segments=[
                    networking.NetworkSegmentArgs(
                        network_type="vlan",
                        physical_network=line.physical_network,
                        segmentation_id=line.vlan,
                    )
                ],
                # Neutron moves no network to another VLAN, and the provider says nothing of it.
                opts=ResourceOptions(
                    parent=self, delete_before_replace=True, replace_on_changes=["segments"]
                ),
            ).id
            for line in args.lines
        }
        self.register_outputs({"network_ids": self.network_ids})

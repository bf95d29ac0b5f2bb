"""The private network of one zone of a member, and its router where the zone may have one.

Adapter: Pulumi.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_openstack import networking

from blueprint.parts import NetworkPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneNetworkArgs:
    plan: NetworkPlan
    external_network_id: Input[str]


class ZoneNetwork(pulumi.ComponentResource):
    """Network and subnet; router and its interface only where the plan names a router."""

    network_id: Output[str]
    subnet_id: Output[str]

    def __init__(
        self, name: str, args: ZoneNetworkArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:network:ZoneNetwork", name, None, opts)
        child = ResourceOptions(parent=self)
        plan = args.plan

        network = networking.Network(f"{name}-network", name=plan.name, opts=child)
        subnet = networking.Subnet(
            f"{name}-subnet",
            name=plan.name,
            network_id=network.id,
            ip_version=4,
            cidr=str(plan.cidr),
            gateway_ip=str(plan.gateway),
            opts=child,
        )
        if plan.router is not None:
            router = networking.Router(
                f"{name}-router",
                name=plan.router,
                external_network_id=args.external_network_id,
                opts=child,
            )
            networking.RouterInterface(
                f"{name}-router-interface", router_id=router.id, subnet_id=subnet.id, opts=child
            )

        self.network_id = network.id
        self.subnet_id = subnet.id
        self.register_outputs({"network_id": self.network_id, "subnet_id": self.subnet_id})

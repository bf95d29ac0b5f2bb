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
    line_network_id: Input[str] | None = None
    """Where its line arrives, if one does."""


class ZoneNetwork(pulumi.ComponentResource):
    """Network and subnet; router and its interfaces only where the plan names a router."""

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
                external_network_id=args.external_network_id if plan.is_open else None,
                opts=child,
            )
            networking.RouterInterface(
                f"{name}-router-interface", router_id=router.id, subnet_id=subnet.id, opts=child
            )
            if args.line_network_id is not None:
                self._join(name, plan, router.id, args.line_network_id)

        self.network_id = network.id
        self.subnet_id = subnet.id
        self.register_outputs({"network_id": self.network_id, "subnet_id": self.subnet_id})

    def _join(
        self, name: str, plan: NetworkPlan, router_id: Input[str], line_network_id: Input[str]
    ) -> None:
        """The line's subnet, the router's interface in it, and whom the router reaches by it."""
        line = plan.line
        if line is None:
            return
        # Neither two subnets of one range nor two routes to one place suit a router at once.
        first_gone = ResourceOptions(parent=self, delete_before_replace=True)
        subnet = networking.Subnet(
            f"{line.name}-subnet",
            name=line.name,
            network_id=line_network_id,
            ip_version=4,
            cidr=str(line.cidr),
            gateway_ip=str(line.gateway),
            enable_dhcp=line.hands_out_addresses,
            opts=first_gone,
        )
        interface = networking.RouterInterface(
            f"{line.name}-interface", router_id=router_id, subnet_id=subnet.id, opts=first_gone
        )
        for destination, next_hop in plan.routes:
            networking.RouterRoute(
                f"{name}-route-{str(destination).replace('/', '-')}",
                # By the interface, so that a route goes before it: else Neutron lets neither go.
                router_id=interface.router_id,
                destination_cidr=str(destination),
                next_hop=str(next_hop),
                opts=first_gone,
            )

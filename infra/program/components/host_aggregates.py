"""One host aggregate per class of hosts, and one per fence of a licence. Adapter: Pulumi."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_openstack import compute

from tenants.fencing import aggregate_of, metadata_of
from tenants.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class HostAggregatesArgs:
    site: Site


class HostAggregates(pulumi.ComponentResource):
    """Aggregates with the hosts that the site's file puts into them.

    Those of fences keep licensed servers where their licences are.
    """

    aggregate_ids: dict[str, Output[str]]
    """By host class."""

    def __init__(
        self, name: str, args: HostAggregatesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:site:HostAggregates", name, None, opts)
        site = args.site
        self.aggregate_ids = {
            host_class: compute.AggregateV2(
                f"{name}-{host_class}",
                name=host_class,
                hosts=[
                    host for host, facts in site.hosts.items() if facts.host_class == host_class
                ],
                metadata=plan.properties,
                opts=ResourceOptions(parent=self),
            ).id
            for host_class, plan in site.host_classes.items()
        }
        for fence_name, fence in site.licence_fences.items():
            compute.AggregateV2(
                f"{name}-{aggregate_of(fence_name)}",
                name=aggregate_of(fence_name),
                hosts=list(fence.hosts),
                metadata=metadata_of(site, fence_name),
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({"aggregate_ids": self.aggregate_ids})

"""The host aggregates of a site: one per class of hosts, one per fence. Adapter: Pulumi."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_openstack import compute

from blueprint.parts import AggregatePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class HostAggregatesArgs:
    aggregates: tuple[AggregatePlan, ...]


class HostAggregates(pulumi.ComponentResource):
    """Aggregates with their hosts; those of fences keep servers where their licences are."""

    aggregate_ids: dict[str, Output[str]]

    def __init__(
        self, name: str, args: HostAggregatesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:site:HostAggregates", name, None, opts)
        self.aggregate_ids = {
            plan.name: compute.AggregateV2(
                f"{name}-{plan.name}",
                name=plan.name,
                hosts=list(plan.hosts),
                metadata=plan.properties,
                opts=ResourceOptions(parent=self),
            ).id
            for plan in args.aggregates
        }
        self.register_outputs({"aggregate_ids": self.aggregate_ids})

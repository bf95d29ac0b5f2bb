"""The security groups of a member's tiers. All in one component, since they name each other.

Adapter: Pulumi.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_openstack import networking

from blueprint.parts import GroupPlan, RulePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGroupsArgs:
    groups: tuple[GroupPlan, ...]


class AccessGroups(pulumi.ComponentResource):
    """One group per tier; nothing passes that a rule does not name, neither in nor out.

    Servers wait for the groups, nobody for the rules: `permit` declares those later.
    """

    group_ids: dict[str, Output[str]]

    def __init__(
        self, name: str, args: AccessGroupsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:network:AccessGroups", name, None, opts)
        self._groups = args.groups
        self.group_ids = {
            group.name: networking.SecGroup(
                group.name,
                name=group.name,
                delete_default_rules=True,
                opts=ResourceOptions(parent=self),
            ).id
            for group in args.groups
        }
        self.register_outputs({"group_ids": self.group_ids})

    def permit(self) -> None:
        """Declare the rules of all groups."""
        for group in self._groups:
            for rule in group.rules:
                self._rule(group.name, rule)

    def _rule(self, group: str, rule: RulePlan) -> None:
        remote = self.group_ids[rule.remote_group] if rule.remote_group else None
        networking.SecGroupRule(
            f"{group}-{rule.key}",
            security_group_id=self.group_ids[group],
            direction=rule.direction,
            ethertype="IPv4",
            protocol=rule.protocol,
            port_range_min=rule.port,
            port_range_max=rule.port,
            remote_ip_prefix=rule.remote_cidr,
            remote_group_id=remote,
            opts=ResourceOptions(parent=self),
        )

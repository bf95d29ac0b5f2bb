"""A member's own project at a site, who may work in it, and how much it may hold.

Adapter: Pulumi.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_openstack import blockstorage, compute, identity, networking

from blueprint.naming import project_resource
from blueprint.parts import QuotaPlan
from core.units import mib

DOMAIN = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberProjectArgs:
    """What the project needs. The ids are those of the site's identity service."""

    project: str
    description: str
    service_user: str
    provisioner_id: Input[str]
    member_role_id: Input[str]
    quota: QuotaPlan


class MemberProject(pulumi.ComponentResource):
    """The project, the provisioning user's and the member's own user's role, and the quotas.

    `ready` is known once the provisioning user may work in the project and the quotas stand:
    whatever is built in the project depends on it.
    """

    project_id: Output[str]
    service_user_id: Output[str]
    ready: tuple[pulumi.Resource, ...]

    def __init__(
        self, name: str, args: MemberProjectArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:identity:MemberProject", name, None, opts)
        child = ResourceOptions(parent=self)

        project = identity.Project(
            project_resource(name),
            name=args.project,
            domain_id=DOMAIN,
            description=args.description,
            opts=ResourceOptions(parent=self, protect=True),
        )
        # No password here: it would be in the state. cloud/credentials.py sets it afterwards.
        user = identity.User(
            f"{name}-user",
            name=args.service_user,
            domain_id=DOMAIN,
            default_project_id=project.id,
            description=args.description,
            opts=child,
        )
        identity.RoleAssignment(
            f"{name}-user-role",
            user_id=user.id,
            project_id=project.id,
            role_id=args.member_role_id,
            opts=child,
        )
        provisioner_role = identity.RoleAssignment(
            f"{name}-provisioner-role",
            user_id=args.provisioner_id,
            project_id=project.id,
            role_id=args.member_role_id,
            opts=child,
        )
        quotas = _quotas(name, project.id, args.quota, child)

        self.project_id = project.id
        self.service_user_id = user.id
        self.ready = (provisioner_role, *quotas)
        self.register_outputs(
            {"project_id": self.project_id, "service_user_id": self.service_user_id}
        )


def _quotas(
    name: str, project_id: Input[str], quota: QuotaPlan, child: ResourceOptions
) -> tuple[pulumi.Resource, ...]:
    return (
        compute.QuotaSetV2(
            f"{name}-compute-quota",
            project_id=project_id,
            instances=quota.servers,
            cores=quota.vcpu,
            ram=mib(quota.ram_gib),
            server_groups=quota.server_groups,
            opts=child,
        ),
        blockstorage.QuoteSetV3(
            f"{name}-volume-quota",
            project_id=project_id,
            volumes=quota.volumes,
            gigabytes=quota.volume_gib,
            snapshots=quota.snapshots,
            backups=quota.backups,
            backup_gigabytes=quota.backup_gib,
            opts=child,
        ),
        networking.QuotaV2(
            f"{name}-network-quota",
            project_id=project_id,
            network=quota.networks,
            subnet=quota.subnets,
            router=quota.routers,
            port=quota.ports,
            security_group=quota.groups,
            security_group_rule=quota.rules,
            opts=child,
        ),
    )

"""The program of a stack `<member>.<site>`: the member's project and what stands in it.

Adapter: Pulumi.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pulumi
import pulumi_openstack as openstack
from pulumi import InvokeOptions, Output, ResourceOptions

from blueprint.naming import project_description
from blueprint.parts import Blueprint
from core.message import say
from infra.program.components.access_lines import AccessLines, AccessLinesArgs
from infra.program.components.member_environment import MemberEnvironment, MemberEnvironmentArgs
from infra.program.components.member_project import MemberProject, MemberProjectArgs
from infra.program.outputs import MemberOutputs
from infra.program.provider import provider
from tenants.member import Member
from tenants.site import Site

MEMBER_ROLE = "member"

NOT_YET = "not uploaded yet"


@dataclass(frozen=True, slots=True)
class Finished:
    """What the rim needs once the project stands: ids that are known only then."""

    project_id: Output[str]
    service_user_id: Output[str]
    containers_ready: Output[object]


def _newest(name: str, ids: Sequence[str]) -> str:
    """The image of that name. A preview may come before the site's stack has uploaded it."""
    if not ids and not pulumi.runtime.is_dry_run():
        raise pulumi.RunError(
            say(
                "the site has no image {name} yet; bring up the site's own stack first", name=name
            ).text()
        )
    return next(iter(ids), NOT_YET)


def _lines(
    blueprint: Blueprint, project: MemberProject, admin: pulumi.ProviderResource
) -> Mapping[str, Output[str]]:
    """The networks of its access lines, by their names; whoever has none has nothing of them."""
    if not blueprint.lines:
        return {}
    return AccessLines(
        f"{blueprint.member}-lines",
        AccessLinesArgs(project_id=project.project_id, lines=blueprint.lines),
        ResourceOptions(provider=admin, depends_on=list(project.ready)),
    ).network_ids


def build(
    blueprint: Blueprint, member: Member, site: Site, provisioner: str, public_key: str
) -> Finished:
    """Declare everything of `blueprint`.

    Two providers: the site's, for what only its administrator may do (project, roles, quotas),
    and the provisioning user's in the member's own project, for all the rest.
    """
    admin = provider("site", site.cloud, site.region)
    ask = InvokeOptions(provider=admin)
    role = openstack.identity.get_role_output(name=MEMBER_ROLE, opts=ask)
    user = openstack.identity.get_user_output(name=provisioner, opts=ask)
    external = openstack.networking.get_network_output(
        name=site.external_network.name, external=True, opts=ask
    )
    images = openstack.images.get_image_ids_output(
        name=site.image, sort="created_at:desc", opts=ask
    )

    project = MemberProject(
        blueprint.project,
        MemberProjectArgs(
            project=blueprint.project,
            description=project_description(member.name.en, member.code),
            service_user=blueprint.service_user,
            provisioner_id=user.id,
            member_role_id=role.id,
            quota=blueprint.quota,
        ),
        ResourceOptions(provider=admin),
    )
    # clouds.yaml has one entry per member and site: a project given beside `cloud` is ignored.
    own = provider(
        "member", blueprint.stack, site.region, ResourceOptions(depends_on=list(project.ready))
    )
    lines = _lines(blueprint, project, admin)
    environment = MemberEnvironment(
        blueprint.member,
        MemberEnvironmentArgs(
            blueprint=blueprint,
            external_network_id=external.id,
            image_id=images.ids.apply(partial(_newest, site.image)),
            public_key=public_key,
            line_network_ids=lines,
        ),
        ResourceOptions(provider=own, depends_on=list(project.ready)),
    )
    MemberOutputs(
        project_id=project.project_id,
        state=blueprint.state,
        residents=member.population.count,
        networks=environment.network_ids,
        servers=environment.server_ids,
        data_volumes=environment.volume_ids,
    ).export()
    return Finished(
        project.project_id,
        project.service_user_id,
        Output.all(*environment.containers.container_names.values()),
    )

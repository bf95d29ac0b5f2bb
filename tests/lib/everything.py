"""Everything that the two programs declare, for all members at all sites, as type tokens."""

from __future__ import annotations

from functools import cache

from blueprint.member import blueprint_of
from blueprint.site import site_blueprint_of
from infra.program.components.host_aggregates import HostAggregates, HostAggregatesArgs
from infra.program.components.member_environment import MemberEnvironment, MemberEnvironmentArgs
from infra.program.components.member_project import MemberProject, MemberProjectArgs
from infra.program.components.site_catalogue import SiteCatalogue, SiteCatalogueArgs
from tests.lib.definitions import shipped
from tests.lib.recorder import plan


@cache
def planned_types() -> frozenset[str]:
    """Tokens of OpenStack's resources, such as `openstack:compute/instance:Instance`.

    Kept, as it takes seconds.
    """
    definitions = shipped()

    def program() -> None:
        site = site_blueprint_of(definitions, "primary")
        SiteCatalogue(
            "primary", SiteCatalogueArgs(blueprint=site, image_file="guest.raw", image_stands=False)
        )
        HostAggregates("primary-hosts", HostAggregatesArgs(aggregates=site.aggregates))
        for slug in definitions.members:
            blueprint = blueprint_of(definitions, slug, "primary")
            MemberProject(
                slug,
                MemberProjectArgs(
                    project=slug,
                    description="",
                    service_user=slug,
                    provisioner_id="provisioner",
                    member_role_id="role",
                    quota=blueprint.quota,
                ),
            )
            MemberEnvironment(
                f"{slug}-environment",
                MemberEnvironmentArgs(
                    blueprint=blueprint,
                    external_network_id="external",
                    image_id="image",
                    public_key="ssh-ed25519 AAAA",
                ),
            )

    return frozenset(t for t in plan(program).types if t.startswith("openstack:"))

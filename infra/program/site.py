"""The program of a stack `site.<site>`: what the site offers, before any member is there.

Adapter: Pulumi.
"""

from __future__ import annotations

from pulumi import Output, ResourceOptions
from pulumi_openstack import identity

from blueprint.parts import SiteBlueprint
from infra.program.components.host_aggregates import HostAggregates, HostAggregatesArgs
from infra.program.components.member_project import DOMAIN
from infra.program.components.site_catalogue import SiteCatalogue, SiteCatalogueArgs
from infra.program.outputs import SiteOutputs
from infra.program.provider import provider
from tenants.site import Site


def build(
    blueprint: SiteBlueprint, site: Site, image_file: str, image_stands: bool, provisioner: str
) -> Output[str]:
    """Declare everything of `blueprint` with the site's login.

    Returns the id of the provisioning user, who has no role yet.
    """
    opts = ResourceOptions(provider=provider("site", site.cloud, site.region))
    catalogue = SiteCatalogue(
        site.name,
        SiteCatalogueArgs(blueprint=blueprint, image_file=image_file, image_stands=image_stands),
        opts,
    )
    aggregates = HostAggregates(
        f"{site.name}-hosts", HostAggregatesArgs(aggregates=blueprint.aggregates), opts
    )
    user = identity.User(
        f"{site.name}-provisioner",
        name=provisioner,
        domain_id=DOMAIN,
        description="Builds what members have, with the role `member` in each member's project",
        opts=opts,
    )
    SiteOutputs(
        external_network_id=catalogue.external_network_id,
        image_id=catalogue.image_id,
        provisioner_id=user.id,
        aggregates=aggregates.aggregate_ids,
    ).export()
    return user.id

"""Draws the blueprint of a site from its file. Pure.

A licence's fence is a host aggregate with a property, and a copy of each flavor that asks for the
property. Nova's AggregateInstanceExtraSpecsFilter then refuses every other host, for a new server
as for a migration. Source: docs.openstack.org/nova, "Compute schedulers", read on 2026-11-24.
"""

from __future__ import annotations

from collections.abc import Iterable

from blueprint.naming import fence_aggregate, fence_property, fenced_flavor
from blueprint.parts import (
    FENCED_PRODUCTS,
    AggregatePlan,
    ExternalNetworkPlan,
    FlavorPlan,
    HostPlan,
    SiteBlueprint,
    VolumeTypePlan,
)
from tenants.definitions import Definitions
from tenants.fencing import fences_of
from tenants.site import Site

SCOPE = "aggregate_instance_extra_specs"

ASKED_FOR = "true"


def site_blueprint_of(definitions: Definitions, site: str) -> SiteBlueprint:
    """The blueprint of a site that exists in `definitions`."""
    return draw(definitions.sites[site].value)


def draw(site: Site) -> SiteBlueprint:
    """What `site` offers."""
    return SiteBlueprint(
        site=site.name,
        aggregates=(*_host_classes(site), *_fences(site)),
        flavors=_flavors(site),
        volume_types=tuple(
            VolumeTypePlan(name, volume_type.backend, volume_type.total_iops_per_gib)
            for name, volume_type in site.volume_types.items()
        ),
        image=site.image,
        external_network=ExternalNetworkPlan(
            site.external_network.name, site.external_network.cidr
        ),
        hosts=tuple(
            HostPlan(name, host.sockets, host.cores_per_socket) for name, host in site.hosts.items()
        ),
    )


def flavor_for(site: Site, flavor: str, products: Iterable[str]) -> str:
    """The flavor of a server with these products: the copy for the narrowest fence around them."""
    fences = fences_of(site, products)
    return fenced_flavor(flavor, fences[0] if fences else None)


def fences(aggregates: Iterable[AggregatePlan]) -> dict[str, frozenset[str]]:
    """By product the hosts that these aggregates of one site keep it on."""
    found: dict[str, frozenset[str]] = {}
    for plan in aggregates:
        for product in plan.products:
            found[product] = found.get(product, frozenset(plan.hosts)) & frozenset(plan.hosts)
    return found


def _host_classes(site: Site) -> list[AggregatePlan]:
    return [
        AggregatePlan(
            name=name,
            hosts=tuple(host for host, facts in site.hosts.items() if facts.host_class == name),
            properties=host_class.properties,
        )
        for name, host_class in site.host_classes.items()
    ]


def _fences(site: Site) -> list[AggregatePlan]:
    return [
        AggregatePlan(
            name=fence_aggregate(name),
            hosts=fence.hosts,
            properties={
                fence_property(name): ASKED_FOR,
                FENCED_PRODUCTS: ",".join(fence.products),
            },
        )
        for name, fence in site.licence_fences.items()
    ]


def _flavors(site: Site) -> tuple[FlavorPlan, ...]:
    """Every flavor, and its copies: all of the file's own first, then fence by fence."""
    return tuple(
        FlavorPlan(
            name=fenced_flavor(name, fence),
            vcpu=flavor.vcpu,
            ram_gib=flavor.ram_gib,
            extra_specs={} if fence is None else {f"{SCOPE}:{fence_property(fence)}": ASKED_FOR},
        )
        for fence in (None, *site.licence_fences)
        for name, flavor in site.flavors.items()
    )

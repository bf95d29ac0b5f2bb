"""Fences: which hosts a product's servers may run on, and how Nova is told so. Pure.

A fence is a host aggregate with a property, and a copy of each flavor that asks for the property.
Nova's AggregateInstanceExtraSpecsFilter then refuses every other host, for a new server as for a
migration. Source: docs.openstack.org/nova, "Compute schedulers", read on 2026-11-24.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.message import Message, say
from tenants.site import Site

SCOPE = "aggregate_instance_extra_specs"

PRODUCTS = "kumiai_products"
"""The property of an aggregate that names the products fenced in, with commas between them."""


def fences_of(site: Site, products: Iterable[str]) -> list[str]:
    """The fences around a server with these products, the narrowest first.

    Where the files are right each lies within the next, so that the first says it all.
    """
    wanted = set(products)
    fences = site.licence_fences
    around = [name for name, fence in fences.items() if wanted & set(fence.products)]
    return sorted(around, key=lambda name: len(set(fences[name].hosts)))


def hosts_for(site: Site, products: Iterable[str]) -> frozenset[str]:
    """The hosts on which a server with these products may run."""
    hosts = frozenset(site.hosts)
    for name in fences_of(site, products):
        hosts &= frozenset(site.licence_fences[name].hosts)
    return hosts


def outside_fence(site: Site, server: str, products: Iterable[str], host: str) -> Message | None:
    """Why licences keep a server from `host`, whatever it would cost; None where none does."""
    around = fences_of(site, products)
    if not around or host in hosts_for(site, products):
        return None
    return say(
        "{server} may not run on {host}: the fence {fence} keeps it on {hosts}; "
        "change licence_fences in {file} if that is no longer right",
        server=server,
        host=host,
        fence=around[0],
        hosts=", ".join(site.licence_fences[around[0]].hosts),
        file=f"infra/sites/{site.name}.yaml",
    )


def flavor_for(site: Site, flavor: str, products: Iterable[str]) -> str:
    """The flavor's name, or that of its copy for the narrowest fence around the products."""
    fences = fences_of(site, products)
    return f"{flavor}.{fences[0]}" if fences else flavor


def aggregate_of(fence: str) -> str:
    return f"licence-{fence}"


def property_of(fence: str) -> Mapping[str, str]:
    """What the aggregate of a fence says of its hosts, and its flavors ask for."""
    return {f"kumiai_licence_{fence}": "true"}


def metadata_of(site: Site, fence: str) -> dict[str, str]:
    """All properties of the aggregate of a fence."""
    products = ",".join(site.licence_fences[fence].products)
    return {**property_of(fence), PRODUCTS: products}


def extra_specs_of(fence: str) -> dict[str, str]:
    """What a flavor of a fence asks of a host."""
    return {f"{SCOPE}:{name}": value for name, value in property_of(fence).items()}


def all_flavors(site: Site) -> dict[str, tuple[str, str | None]]:
    """Every flavor that the site offers: by its name the flavor it is a copy of, and its fence."""
    found: dict[str, tuple[str, str | None]] = {name: (name, None) for name in site.flavors}
    for fence in site.licence_fences:
        found |= {f"{name}.{fence}": (name, fence) for name in site.flavors}
    return found

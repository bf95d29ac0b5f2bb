"""Fences: which hosts a product's servers may run on. Pure.

How Nova is told so is drawn in blueprint/site.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.message import Message, say
from tenants.site import Site


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
        hosts=tuple(site.licence_fences[around[0]].hosts),
        file=f"infra/sites/{site.name}.yaml",
    )

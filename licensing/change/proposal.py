"""A site's hosts shared out anew: what the cheapest layout needs, saves and fences. Pure.

From the files (which servers, how much room), the ledger (where they are, what they need now) and
the papers (what is owned); the search itself is in `layout.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from blueprint.member import blueprint_of
from licensing.change.layout import Capacity, Layout, Load, fenceable, optimise
from licensing.change.licensing import Licensing
from licensing.position.bought import Bought
from licensing.position.period import japan_day
from licensing.position.position import position
from tenants.definitions import Definitions
from tenants.site import Site


@dataclass(frozen=True, slots=True)
class Proposal:
    """`by_count` are, by product, the best layouts on so many hosts; None where there is none."""

    best: Layout
    by_count: Mapping[str, Mapping[int, Layout | None]]
    needed_now: Mapping[str, int]
    bought: Mapping[str, Bought]

    def saved_yen(self, product: str) -> int:
        fewer = self.needed_now[product] - self.best.licences[product]
        return fewer * self.bought[product].unit_price_yen

    @property
    def fences(self) -> dict[str, dict[str, list[str]]]:
        """A fence for each product that may not go everywhere, as a site's file has it."""
        return {
            product: {"products": [product], "hosts": list(hosts)}
            for product, hosts in self.best.hosts.items()
            if len(hosts) < max(self.by_count[product])
        }


def proposal(
    definitions: Definitions, known: Licensing, site: str, at: datetime, seconds: float
) -> Proposal | None:
    """None where no layout carries the servers and a failed host, or none was found in time.

    `seconds` are those of each of the searches.
    """
    bought = known.bought(japan_day(at))
    park, room = known.world.park, capacity_of(definitions.need_site(site))
    loads = loads_at(definitions, known, site)
    best = optimise(park, site, loads, room, bought, seconds)
    if best is None:
        return None
    count = sum(host.site == site and host.declared for host in park.hosts.values())
    by_count = {
        product: {
            number: optimise(park, site, loads, room, bought, seconds, {product: number})
            for number in range(1, count + 1)
        }
        for product in best.hosts
        if product in fenceable(bought)
    }
    return Proposal(best, by_count, needed_at(known, bought, site, at), bought)


def loads_at(definitions: Definitions, known: Licensing, site: str) -> list[Load]:
    """Every server that the files put at the site, with the host where the ledger has it."""
    hosts = {
        entry.machine.name: entry.machine.host
        for entry in known.entries
        if entry.until is None and entry.machine.site == site
    }
    return [
        Load(
            server.name,
            server.role.products,
            server.vcpu,
            server.ram_gib,
            server.server_group,
            hosts.get(server.name),
        )
        for member in definitions.members_at(site)
        for server in blueprint_of(definitions, member, site).servers
    ]


def capacity_of(site: Site) -> Capacity:
    """What each host takes, as far as the site's file lets it be overcommitted."""
    return Capacity(
        {name: int(host.cores * site.overcommit.vcpu) for name, host in site.hosts.items()},
        {name: int(host.ram_gib * site.overcommit.ram) for name, host in site.hosts.items()},
    )


def needed_at(
    known: Licensing, bought: Mapping[str, Bought], site: str, at: datetime
) -> dict[str, int]:
    """Licences by product that the site asks for at that moment, rounded up."""
    found = {}
    for product, one in bought.items():
        stays = known.world.stays.get(product, ())
        by_site = position(one, known.world.park, stays, at).required.requirement.by_site
        found[product] = ceil(by_site.get(site, 0))
    return found

"""Whether a site has room for everybody who runs there, and who would run there after a failover.

Pure. A site must hold its own members and those it stands by for at the same time: the worst day
is the one on which the other site is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.message import say
from core.problem import Problem
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.rules.finding import in_site
from tenants.site import Site
from tenants.sizing import are_known, servers_of, sizes_of, systems_of, volume_gib
from tenants.vocabulary import ServiceState, Size


@dataclass(frozen=True, slots=True)
class Demand:
    """What a member takes of any site where it runs."""

    servers: Mapping[str, int]
    """How many, by flavor."""
    storage_gib: int


@dataclass(frozen=True, slots=True)
class Room:
    """How much of one thing members need of a site together, and how much it has."""

    field: str
    """Of the site's file, where more of it would be written."""
    unit: str
    needed: int
    offered: int


def problems(definitions: Definitions) -> Iterator[Problem]:
    catalogue = definitions.catalogue.value
    demands = {
        slug: demand_of(member, catalogue)
        for slug, member in definitions.present_members().items()
        if are_known(member.services, catalogue)
    }
    for name, read in definitions.sites.items():
        here = [demands[slug] for slug in definitions.members_at(name) if slug in demands]
        for room in _rooms(read.value, here):
            if room.needed > room.offered:
                yield in_site(
                    read,
                    (room.field,),
                    say(
                        "{count} municipalities need {needed} {unit} here when they all run here, "
                        "and there are {offered}; add hosts or storage",
                        count=len(here),
                        needed=room.needed,
                        unit=room.unit,
                        offered=room.offered,
                    ),
                )


def room_at(definitions: Definitions, name: str, members: Iterable[Member]) -> list[Room]:
    """What the site has, and what these members need of it when all of them run there."""
    catalogue = definitions.catalogue.value
    return _rooms(
        definitions.sites[name].value, [demand_of(member, catalogue) for member in members]
    )


def demand_of(member: Member, catalogue: Catalogue) -> Demand:
    servers: Counter[str] = Counter()
    storage = 0
    sizes = sizes_of(member, catalogue)
    for system, state in systems_of(member, catalogue).items():
        if state is ServiceState.RETIRED:
            continue
        size = sizes.get(system, Size.BY_POPULATION)
        for tier in catalogue.systems[system].tiers.values():
            count, flavor = servers_of(tier, member, size)
            storage += count * sum(volume_gib(v, member) for v in tier.volumes.values())
            if state is ServiceState.IN_USE:
                servers[flavor] += count
                storage += count * tier.boot_gib
    return Demand(servers, storage)


def _rooms(site: Site, demands: Sequence[Demand]) -> list[Room]:
    servers: Counter[str] = Counter()
    for demand in demands:
        servers.update(demand.servers)
    vcpu = sum(count * site.flavors[flavor].vcpu for flavor, count in servers.items())
    ram = sum(count * site.flavors[flavor].ram_gib for flavor, count in servers.items())
    storage = sum(demand.storage_gib for demand in demands)
    return [
        Room("hosts", "vCPU", vcpu, site.vcpu),
        Room("hosts", "GiB RAM", ram, site.ram_gib),
        Room("storage_gib", "GiB", storage, site.storage_gib),
    ]

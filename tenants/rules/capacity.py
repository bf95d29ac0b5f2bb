"""Whether a site has room for everybody who runs there, and who would run there after a failover.

Pure. A site must hold its own members and those it stands by for at the same time: the worst day
is the one on which the other site is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.message import say
from core.problem import Problem
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.rules.finding import in_site
from tenants.site import Site
from tenants.sizing import servers_of, sizes_of, systems_of, volume_gib
from tenants.vocabulary import ServiceState, Size


@dataclass(frozen=True, slots=True)
class Need:
    """What a member takes of a site."""

    vcpu: int
    ram_gib: int
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
    services = definitions.catalogue.value.services
    for name, read in definitions.sites.items():
        members = [
            member
            for member in definitions.members_at(name).values()
            if all(service in services for service in member.services)
        ]
        for room in room_at(definitions, name, members):
            if room.needed > room.offered:
                yield in_site(
                    read,
                    (room.field,),
                    say(
                        "{count} municipalities need {needed} {unit} here when they all run here, "
                        "and there are {offered}; add hosts or storage",
                        count=len(members),
                        needed=room.needed,
                        unit=room.unit,
                        offered=room.offered,
                    ),
                )


def room_at(definitions: Definitions, name: str, members: Collection[Member]) -> list[Room]:
    """What the site has, and what these members need of it when all of them run there."""
    site, catalogue = definitions.sites[name].value, definitions.catalogue.value
    needs = [need_of(member, site, catalogue) for member in members]
    return [
        Room("hosts", "vCPU", sum(need.vcpu for need in needs), site.vcpu),
        Room("hosts", "GiB RAM", sum(need.ram_gib for need in needs), site.ram_gib),
        Room("storage_gib", "GiB", sum(need.storage_gib for need in needs), site.storage_gib),
    ]


def need_of(member: Member, site: Site, catalogue: Catalogue) -> Need:
    """What the member's servers and volumes take at `site` when it runs there."""
    vcpu = ram = storage = 0
    sizes = sizes_of(member, catalogue)
    for system, state in systems_of(member, catalogue).items():
        if state is ServiceState.RETIRED:
            continue
        size = sizes.get(system, Size.BY_POPULATION)
        for tier in catalogue.systems[system].tiers.values():
            count, flavor = servers_of(tier, member, size)
            storage += count * sum(volume_gib(v, member) for v in tier.volumes.values())
            if state is ServiceState.IN_USE:
                vcpu += count * site.flavors[flavor].vcpu
                ram += count * site.flavors[flavor].ram_gib
                storage += count * tier.boot_gib
    return Need(vcpu, ram, storage)

"""Whether a site has room for everybody who runs there, and who would run there after a failover.

Pure. A site must hold its own members and those it stands by for at the same time: the worst day
is the one on which the other site is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.message import say
from core.problem import Problem
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.rules.finding import in_site
from tenants.site import Site
from tenants.sizing import servers_of, size_of, systems_of, volume_gib
from tenants.vocabulary import ServiceState


@dataclass(frozen=True, slots=True)
class Need:
    """What a member takes of a site."""

    vcpu: int
    ram_gib: int
    storage_gib: int


def problems(definitions: Definitions) -> Iterator[Problem]:
    catalogue = definitions.catalogue.value
    for name, read in definitions.sites.items():
        site = read.value
        needs = [
            need_of(member, site, catalogue)
            for member in definitions.members_at(name).values()
            if all(service in catalogue.services for service in member.services)
        ]
        for field, unit, offered in (
            ("hosts", "vCPU", site.vcpu),
            ("hosts", "GiB RAM", site.ram_gib),
            ("storage_gib", "GiB", site.storage_gib),
        ):
            needed = sum(_of(need, unit) for need in needs)
            if needed > offered:
                yield in_site(
                    read,
                    (field,),
                    say(
                        "{count} municipalities need {needed} {unit} here when they all run here, "
                        "and there are {offered}; add hosts or storage",
                        count=len(needs),
                        needed=needed,
                        unit=unit,
                        offered=offered,
                    ),
                )


def need_of(member: Member, site: Site, catalogue: Catalogue) -> Need:
    """What the member's servers and volumes take at `site` when it runs there."""
    vcpu = ram = storage = 0
    for system, state in systems_of(member, catalogue).items():
        if state is ServiceState.RETIRED:
            continue
        size = size_of(system, member, catalogue)
        for tier in catalogue.systems[system].tiers.values():
            count, flavor = servers_of(tier, member, size)
            storage += count * sum(volume_gib(v, member) for v in tier.volumes.values())
            if state is ServiceState.IN_USE:
                vcpu += count * site.flavors[flavor].vcpu
                ram += count * site.flavors[flavor].ram_gib
                storage += count * tier.boot_gib
    return Need(vcpu, ram, storage)


def _of(need: Need, unit: str) -> int:
    return {"vCPU": need.vcpu, "GiB RAM": need.ram_gib, "GiB": need.storage_gib}[unit]

"""Declared services to counts, flavors and volumes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from tenants.catalogue_model import Catalogue, DataVolume, Tier
from tenants.member import Member
from tenants.vocabulary import ServiceState, Size

PEOPLE_PER_STEP = 10_000

_SIZES = (Size.SMALLER, Size.BY_POPULATION, Size.LARGER)


def systems_of(member: Member, catalogue: Catalogue) -> dict[str, ServiceState]:
    """The systems that a member's services need, by the places of their addresses.

    A system is in use while one of its services is, keeps its data while one is stopped, and is
    retired once all of them are.
    """
    strongest = [ServiceState.IN_USE, ServiceState.STOPPED, ServiceState.RETIRED]
    found: dict[str, ServiceState] = {}
    for name, use in member.services.items():
        system = catalogue.services[name].system
        before = found.setdefault(system, use.state)
        if before is not use.state:
            found[system] = min(before, use.state, key=strongest.index)
    in_place = sorted(found, key=lambda name: catalogue.systems[name].address_block)
    return {name: found[name] for name in in_place}


def are_known(services: Iterable[str], catalogue: Catalogue) -> bool:
    """Whether the catalogue has all of them, and their systems: else nothing follows from them."""
    named = set(services)
    return (
        named <= catalogue.services.keys()
        and {catalogue.services[name].system for name in named} <= catalogue.systems.keys()
    )


def kept_systems(member: Member, catalogue: Catalogue) -> list[str]:
    """Those of them that are not retired: a stopped one keeps its data."""
    states = systems_of(member, catalogue)
    return [name for name, state in states.items() if state is not ServiceState.RETIRED]


def servers_of(tier: Tier, member: Member, size: Size) -> tuple[int, str]:
    """How many servers a tier has at this member, and of which flavor.

    `size` moves one step along the tier's own table, never beyond its ends.
    """
    steps = sorted(tier.sizes, key=lambda step: step.from_population)
    fitting = sum(step.from_population <= member.population.count for step in steps)
    shift = {Size.SMALLER: -1, Size.BY_POPULATION: 0, Size.LARGER: 1}[size]
    index = min(max(fitting - 1 + shift, 0), len(steps) - 1)
    return steps[index].servers, steps[index].flavor


def sizes_of(member: Member, catalogue: Catalogue) -> dict[str, Size]:
    """Of each system in use, the largest size that the member asks for among its services."""
    found: dict[str, Size] = {}
    for name, use in member.services.items():
        if use.state is ServiceState.IN_USE:
            system = catalogue.services[name].system
            before = found.setdefault(system, use.size)
            if before is not use.size:
                found[system] = max(before, use.size, key=_SIZES.index)
    return found


def size_of(system: str, member: Member, catalogue: Catalogue) -> Size:
    """That of one system; one whose services are stopped has the size of its population."""
    return sizes_of(member, catalogue).get(system, Size.BY_POPULATION)


def volume_gib(volume: DataVolume, member: Member) -> int:
    """GiB of a data volume: a base, and so much per ten thousand residents begun."""
    return volume.gib + volume.gib_per_10000_people * ceil(
        member.population.count / PEOPLE_PER_STEP
    )


def with_headroom(need: int, percent: int) -> int:
    """A quota: the need and so many percent more, rounded up; at least one."""
    return max(1, ceil(need * (100 + percent) / 100))

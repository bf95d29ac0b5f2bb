"""A zone's access line, and what mynumber may reach over it, as the blueprint has them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from ipaddress import IPv4Network

from blueprint.addressing import terminals_network
from blueprint.naming import line_name
from blueprint.parts import LinePlan, RulePlan
from tenants.catalogue_model import tier_of
from tenants.member import Member
from tenants.vocabulary import Zone


def terminals_of(member: Member, zone: Zone) -> tuple[IPv4Network, ...]:
    """Where the terminals that work in the zone are: as its line says, else in the own network."""
    line = member.access_lines.get(zone)
    return line.terminals if line and line.terminals else (terminals_network(member.network, zone),)


def line_at(member: Member, zone: Zone, site: str) -> LinePlan | None:
    """The line into the zone, as it arrives at the site; None where none does."""
    line = member.access_lines.get(zone)
    arrival = line.arrives_at.get(site) if line else None
    if line is None or arrival is None:
        return None
    led_to = {*terminals_of(member, zone), *line.routes}
    return LinePlan(
        name=line_name(member.slug, zone),
        physical_network=arrival.physical_network,
        vlan=arrival.vlan,
        cidr=line.network,
        address=line.router,
        next_hop=line.next_hop,
        destinations=tuple(sorted(one for one in led_to if not one.subnet_of(line.network))),
    )


Tier = tuple[str, str]
"""A system and one of its tiers."""


def exceptions(member: Member, tiers: Collection[Tier]) -> Iterator[tuple[Tier, RulePlan]]:
    """What each of these tiers may reach by name (特定通信)."""
    for one in member.specific_communication:
        tier = tier_of(one.tier)
        if tier is not None and tier in tiers:
            yield tier, RulePlan("egress", one.protocol, one.port, f"{one.address}/32", None)

"""Rules about access lines and 特定通信: each arrives somewhere, and mynumber keeps apart. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.message import Message, say
from core.names import nearest
from core.problem import Problem
from core.wording import Location
from tenants.access_line import AccessLine, SpecificCommunication
from tenants.catalogue_model import Catalogue, as_reader, tier_of
from tenants.definitions import Definitions, Read
from tenants.member import Member
from tenants.rules.finding import by_joining, in_member, shown, unknown
from tenants.vocabulary import SERVER_ZONES, Zone

Found = tuple[Location, Message]

LEAST_ADDRESSES = 4
"""Of a network with two routers: its own address and that of all are nobody's."""


def problems(definitions: Definitions) -> Iterator[Problem]:
    for read in definitions.members.values():
        for location, message in _found(read.value, definitions):
            yield in_member(read, location, message)
    yield from _one_vlan_twice(definitions)


def _found(member: Member, definitions: Definitions) -> Iterator[Found]:
    for zone, line in member.access_lines.items():
        at = ("access_lines", str(zone))
        if zone not in SERVER_ZONES[member.network_model]:
            yield (
                at,
                say(
                    "the network model {model} has no business systems in the zone {zone}, so the "
                    "line would lead to nothing; take it out, or change the model",
                    model=str(member.network_model),
                    zone=str(zone),
                ),
            )
        yield from _arrivals(at, line, member, definitions)
        yield from _routers(at, line)
    yield from _reaching_out(member)
    for index, one in enumerate(member.specific_communication):
        place: Location = ("specific_communication", index)
        yield from _exception(place, one, member, definitions.catalogue.value)


def _arrivals(
    at: Location, line: AccessLine, member: Member, definitions: Definitions
) -> Iterator[Found]:
    if definitions.unreadable_sites or member.home_site not in definitions.sites:
        return
    own = definitions.sites_of(member)
    for name, arrival in line.arrives_at.items():
        where = (*at, "arrives_at", name)
        if name not in own:
            yield where, unknown(name, own, definitions.meant_site(name))
            continue
        known = definitions.sites[name].value.line_networks
        if arrival.physical_network not in known:
            near = nearest(arrival.physical_network, known)
            yield (*where, "physical_network"), unknown(arrival.physical_network, known, near)
    if not line.arrives_at.keys() <= set(own):
        return  # a site that is misspelt is not missing besides
    for name in own:
        if name not in line.arrives_at:
            yield (
                (*at, "arrives_at"),
                say(
                    "says nothing of {site}, where the servers run now or after a failover; add "
                    "the physical_network and vlan on which the line is switched there",
                    site=name,
                ),
            )


def _routers(at: Location, line: AccessLine) -> Iterator[Found]:
    network = line.network
    if network.num_addresses < LEAST_ADDRESSES:
        yield (
            (*at, "network"),
            say("{network} has no room for two routers; take a /30 or larger", network=network),
        )
        return
    for field, address in (("router", line.router), ("next_hop", line.next_hop)):
        if not network[1] <= address <= network[-2]:
            yield (
                (*at, field),
                say(
                    "{address} is no router's address in {network}; take one from {first} to "
                    "{last}",
                    address=address,
                    network=network,
                    first=network[1],
                    last=network[-2],
                ),
            )
    if line.router == line.next_hop:
        yield (
            (*at, "next_hop"),
            say("{address} is the address of router too; correct one of them", address=line.router),
        )


def _reaching_out(member: Member) -> Iterator[Found]:
    """Mynumber's line leads only to its terminals, and to where an exception names an address."""
    line = member.access_lines.get(Zone.MYNUMBER)
    for index, route in enumerate(line.routes if line is not None else ()):
        if not any(one.address in route for one in member.specific_communication):
            yield (
                ("access_lines", str(Zone.MYNUMBER), "routes", index),
                say(
                    "leads mynumber to {network}, and no specific_communication names an address "
                    "there; name it with port, purpose, approver and last day, or take the route "
                    "out",
                    network=route,
                ),
            )


def _exception(
    at: Location, one: SpecificCommunication, member: Member, catalogue: Catalogue
) -> Iterator[Found]:
    line = member.access_lines.get(Zone.MYNUMBER)
    if line is None or not any(one.address in route for route in line.routes):
        yield (
            (*at, "address"),
            say(
                "no line of mynumber leads to {address}; write its network under "
                "access_lines.mynumber.routes, or correct the address",
                address=one.address,
            ),
        )
    yield from _tier((*at, "tier"), one, member, catalogue)


def _tier(
    at: Location, one: SpecificCommunication, member: Member, catalogue: Catalogue
) -> Iterator[Found]:
    tiers = [as_reader(name, tier) for name, s in catalogue.systems.items() for tier in s.tiers]
    if one.tier not in tiers:
        yield at, unknown(one.tier, tiers, nearest(one.tier, tiers))
        return
    system = (tier_of(one.tier) or ("", ""))[0]
    zones = {
        service.zone_in(member.network_model)
        for service in catalogue.services.values()
        if service.system == system
    }
    for zone in sorted(zones - {Zone.MYNUMBER}):
        yield (
            at,
            say(
                "{tier} stands in the zone {zone}, and a 特定通信 is mynumber's; take it out",
                tier=one.tier,
                zone=str(zone),
            ),
        )


def _one_vlan_twice(definitions: Definitions) -> Iterator[Problem]:
    """Two lines on one VLAN would be one network; who joined later is told of it."""
    first: dict[tuple[str, str, int], tuple[Read[Member], Zone]] = {}
    for read in by_joining(definitions):
        for zone, line in read.value.access_lines.items():
            for site, arrival in line.arrives_at.items():
                key = (site, arrival.physical_network, arrival.vlan)
                other, theirs = first.setdefault(key, (read, zone))
                if (other, theirs) != (read, zone):
                    yield in_member(
                        read,
                        ("access_lines", str(zone), "arrives_at", site, "vlan"),
                        say(
                            "{vlan} on {physical_network} is the line of {other} into {zone} "
                            "already; ask the carrier which of the two it is",
                            vlan=arrival.vlan,
                            physical_network=arrival.physical_network,
                            other=shown(other),
                            zone=str(theirs),
                        ),
                    )

"""Which subnet and which address goes where. Pure.

A member's /22 holds four equal parts: one subnet per zone, and the terminals at the town hall as
they arrive over the access line. Both sites use the same addresses, so that a server that is
restored at the other site finds everything where it was; only one site is active at a time.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from tenants.limits import MOST_SYSTEMS, MOST_TIERS, SYSTEM_BLOCK, TIER_BLOCK
from tenants.vocabulary import Zone

ZONE_ORDER = (Zone.MYNUMBER, Zone.LGWAN, Zone.INTERNET)


def zone_network(member: IPv4Network, zone: Zone) -> IPv4Network:
    """The subnet of `zone` inside the member's network.

    >>> str(zone_network(IPv4Network("10.64.0.0/22"), Zone.LGWAN))
    '10.64.1.0/24'
    """
    return list(member.subnets(prefixlen_diff=2))[ZONE_ORDER.index(zone)]


def terminals_network(member: IPv4Network, zone: Zone) -> IPv4Network:
    """The terminals at the town hall that work in `zone`.

    >>> str(terminals_network(IPv4Network("10.64.0.0/22"), Zone.LGWAN))
    '10.64.3.64/26'
    """
    town_hall = list(member.subnets(prefixlen_diff=2))[3]
    return list(town_hall.subnets(prefixlen_diff=2))[ZONE_ORDER.index(zone)]


def server_address(subnet: IPv4Network, block: int, place: int, number: int) -> IPv4Address:
    """The address of the `number`-th server of a tier.

    `block` is the one that the catalogue gives the system, `place` the tier's within it; both
    count from 1, as `number` does. So an address never depends on what else a member uses, nor on
    the order in which a file is written.

    Raises: ValueError if a subnet has no such block, place or number.

    >>> str(server_address(IPv4Network("10.64.0.0/24"), 1, 2, 1))
    '10.64.0.24'
    """
    if not (1 <= block <= MOST_SYSTEMS and 1 <= place <= MOST_TIERS and 1 <= number <= TIER_BLOCK):
        raise ValueError(f"no room for block {block}, place {place}, server {number}")
    return subnet[SYSTEM_BLOCK * block + TIER_BLOCK * (place - 1) + number - 1]

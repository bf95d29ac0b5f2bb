"""The line by which a zone's terminals reach their servers, and what mynumber may reach. Pure.

Source of what a 特定通信 is limited to (addresses, and the protocol's port): 総務省's requirements
of the model for resilience (強靭性向上モデル).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from core.strict import Address, Day, Key, Line, Network, Slug, Strict, Text

FIRST_VLAN, LAST_VLAN = 1, 4094
"""0 and 4095 are no VLANs (IEEE 802.1Q)."""


class Arrival(Strict):
    """Where a line arrives at a site."""

    physical_network: Key
    """As Neutron calls it (`provider:physical_network`); one of the site's `line_networks`."""
    vlan: int = Field(ge=FIRST_VLAN, le=LAST_VLAN, strict=True)


class AccessLine(Strict):
    """A line from the town hall, LGWAN or the prefecture into one zone, the same at each site.

    Only one site's end is switched through at a time, so that a failover asks for no new line.
    """

    arrives_at: dict[Key, Arrival] = Field(min_length=1)
    """By site: the home site, and the one that stands by for it."""
    network: Network
    """Between the two routers."""
    router: Address
    """Of the zone's router, in that network."""
    next_hop: Address
    """Of the router at the other end."""
    terminals: tuple[Network, ...] = ()
    """Who reaches what the catalogue offers to terminals; without any the addresses that the
    municipality's own network sets aside for them."""
    routes: tuple[Network, ...] = ()
    """What else the line leads to: LGWAN, the prefecture's network."""


class SpecificCommunication(Strict):
    """One exception for mynumber (特定通信): out to one address, on one port, until one day."""

    tier: Line
    """Whose servers may open it, as `core.app`."""
    address: Address
    port: int = Field(ge=1, le=65535, strict=True)
    protocol: Literal["tcp", "udp"]
    purpose: Text
    approver: Slug
    """A party of the responsibility matrix."""
    until: Day
    """The last day on which it holds."""

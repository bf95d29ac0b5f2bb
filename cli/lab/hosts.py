"""The servers of members as hosts of the lab: the blueprint's names and addresses. Adapter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Interface

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from cloud.keypairs import ensure_keypair
from core.home import Home
from lab.definition import LIGHT, Lab, lab_of, lab_servers
from lab.guests.hosts import Host, start_hosts
from lab.guests.town_halls import TownHall, switch_lines
from lab.guests.ways import write_ways
from lab.progress import Progress
from tenants.definitions import Definitions
from tenants.vocabulary import PlacementState


def start_servers(
    home: Home, definitions: Definitions, members: Sequence[str], progress: Progress
) -> int:
    """All of these members (of all, if none is named) that are to run somewhere; how many.

    Where servers live, Nova has started them: then it is written how they are reached, and their
    lines are switched to where they run.
    """
    named = members or list(definitions.members)
    if lab_servers(os.environ) == LIGHT:
        lab = lab_of(os.environ)
        drawn = [
            blueprint_of(definitions, slug, site) for slug in named for site in definitions.sites
        ]
        servers = [
            (lab.site(one.site), {server.name: server.address for server in one.servers})
            for one in drawn
        ]
        count = write_ways(home, servers)
        switch_lines(lab, list(_town_halls(home, lab, drawn)), progress)
        return count
    wanted = list(_hosts(home, definitions, named))
    start_hosts(home, wanted, progress)
    return len(wanted)


def _town_halls(home: Home, lab: Lab, drawn: Sequence[Blueprint]) -> Iterator[TownHall]:
    """Of each line, which arrives where the member is active."""
    for one in drawn:
        for line in one.lines if one.state is PlacementState.ACTIVE else ():
            yield TownHall(
                line.name,
                lab.site(one.site),
                line.vlan,
                IPv4Interface((line.next_hop, line.cidr.prefixlen)),
                line.address,
                line.destinations,
                ensure_keypair(home, one.member, keep=True),
            )


def _hosts(home: Home, definitions: Definitions, members: Sequence[str]) -> Iterator[Host]:
    for member in members:
        key = ensure_keypair(home, member, keep=True)
        for site in definitions.sites:
            drawn = blueprint_of(definitions, member, site)
            networks = {network.name: network for network in drawn.networks}
            for server in drawn.servers:
                network = networks[server.network]
                address = IPv4Interface((server.address, network.cidr.prefixlen))
                yield Host(server.name, address, network.gateway, key)

"""Where the servers of a host may go when it is emptied. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.units import mib
from infra.servers.seen import UNSEEN, HostSeen, Standing
from tenants.site import Site

Price = tuple[bool, int, float]
"""What one more move does to licences: violates, yen, licences more. Smaller is better."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """`goes` are servers with their destinations in order; `stays` fit nowhere."""

    goes: tuple[tuple[Standing, str], ...]
    stays: tuple[Standing, ...]


@dataclass
class _Load:
    """What hosts carry while a plan is made: sums by host, and which servers are where."""

    vcpus: dict[str, int] = field(default_factory=dict)
    ram_mib: dict[str, int] = field(default_factory=dict)
    servers: dict[str, set[str]] = field(default_factory=dict)

    def add(self, server: Standing, host: str) -> None:
        self.vcpus[host] = self.vcpus.get(host, 0) + server.vcpus
        self.ram_mib[host] = self.ram_mib.get(host, 0) + server.ram_mib
        self.servers.setdefault(host, set()).add(server.id)


def leaving(
    site: Site,
    host: str,
    servers: Sequence[Standing],
    hosts: Mapping[str, HostSeen],
    allowed: Callable[[Standing], frozenset[str]],
    price: Callable[[Sequence[tuple[Standing, str]], Standing, str], Price],
) -> Leaving:
    """A destination for each server on `host`, the largest first.

    `allowed` are the hosts that licences let a server run on. `price` judges one more move after
    those that were chosen; the cheapest host wins, and of those the emptiest.
    """
    load = _Load()
    for server in servers:
        load.add(server, server.host)
    going = [server for server in servers if server.host == host]
    chosen: list[tuple[Standing, str]] = []
    stuck: list[Standing] = []
    for server in sorted(going, key=lambda s: (-s.ram_mib, -s.vcpus, s.name)):
        fitting = [
            name
            for name in site.hosts
            if name != host
            and hosts.get(name, UNSEEN).takes_servers
            and name in allowed(server)
            and _has_room(site, name, server, load)
        ]
        if not fitting:
            stuck.append(server)
            continue
        best = min(
            fitting,
            key=lambda name: (*price(chosen, server, name), load.ram_mib.get(name, 0), name),
        )
        chosen.append((server, best))
        load.add(server, best)
    return Leaving(tuple(chosen), tuple(stuck))


def _has_room(site: Site, name: str, server: Standing, load: _Load) -> bool:
    host = site.hosts[name]
    vcpus = load.vcpus.get(name, 0) + server.vcpus
    ram_mib = load.ram_mib.get(name, 0) + server.ram_mib
    return (
        vcpus <= host.cores * site.overcommit.vcpu
        and ram_mib <= mib(host.ram_gib) * site.overcommit.ram
        and not server.apart_from & load.servers.get(name, set())
    )

"""Which packets are tried of a member's lines, and which of them the drawn rules let pass. Pure.

From the other end of each line to every server of the site; from each of the member's servers to
every other, to the other ends and to where the operators are. What passes is asked of the model
that `kumiai check` asks (`blueprint/reachability.py`), server by server, address by address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from blueprint.parts import Blueprint, NetworkPlan
from blueprint.reachability import Place, Step, Tier, carries, steps
from blueprint.world import passages_of
from infra.verify.observed import SeenRule

Port = tuple[str, int]
"""Protocol and number."""

EVERYWHERE: frozenset[Port] = frozenset(
    {
        *(("tcp", port) for port in (22, 80, 443, 445, 1433, 1521, 3306, 3389, 5432, 8080, 8443)),
        *(("udp", port) for port in (53, 123, 161, 514)),
    }
)
"""Where something most often listens, and so what is opened by mistake."""

PROTOCOLS = ("tcp", "udp")


@dataclass(frozen=True, slots=True)
class End:
    """Who sends or is sent to: a server, or an address beyond a line.

    `vantage` is the host from which it is tried; `here` is it alone, as the model has it.
    """

    name: str
    vantage: str
    address: IPv4Address
    here: Tier | Place


@dataclass(frozen=True, slots=True)
class Packet:
    """One that is tried. `by` is how the drawn rules let it pass; None where they do not."""

    source: End
    target: End
    protocol: str
    port: int
    by: Step | None

    @property
    def what(self) -> str:
        return f"{self.protocol} {self.port}"

    @property
    def way(self) -> str:
        """How it goes, as far as anything drawn says."""
        return str(self.by) if self.by else f"{self.source.name} → {self.target.name} ({self.what})"


def packets(own: Blueprint, others: Iterable[Blueprint], seen: Iterable[Port]) -> list[Packet]:
    """All that are tried for one member; `seen` are ports that rules of its project name."""
    servers, beyond = servers_of(own), beyond_lines(own)
    ports = sorted(EVERYWHERE | ports_of(own) | set(seen))
    found: list[Packet] = []
    for source in (*beyond, *servers):
        found += between(source, servers, ports)
    for source in servers:
        found += between(source, (*beyond, *operations_of(own)), ports)
    for other in others:
        theirs, ports = servers_of(other), sorted(ports_of(other))
        for source in (*beyond, *servers):
            found += between(source, theirs, ports)
        for source in servers:
            found += between(source, beyond_lines(other), ports)
    return found


def servers_of(blueprint: Blueprint) -> tuple[End, ...]:
    let = passages_of(blueprint)
    return tuple(
        End(
            server.name,
            server.name,
            server.address,
            Tier(server.group, server.network, _alone(server.address), let[server.group]),
        )
        for server in blueprint.servers
    )


def beyond_lines(blueprint: Blueprint) -> tuple[End, ...]:
    """At the other end of each line: an address of each network there, each that is let out to,
    and the next hop itself."""
    named = {
        IPv4Network(rule.remote_cidr)
        for group in blueprint.groups
        for rule in group.rules
        if rule.direction == "egress" and rule.remote_cidr is not None
    }
    return tuple(end for plan in blueprint.networks for end in _beyond(plan, named))


def operations_of(blueprint: Blueprint) -> tuple[End, ...]:
    """Where the site's operators are, who come to servers and to whom no server comes."""
    ways: Mapping[str, tuple[str, ...]] = {plan.name: () for plan in blueprint.networks}
    operations = blueprint.operations
    return tuple(
        End(str(address), "", address, Place(str(address), _alone(address), ways))
        for address in (operations[1], operations[-2])
    )


def _beyond(plan: NetworkPlan, named: Iterable[IPv4Network]) -> Iterator[End]:
    line = plan.line
    if line is None:
        return
    within = [one for one in named if any(one.subnet_of(cidr) for cidr in line.destinations)]
    ways: Mapping[str, tuple[str, ...]] = {plan.name: (line.name,)}
    first = sorted({_first(cidr) for cidr in (*line.destinations, *within)} - {line.next_hop})
    for address in (*first, line.next_hop):
        place = Place(str(address), _alone(address), ways)
        yield End(str(address), line.name, address, place)


def _first(cidr: IPv4Network) -> IPv4Address:
    """The first that a terminal may have."""
    return cidr[1] if cidr.num_addresses > 1 else cidr[0]


def _alone(address: IPv4Address) -> tuple[IPv4Network, ...]:
    return (IPv4Network(address),)


def ports_of(blueprint: Blueprint) -> set[Port]:
    return {(rule.protocol, rule.port) for group in blueprint.groups for rule in group.rules}


def ports_named(rules: Iterable[SeenRule]) -> set[Port]:
    """The ports at which rules begin and end, of each protocol that they are for."""
    return {
        (protocol, port)
        for rule in rules
        for protocol in PROTOCOLS
        if rule.protocol in (None, protocol)
        for port in rule.ports
        if port
    }


def between(source: End, targets: Sequence[End], ports: Iterable[Port]) -> Iterator[Packet]:
    """To each of the others, on each of the ports."""
    for target in targets:
        if target.address != source.address:
            there = ways(source, target)
            for protocol, port in ports:
                by = next((step for step in there if carries(step, protocol, port)), None)
                yield Packet(source, target, protocol, port, by)


def ways(source: End, target: End) -> tuple[Step, ...]:
    """Without anybody else between them."""
    both = (source.here, target.here)
    tiers = [end for end in both if isinstance(end, Tier)]
    places = [end for end in both if isinstance(end, Place)]
    found = steps(tiers, places).get(source.here.name, ())
    return tuple(step for step in found if step.target == target.here.name)

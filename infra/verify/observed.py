"""What OpenStack was seen to have, as plain values, and how its lists' rows become them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from blueprint.parts import QuotaPlan
from core.message import Message
from infra import kinds

DEFAULT_GROUP = "default"
"""Neutron gives every project this group; no port of ours is in it."""


@dataclass(frozen=True, slots=True)
class SeenNetwork:
    name: str
    subnets: tuple[tuple[str, str, str], ...]
    """Name, CIDR and gateway of each subnet."""
    shared: bool


@dataclass(frozen=True, slots=True)
class SeenRouter:
    name: str
    external_network: str | None
    networks: tuple[str, ...]
    """Names of the networks it joins."""


@dataclass(frozen=True, slots=True)
class SeenRule:
    """A rule with everything that decides what it lets through."""

    direction: str
    ethertype: str
    protocol: str | None
    ports: tuple[int | None, int | None]
    remote_cidr: str | None
    remote_group: str | None

    @property
    def key(self) -> str:
        """The key of the `RulePlan` that asks for exactly this; longer for any other rule."""
        direction = "in" if self.direction == "ingress" else "out"
        low, high = self.ports
        ports = str(low) if low == high else f"{low}..{high}"
        remote = self.remote_group or str(self.remote_cidr).replace("/", "-")
        ethertype = "" if self.ethertype == "IPv4" else f"-{self.ethertype}"
        return f"{direction}-{self.protocol}-{ports}-{remote}{ethertype}"


@dataclass(frozen=True, slots=True)
class SeenServer:
    name: str
    status: str
    flavor: str
    host: str
    addresses: tuple[str, ...]
    groups: tuple[str, ...]
    volumes: tuple[str, ...]
    """Names of the volumes attached, the boot volume first."""


@dataclass(frozen=True, slots=True)
class SeenVolume:
    name: str
    gib: int
    type: str
    status: str
    bootable: bool


@dataclass(frozen=True, slots=True)
class SeenServerGroup:
    name: str
    policy: str
    servers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenProject:
    """Everything that stands in one member's project."""

    quota: QuotaPlan
    networks: tuple[SeenNetwork, ...] = ()
    routers: tuple[SeenRouter, ...] = ()
    groups: Mapping[str, frozenset[SeenRule]] = field(default_factory=dict)
    servers: tuple[SeenServer, ...] = ()
    volumes: tuple[SeenVolume, ...] = ()
    server_groups: tuple[SeenServerGroup, ...] = ()
    containers: tuple[str, ...] = ()
    backup_copied_to: str | None = None
    """The value of X-Container-Sync-To on the backup container."""
    has_keypair: bool = False
    roles: frozenset[tuple[str, str]] = frozenset()
    """User (or group of users) and role of everybody who may do something in the project."""
    others: tuple[tuple[Message, str], ...] = ()
    """Kind and name of objects of kinds that no blueprint has: floating addresses, snapshots."""

    @property
    def objects(self) -> int:
        """How many were looked at: the project itself, and what a blueprint has in it."""
        parts = (self.networks, self.routers, self.groups, self.servers, self.volumes)
        more = (self.server_groups, self.containers, self.roles)
        rules = (found for name, found in self.groups.items() if name != DEFAULT_GROUP)
        return 1 + sum(map(len, (*parts, *more, *rules)))


@dataclass(frozen=True, slots=True)
class SeenSite:
    """What a site offers, and all members' projects by name."""

    projects: Mapping[str, SeenProject]
    flavors: Mapping[str, tuple[int, int]]
    """vCPU and MiB of RAM by flavor."""
    extra_specs: Mapping[str, Mapping[str, str]]
    """What each flavor asks of its host."""
    volume_types: Mapping[str, str | None]
    """Total IOPS per GiB by type, None where a type has no limit."""
    images: frozenset[str]
    external_networks: frozenset[str]
    aggregates: Mapping[str, frozenset[str]]
    """Hosts by aggregate."""
    hosts: Mapping[str, bool]
    """Whether Nova counts a host as up."""
    topology: Mapping[str, tuple[int, int]]
    """Sockets, and cores per socket, of each host whose driver tells them."""
    strays: tuple[tuple[Message, str, str], ...] = ()
    """Kind, name and project of what stands in a project that no file names."""
    orphans: tuple[tuple[Message, str, str], ...] = ()
    """Kind, name and project's id of what stands in a project that Keystone does not know."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What Keystone calls each project, by its id."""


Row = Any


@dataclass(frozen=True)
class Listings:
    """Everything of a site, each list once."""

    networks: list[Row]
    subnets: list[Row]
    routers: list[Row]
    ports: list[Row]
    groups: list[Row]
    rules: list[Row]
    addresses: list[Row]
    servers: list[Row]
    server_groups: list[Row]
    volumes: list[Row]
    snapshots: list[Row]


def network_of(network: Row, subnets: list[Row]) -> SeenNetwork:
    own = [s for s in subnets if s.network_id == network.id]
    return SeenNetwork(
        network.name,
        tuple((s.name, s.cidr, s.gateway_ip) for s in own),
        bool(network.is_shared),
    )


def router_of(router: Row, lists: Listings) -> SeenRouter:
    names = {network.id: network.name for network in lists.networks}
    gateway = (router.external_gateway_info or {}).get("network_id")
    joined = {
        names.get(port.network_id, port.network_id)
        for port in lists.ports
        if port.device_id == router.id and port.device_owner == "network:router_interface"
    }
    return SeenRouter(router.name, names.get(gateway), tuple(sorted(joined)))


def groups_of(groups: list[Row], lists: Listings) -> dict[str, frozenset[SeenRule]]:
    names = {group.id: group.name for group in lists.groups}
    rules: dict[str, set[SeenRule]] = defaultdict(set)
    for rule in lists.rules:
        rules[rule.security_group_id].add(
            SeenRule(
                rule.direction,
                rule.ether_type,
                rule.protocol,
                (rule.port_range_min, rule.port_range_max),
                rule.remote_ip_prefix,
                names.get(rule.remote_group_id),
            )
        )
    return {group.name: frozenset(rules[group.id]) for group in groups}


def server_of(server: Row, lists: Listings) -> SeenServer:
    groups = {group.id: group.name for group in lists.groups}
    ports = [port for port in lists.ports if port.device_id == server.id]
    attached = [v for v in lists.volumes if any(a["server_id"] == server.id for a in v.attachments)]
    return SeenServer(
        name=server.name,
        status=server.status,
        flavor=server.flavor.get("original_name") or server.flavor.get("name"),
        host=server.compute_host,
        addresses=tuple(ip["ip_address"] for port in ports for ip in port.fixed_ips),
        groups=tuple(sorted({groups[g] for port in ports for g in port.security_group_ids})),
        volumes=tuple(volume.name for volume in attached),
    )


def volume_of(volume: Row) -> SeenVolume:
    return SeenVolume(
        volume.name, volume.size, volume.volume_type, volume.status, bool(volume.is_bootable)
    )


def server_group_of(group: Row, lists: Listings) -> SeenServerGroup:
    names = {server.id: server.name for server in lists.servers}
    return SeenServerGroup(
        group.name, group.policy, tuple(names.get(m, m) for m in group.member_ids or ())
    )


def others_in(project: str, lists: Listings) -> Iterable[tuple[Message, str]]:
    for address in lists.addresses:
        if address.project_id == project:
            yield kinds.FLOATING_ADDRESS, address.floating_ip_address
    for snapshot in lists.snapshots:
        if snapshot.project_id == project:
            yield kinds.SNAPSHOT, snapshot.name
    known = {server.id for server in lists.servers} | {router.id for router in lists.routers}
    for port in lists.ports:
        if (
            port.project_id == project
            and port.device_id not in known
            and port.device_owner != "network:dhcp"
        ):
            yield kinds.PORT.word, port.name or port.id


def unknown_in(lists: Listings, projects: Collection[str]) -> frozenset[str]:
    """Projects of which something stands, beside these. Neutron's own ports have none."""
    rows = (*lists.networks, *lists.routers, *lists.ports, *lists.servers, *lists.volumes)
    return frozenset(row.project_id for row in (*rows, *lists.snapshots)) - {*projects, "", None}


def strays_in(lists: Listings, others: Mapping[str, str]) -> Iterable[tuple[Message, str, str]]:
    """What stands in these projects, by kind and name. The site's own external network may."""
    for kind, rows in (
        (kinds.NETWORK.word, [row for row in lists.networks if not row.is_router_external]),
        (kinds.ROUTER.word, lists.routers),
        (kinds.PORT.word, lists.ports),
        (kinds.GROUP.word, [row for row in lists.groups if row.name != DEFAULT_GROUP]),
        (kinds.FLOATING_ADDRESS, lists.addresses),
        (kinds.SERVER.word, lists.servers),
        (kinds.VOLUME.word, lists.volumes),
        (kinds.SNAPSHOT, lists.snapshots),
    ):
        for row in rows:
            if row.project_id in others:
                yield kind, row.name or row.id, others[row.project_id]

"""What OpenStack was seen to have, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from blueprint.parts import QuotaPlan
from core.message import Message
from infra import kinds


@dataclass(frozen=True, slots=True)
class SeenSubnet:
    """`gateway` is empty where there is none; `routes` are told to whoever asks for an address."""

    name: str
    cidr: str
    gateway: str
    id: str = ""
    dns: tuple[str, ...] = ()
    dhcp: bool = True
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenNetwork:
    name: str
    subnets: tuple[SeenSubnet, ...]
    shared: bool
    id: str = ""
    up: bool = True
    port_security: bool = True
    """What its ports begin with."""
    segment: str = ""
    """The physical network and the VLAN that it is on; empty where Neutron chose them."""


@dataclass(frozen=True, slots=True)
class SeenRouter:
    name: str
    external_network: str | None
    networks: tuple[str, ...]
    """Names of the networks it joins."""
    id: str = ""
    up: bool = True
    routes: tuple[str, ...] = ()
    interfaces: Mapping[str, str] = field(default_factory=dict)
    """By the names of those networks: the ids of its ports."""


@dataclass(frozen=True, slots=True)
class SeenRule:
    """A rule with everything that decides what it lets through."""

    direction: str
    ethertype: str
    protocol: str | None
    ports: tuple[int | None, int | None]
    remote_cidr: str | None
    remote_group: str | None
    id: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The key of the `RulePlan` that asks for exactly this; longer for any other rule."""
        direction = "in" if self.direction == "ingress" else "out"
        low, high = self.ports
        ports = (
            "any" if low is None and high is None else str(low) if low == high else f"{low}..{high}"
        )
        remote = self.remote_group or (self.remote_cidr or "any").replace("/", "-")
        ethertype = "" if self.ethertype == "IPv4" else f"-{self.ethertype}"
        return f"{direction}-{self.protocol or 'any'}-{ports}-{remote}{ethertype}"


@dataclass(frozen=True, slots=True)
class SeenPort:
    """What a server's port lets through, beside its groups."""

    up: bool = True
    security: bool = True
    """Whether its groups count at all."""
    more_addresses: tuple[str, ...] = ()
    """Addresses that the server may use though they are not its own."""


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
    id: str = ""
    port: SeenPort | None = SeenPort()
    """The first of its own; None where it has none. Another one is told by itself."""
    metadata: tuple[str, ...] = ()
    """The keys."""
    locked: bool = False
    """Whether Nova refuses to its project whatever changes it."""
    volume_ids: Mapping[str, str] = field(default_factory=dict)
    """By the names in `volumes`."""


@dataclass(frozen=True, slots=True)
class SeenVolume:
    name: str
    gib: int
    type: str
    status: str
    bootable: bool
    id: str = ""
    metadata: tuple[str, ...] = ()
    """The keys."""


@dataclass(frozen=True, slots=True)
class SeenServerGroup:
    name: str
    policy: str
    servers: tuple[str, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class SeenProject:
    """Everything that stands in one member's project."""

    quota: QuotaPlan
    id: str = ""
    enabled: bool = True
    user_enabled: bool | None = True
    """Whether the member's own user may log in; None where there is no user of that name."""
    networks: tuple[SeenNetwork, ...] = ()
    routers: tuple[SeenRouter, ...] = ()
    groups: Mapping[str, frozenset[SeenRule]] = field(default_factory=dict)
    group_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the names in `groups`; several have one name where a killed run built twice."""
    servers: tuple[SeenServer, ...] = ()
    volumes: tuple[SeenVolume, ...] = ()
    server_groups: tuple[SeenServerGroup, ...] = ()
    containers: tuple[str, ...] = ()
    open_to: Mapping[str, str] = field(default_factory=dict)
    """By container: whom Swift lets read it or write to it, beside its project."""
    backup_copied_to: str | None = None
    """The value of X-Container-Sync-To on the backup container."""
    has_keypair: bool = False
    roles: frozenset[tuple[str, str]] = frozenset()
    """User (or group of users) and role of everybody who may do something in the project."""
    others: tuple[tuple[Message, str, str], ...] = ()
    """Kind, name and id of objects that no blueprint has: floating addresses, snapshots, ports,
    and what Neutron lends to other projects."""
    renamed: tuple[tuple[Message, str, str, str], ...] = ()
    """Kind, name in the files, name in the cloud and id of what somebody has given another name."""

    @property
    def objects(self) -> int:
        """How many were looked at: the project itself, and what a blueprint has in it."""
        parts = (self.networks, self.routers, self.groups, self.servers, self.volumes)
        more = (self.server_groups, self.containers, self.roles)
        rules = (found for name, found in self.groups.items() if name != kinds.DEFAULT_GROUP)
        return 1 + sum(map(len, (*parts, *more, *rules)))


@dataclass(frozen=True, slots=True)
class SeenImage:
    status: str
    id: str
    public: bool = True
    """Whether other projects may use it."""
    listed: bool = True


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
    images: Mapping[str, SeenImage]
    external_networks: frozenset[str]
    aggregates: Mapping[str, frozenset[str]]
    """Hosts by aggregate."""
    properties: Mapping[str, Mapping[str, str]]
    """By aggregate."""
    hosts: Mapping[str, bool]
    """Whether Nova counts a host as up."""
    topology: Mapping[str, tuple[int, int]]
    """Sockets, and cores per socket, of each host whose driver tells them."""
    strays: tuple[tuple[Message, str, str, str], ...] = ()
    """Kind, name, project and id of what stands in a project that no file names."""
    orphans: tuple[tuple[Message, str, str, str], ...] = ()
    """Kind, name, project's id and id of what stands in a project that Keystone does not know."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What Keystone calls each project, by its id."""

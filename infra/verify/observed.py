"""What OpenStack was seen to have, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from blueprint.parts import QuotaPlan
from core.message import Message


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

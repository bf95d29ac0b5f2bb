"""What one member gets at one site, and what a site offers to all, name by name. Pure.

Components build it, `verify` compares the cloud with it, licences judge it, `member show` prints
it, the bench builds it another way: none of them decides anything again. Every name is unique in
its project, so that what a killed run left behind can be found by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from blueprint.naming import Role, site_stack_name, stack_name
from tenants.vocabulary import ZONES_WITH_GATEWAY, PlacementState, Zone


@dataclass(frozen=True, slots=True)
class LinePlan:
    """The network of an access line and its subnet; both carry `name`."""

    name: str
    physical_network: str
    vlan: int
    cidr: IPv4Network
    address: IPv4Address
    """Of the zone's router on the line."""
    next_hop: IPv4Address
    """Of the router at the other end."""
    destinations: tuple[IPv4Network, ...]
    """What the zone's router sends there: terminals, and what else the line leads to."""

    @property
    def gateway(self) -> IPv4Address:
        """Of its subnet: a router takes that address when it joins the network."""
        return self.address

    @property
    def hands_out_addresses(self) -> bool:
        """What is at the other end of a line gets no addresses from here."""
        return False


@dataclass(frozen=True, slots=True)
class NetworkPlan:
    """The network and subnet of one zone; both carry `name`."""

    name: str
    zone: Zone
    cidr: IPv4Network
    router: str | None
    """Name of its router, where it has a way out: to the internet, or over its line."""
    line: LinePlan | None = None

    @property
    def gateway(self) -> IPv4Address:
        return self.cidr[1]

    @property
    def hands_out_addresses(self) -> bool:
        return True

    @property
    def is_open(self) -> bool:
        """Whether its router has a gateway to the internet."""
        return self.zone in ZONES_WITH_GATEWAY

    @property
    def routes(self) -> tuple[tuple[IPv4Network, IPv4Address], ...]:
        """Of its router: where to, and by whom."""
        line = self.line
        return tuple((one, line.next_hop) for one in line.destinations) if line else ()


@dataclass(frozen=True, slots=True, order=True)
class RulePlan:
    """One permission of a group: from whom (ingress) or to whom (egress), on which port.

    Exactly one of `remote_cidr` and `remote_group` is set.
    """

    direction: str
    protocol: str
    port: int
    remote_cidr: str | None
    remote_group: str | None

    @property
    def key(self) -> str:
        """A stable name for the rule, which has none in Neutron: `in-tcp-443-10.64.3.0-26`."""
        remote = self.remote_group or str(self.remote_cidr).replace("/", "-")
        return (
            f"{'in' if self.direction == 'ingress' else 'out'}-{self.protocol}-{self.port}-{remote}"
        )


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """The security group of one tier; nothing passes that its rules do not name."""

    name: str
    zone: Zone
    rules: tuple[RulePlan, ...]


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """A volume. `boot` volumes go with their server, data volumes outlive it."""

    name: str
    gib: int
    type: str
    boot: bool
    server: str | None
    """The server it is attached to; None while its system is stopped."""


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """A server with one port, booted from its own volume."""

    name: str
    role: Role
    """Its system, and the products whose licences it needs."""
    zone: Zone
    flavor: str
    """With its fence, where a licence fences it in: `medium.database`."""
    hosts: tuple[str, ...]
    """The only ones on which it may run; none named is any."""
    vcpu: int
    ram_gib: int
    address: IPv4Address
    network: str
    group: str
    server_group: str | None
    """Anti-affinity group of its tier, where the tier has one."""
    boot_volume: str
    data_volumes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """The most the project may hold: what it needs, and the consortium's headroom."""

    servers: int
    vcpu: int
    ram_gib: int
    server_groups: int
    volumes: int
    volume_gib: int
    """Of volumes and their snapshots together, as Cinder counts them."""
    snapshots: int
    backups: int
    backup_gib: int
    networks: int
    subnets: int
    routers: int
    ports: int
    groups: int
    rules: int


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Everything of one member at one site."""

    member: str
    site: str
    state: PlacementState
    project: str
    service_user: str
    keypair: str
    operations: IPv4Network
    """From where the site's operators come."""
    networks: tuple[NetworkPlan, ...]
    groups: tuple[GroupPlan, ...]
    server_groups: tuple[str, ...]
    servers: tuple[ServerPlan, ...]
    volumes: tuple[VolumePlan, ...]
    containers: tuple[str, ...]
    backup_synced_to: str | None
    """The site that receives a copy of the backup container; None where this site receives."""
    quota: QuotaPlan

    @property
    def stack(self) -> str:
        return stack_name(self.member, self.site)

    @property
    def lines(self) -> tuple[LinePlan, ...]:
        return tuple(network.line for network in self.networks if network.line is not None)

    @property
    def boot_volumes(self) -> tuple[VolumePlan, ...]:
        return tuple(volume for volume in self.volumes if volume.boot)

    @property
    def data_volumes(self) -> tuple[VolumePlan, ...]:
        return tuple(volume for volume in self.volumes if not volume.boot)


FENCED_PRODUCTS = "kumiai_products"
"""The property of a fence's aggregate that names the products, with commas between them."""


@dataclass(frozen=True, slots=True)
class AggregatePlan:
    """A host aggregate: the hosts of one class, or those that a licence's fence keeps products on.

    Nova refuses every other host to a flavor that asks for one of the properties.
    """

    name: str
    hosts: tuple[str, ...]
    properties: Mapping[str, str]

    @property
    def products(self) -> tuple[str, ...]:
        """The products that its hosts are the only ones for; none where it is no fence."""
        return tuple(filter(None, self.properties.get(FENCED_PRODUCTS, "").split(",")))


@dataclass(frozen=True, slots=True)
class FlavorPlan:
    """A size of server, or its copy for the hosts of a fence."""

    name: str
    vcpu: int
    ram_gib: int
    extra_specs: Mapping[str, str]
    """What it asks of a host beside room."""


@dataclass(frozen=True, slots=True)
class VolumeTypePlan:
    """A class of storage with its limit."""

    name: str
    backend: str
    total_iops_per_gib: int


@dataclass(frozen=True, slots=True)
class ExternalNetworkPlan:
    """The network behind the gateways; its subnet carries the same name."""

    name: str
    cidr: IPv4Network


@dataclass(frozen=True, slots=True)
class HostPlan:
    """A compute host. Nobody builds it, but its sockets and cores decide what licences cost."""

    name: str
    sockets: int
    cores_per_socket: int


@dataclass(frozen=True, slots=True)
class SiteBlueprint:
    """Everything that a site offers before any member is there."""

    site: str
    aggregates: tuple[AggregatePlan, ...]
    flavors: tuple[FlavorPlan, ...]
    volume_types: tuple[VolumeTypePlan, ...]
    image: str
    external_network: ExternalNetworkPlan
    hosts: tuple[HostPlan, ...]

    @property
    def stack(self) -> str:
        return site_stack_name(self.site)

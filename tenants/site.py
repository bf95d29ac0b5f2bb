"""A site's YAML file, field for field: what the data centre offers. Pure."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import Field, PlainSerializer

from core.strict import Day, Key, Line, Name, Network, OneOrMany, Slug, Strict
from core.units import Positive, PositiveGib

SYNC_REALM = "kumiai"
"""The realm that each site's Swift has in its container-sync-realms.conf, with all sites in it."""


DEFAULT_CLASS = "default"
"""The class of processors that a rule weighs like all others."""


def classes_as_written(classes: tuple[str, ...]) -> str | tuple[str, ...]:
    return classes[0] if len(classes) == 1 else classes


ProcessorClasses = Annotated[
    tuple[Slug, ...], Field(min_length=1), OneOrMany(), PlainSerializer(classes_as_written)
]
"""What a machine is in vendors' tables: `risc` in Oracle's, `four-socket-server` in IBM's. Each
rule weighs it by the one that it knows. One alone is what the field always was, in ledgers too."""

MOST_THREADS = 8
"""Of a core: SMT8 of POWER is the most that is built."""


class ExternalNetwork(Strict):
    """The network behind the gateways of the internet zone."""

    name: Slug
    cidr: Network


class Flavor(Strict):
    """A size of server. Root disks are volumes, so a flavor has none."""

    vcpu: Positive
    ram_gib: PositiveGib


class VolumeType(Strict):
    """A class of storage with its limit, so that one municipality cannot starve another."""

    backend: Slug
    total_iops_per_gib: Positive


class HostClass(Strict):
    """Hosts that belong together become one host aggregate with these extra properties."""

    properties: dict[Key, Line] = Field(default_factory=dict)


class StorageProduct(Strict):
    """What data lie on: one fault of its firmware takes all of it, wherever it stands."""

    model: Line
    firmware: Line


class Host(Strict):
    """A compute host. Sockets and cores decide what many licences cost."""

    host_class: Slug
    sockets: Positive
    cores_per_socket: Positive
    ram_gib: PositiveGib
    factor: ProcessorClasses = (DEFAULT_CLASS,)
    """Its processor's class, by which counting rules weigh its cores: `risc`, `sparc-t`. Several
    where vendors divide machines otherwise: `[risc, four-socket-server]`."""
    threads_per_core: int = Field(default=1, ge=1, le=MOST_THREADS, strict=True)
    """2 where SMT is on; rules that take vCPUs for threads divide by it."""
    sockets_possible: Positive | None = None
    """Sockets that it has room for, where some are empty: rules for small machines look at them."""
    changed_on: Day | None = None
    """From which day on it is like this, where that is not the day of the edit."""

    @property
    def cores(self) -> int:
        return self.sockets * self.cores_per_socket


class CopyLimits(Strict):
    """How much of a site its copies may take: people work there meanwhile."""

    requests_at_once: Positive = 4
    """How many objects are read or written beside each other."""
    mib_per_second: Positive | None = None
    """All of them together; without it as fast as they go."""


class LicenceFence(Strict):
    """Servers with one of these products run on these hosts and no others."""

    products: tuple[Slug, ...] = Field(min_length=1)
    hosts: tuple[Slug, ...] = Field(min_length=1)
    changed_on: Day | None = None
    """From which day on it is like this, where that is not the day of the edit."""


class Overcommit(Strict):
    """How many virtual units one physical unit may carry."""

    vcpu: float = Field(ge=1.0, le=16.0, strict=True, allow_inf_nan=False)
    ram: float = Field(ge=1.0, le=1.5, strict=True, allow_inf_nan=False)


class Site(Strict):
    """One data centre: its OpenStack, its hosts, and what can be ordered there."""

    name: Slug
    title: Name
    order: Positive | None = None
    """Its place among the sites: the first is proposed to new members. Without one: at the end."""
    stands_by_for: tuple[Key, ...] = ()
    """The sites whose members this one takes over when they are lost."""
    licence_region: Slug | None = None
    """Where it lies by vendors' terms, for licence rules with `per_region`."""
    cloud: Slug
    region: Slug
    external_network: ExternalNetwork
    operations_network: Network
    line_networks: tuple[Key, ...] = ()
    """Neutron's physical networks on which members' access lines arrive."""
    image: Slug
    flavors: dict[Slug, Flavor] = Field(min_length=1)
    volume_types: dict[Slug, VolumeType] = Field(min_length=1)
    host_classes: dict[Slug, HostClass] = Field(min_length=1)
    overcommit: Overcommit
    storage_gib: PositiveGib
    storage: dict[Slug, StorageProduct] = Field(default_factory=dict)
    """What volumes lie on, by the `backend` of their types."""
    backup_driver: Line = "cinder.backup.drivers.swift.SwiftBackupDriver"
    """`backup_driver` of its cinder.conf; Cinder restores no copy whose record names another."""
    copy_limits: CopyLimits = Field(default_factory=CopyLimits)
    """How much of it `kumiai backup` may take."""
    object_storage: StorageProduct | None = None
    """What the copies of the other site's volumes lie on."""
    hosts: dict[Slug, Host] = Field(min_length=1)
    licence_fences: dict[Slug, LicenceFence] = Field(default_factory=dict)
    """What keeps licensed products on few hosts; Nova itself refuses the others."""

    @property
    def networks(self) -> tuple[IPv4Network, ...]:
        """Its own networks, which no member's may overlap."""
        return self.external_network.cidr, self.operations_network

    @property
    def vcpu(self) -> int:
        """Virtual CPUs that all hosts carry together."""
        return int(sum(host.cores for host in self.hosts.values()) * self.overcommit.vcpu)

    @property
    def ram_gib(self) -> int:
        """GiB of memory that all hosts carry together."""
        return int(sum(host.ram_gib for host in self.hosts.values()) * self.overcommit.ram)

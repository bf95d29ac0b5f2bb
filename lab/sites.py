"""What the lab knows of a site: its address, ports, folders, hosts and passwords. Pure.

The address is the lab's own knowledge; hosts and volume backends come from `infra/sites/*.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path

from core.units import mib

KEYSTONE = 5000
PLACEMENT = 8778
GLANCE = 9292
NEUTRON = 9696
NOVA = 8774
CINDER = 8776
SWIFT = 8080
SWIFT_ACCOUNT = 6202
SWIFT_CONTAINER = 6201
SWIFT_OBJECT = 6200
MARIADB = 3306
RABBITMQ = 5672
MEMCACHED = 11211
PROMETHEUS = 9090
ALERTMANAGER = 9093
EXPORTER = 9189
NODE_EXPORTER = 9100
MAILBOX = 2525

DEFAULT_NETWORK = "127.0.11"
"""First three numbers of the first site's address; each further site counts the third one up."""

EPMD = 4300
DISTRIBUTION = 25600
"""Erlang's port mapper, and the port by which a broker would meet others. Both are also looked
for on 127.0.0.1, so that each site needs ports of its own: the third number of its address is
added to these."""


@dataclass(frozen=True, slots=True)
class Host:
    """One compute host, as `infra/sites/*.yaml` declares it."""

    name: str
    sockets: int
    cores_per_socket: int
    ram_gib: int

    @property
    def cores(self) -> int:
        return self.sockets * self.cores_per_socket

    @property
    def ram_mib(self) -> int:
        return mib(self.ram_gib)


@dataclass(frozen=True, slots=True)
class SitePasswords:
    """Random per lab. `admin` is the operator's; the others never leave the site's own files."""

    admin: str = field(repr=False)
    service: str = field(repr=False)
    database: str = field(repr=False)
    messaging: str = field(repr=False)
    encryption: str = field(repr=False)
    cookie: str = field(repr=False)
    salt: str = field(repr=False)
    listening: str = field(default="", repr=False)
    """Of the broker's user that may only hear Nova's notifications."""


@dataclass(frozen=True, slots=True)
class Realm:
    """Swift clusters that may sync containers with each other, and the key they share."""

    name: str
    key: str = field(repr=False)
    addresses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Living:
    """What a site needs whose servers live, as namespace guests of this machine joined by OVN."""

    image: Path
    """The root file system from which they start."""
    operations_network: IPv4Network


@dataclass(frozen=True, slots=True)
class LabSite:
    """One site of the lab. Its name is also its region and its entry in clouds.yaml."""

    name: str
    address: str
    hosts: tuple[Host, ...]
    volume_backends: tuple[str, ...]
    storage_gib: int
    vcpu_overcommit: float
    ram_overcommit: float
    folder: Path
    venv: Path
    account: str
    """The account of this machine that everything runs as."""
    group: str
    passwords: SitePasswords
    realm: Realm
    living: Living | None = None
    """None where its compute hosts keep books of servers and boot none."""
    policies: Mapping[str, str] = field(default_factory=dict)
    """What a service's policy.yaml says beyond its own rules, by the service."""

    @property
    def etc(self) -> Path:
        return self.folder / "etc"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def downed_mark(self) -> Path:
        """Stands while the site is killed or down: a service forked too late ends at once."""
        return self.run / "down"

    @property
    def fabric(self) -> Path:
        """Sockets and logs of OVN, a folder for each chassis."""
        return self.run / "fabric"

    @property
    def guests(self) -> Path:
        """A folder for each server that lives, below one for its host."""
        return self.data / "guests"

    def url(self, port: int) -> str:
        return f"http://{self.address}:{port}"

    @property
    def epmd_port(self) -> int:
        return EPMD + self._third_number

    @property
    def distribution_port(self) -> int:
        return DISTRIBUTION + self._third_number

    @property
    def _third_number(self) -> int:
        return int(self.address.split(".")[2])

    @property
    def auth_url(self) -> str:
        return f"{self.url(KEYSTONE)}/v3"


def address_of(network: str, position: int) -> str:
    """The loopback address of the site at `position` (0 is the first).

    >>> address_of("127.0.11", 1)
    '127.0.12.1'
    """
    first, second, third = (int(number) for number in network.split("."))
    return f"{first}.{second}.{third + position}.1"

"""The kinds of change that anybody may ask about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from blueprint.naming import Role
from licensing.counting.park import Host
from licensing.counting.stay import Stay


@dataclass(frozen=True, slots=True)
class Move:
    """A server goes to another host; it leaves the one where it is."""

    server: str
    to_host: str


@dataclass(frozen=True, slots=True)
class Resize:
    server: str
    vcpus: int


@dataclass(frozen=True, slots=True)
class Become:
    """A server runs other products where it is, or stands by for others, since its role says so."""

    server: str
    role: Role


@dataclass(frozen=True, slots=True)
class NewServer:
    """It is to run somewhere at `site`."""

    name: str
    member: str
    role: Role
    vcpus: int
    site: str

    def stay(self, host: str, at: datetime) -> Stay:
        """On that host from `at` on."""
        one = self
        return Stay(one.name, one.member, host, one.vcpus, True, one.role, since=at, until=None)


@dataclass(frozen=True, slots=True)
class Start:
    """A new server.

    `hosts` are by product: where nobody knows yet where it will be, each product is judged on the
    host where it would cost most.
    """

    server: NewServer
    hosts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """A server goes for good."""

    server: str


@dataclass(frozen=True, slots=True)
class AddHost:
    host: Host


@dataclass(frozen=True, slots=True)
class RemoveHost:
    host: str


@dataclass(frozen=True, slots=True)
class SetFences:
    """From then on these are all fences: by product the hosts of all sites."""

    fences: Mapping[str, frozenset[str]]


Change = Move | Resize | Become | Start | Stop | AddHost | RemoveHost | SetFences

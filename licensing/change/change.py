"""The kinds of change that anybody may ask about. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from blueprint.naming import Role
from licensing.counting.park import Host


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
class Start:
    """A new server.

    `hosts` are by product: where nobody knows yet where it will be, each product is judged on the
    host where it would cost most.
    """

    server: str
    member: str
    role: Role
    vcpus: int
    hosts: Mapping[str, str]

    @classmethod
    def on(cls, host: str, server: str, member: str, role: Role, vcpus: int) -> Start:
        """All of it on one host."""
        return cls(server, member, role, vcpus, dict.fromkeys(role.products, host))


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


Change = Move | Resize | Start | Stop | AddHost | RemoveHost | SetFences

"""A server on its host and a host, as Nova has them. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """A server on a host. `apart_from` are servers that may not share a host with it (by id)."""

    id: str
    name: str
    host: str
    status: str
    vcpus: int
    ram_mib: int
    apart_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HostSeen:
    """Whether a host answers, and whether new servers may come to it."""

    runs: bool
    is_enabled: bool

    @property
    def takes_servers(self) -> bool:
        return self.runs and self.is_enabled


UNSEEN = HostSeen(runs=False, is_enabled=False)
"""A host that Nova has never heard of."""

"""What a server is like for as long as nothing is changed about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.naming import Role


@dataclass(frozen=True, slots=True)
class Machine:
    """What a server is like for as long as nothing is changed about it."""

    name: str
    member: str
    role: Role
    site: str
    host: str
    vcpus: int
    powered_on: bool

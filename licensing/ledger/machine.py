"""What a server is like for as long as nothing is changed about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """What a server is like for as long as nothing is changed about it."""

    name: str
    member: str
    system: str
    products: tuple[str, ...]
    site: str
    host: str
    vcpus: int
    powered_on: bool
    passive: bool = False
    sub_capacity: bool = True

    @property
    def role(self) -> tuple[object, ...]:
        """What files and projects say of it, and Nova does not."""
        return (
            *(self.name, self.member, self.system, self.products),
            *(self.passive, self.sub_capacity),
        )

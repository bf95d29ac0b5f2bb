"""What shares one point in time: the servers and volumes of one system of one member. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from blueprint.naming import ServerName, read_server, stack_name, volume_name
from blueprint.parts import Blueprint, VolumePlan
from tenants.catalogue_model import Catalogue
from tenants.vocabulary import BOOT_VOLUME


@dataclass(frozen=True, slots=True)
class Group:
    """A system where it runs, as the files have it; a system that is stopped has only volumes."""

    member: str
    site: str
    system: str
    servers: tuple[str, ...]
    volumes: tuple[VolumePlan, ...]
    containers: tuple[str, ...] = ()
    """Of objects. They belong to no server, and have no point in time in common."""

    @property
    def names(self) -> frozenset[str]:
        """Of all that is to be copied; no container is called as a volume is."""
        return frozenset((*(one.name for one in self.volumes), *self.containers))

    @property
    def stack(self) -> str:
        return stack_name(self.member, self.site)

    @property
    def gib(self) -> int:
        return sum(volume.gib for volume in self.volumes)

    @property
    def subject(self) -> str:
        """As the journal names it."""
        return f"{self.stack} {self.system}"


def groups_of(drawn: Blueprint, catalogue: Catalogue) -> tuple[Group, ...]:
    """Every system that has volumes, in the order of the drawing."""
    volumes: dict[str, list[VolumePlan]] = {}
    for volume in drawn.volumes:
        server = _server_of(volume.name, drawn.member, catalogue)
        if server is not None:
            volumes.setdefault(server.system, []).append(volume)
    return tuple(
        Group(
            drawn.member,
            drawn.site,
            system,
            tuple(one.name for one in drawn.servers if one.role.system == system),
            tuple(found),
            catalogue.systems[system].containers,
        )
        for system, found in volumes.items()
    )


def _server_of(volume: str, member: str, catalogue: Catalogue) -> ServerName | None:
    """Whose volume it is; exact up to the server's number."""
    for system in catalogue.systems.values():
        for tier in system.tiers.values():
            for one in (BOOT_VOLUME, *tier.volumes):
                server = volume.removesuffix(volume_name("", one))
                if server != volume:
                    found = read_server(server, [member], catalogue)
                    if found is not None:
                        return found
    return None

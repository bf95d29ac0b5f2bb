"""Every name is made here and read here, and nowhere else. Pure.

Names are joined with hyphens, and slugs may have hyphens of their own. So a name is read from the
member's slug on, against the systems and tiers that there are, never by how it ends; that no two
of them meet is a rule (tenants/rules/names.py).

What a component of the program calls its own parts (`<server>-port`) it says itself; here stand
those that somebody reads again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tenants.catalogue_model import Catalogue
from tenants.vocabulary import FENCE_AGGREGATE, SITE, Zone


@dataclass(frozen=True, slots=True)
class StackName:
    """A stack's name, taken apart; `member` is None for what a site offers to everybody."""

    member: str | None
    site: str


def stack_name(member: str, site: str) -> str:
    """The Pulumi stack, and the clouds.yaml entry, of a member at a site."""
    return f"{member}.{site}"


def site_stack_name(site: str) -> str:
    """The Pulumi stack of what a site offers."""
    return stack_name(SITE, site)


def read_stack(name: str) -> StackName | None:
    """What a stack's name says; None where kumiai calls no stack so.

    >>> read_stack("hita.primary")
    StackName(member='hita', site='primary')
    >>> read_stack("site.primary")
    StackName(member=None, site='primary')
    """
    member, _, site = name.partition(".")
    if not member or not site or "." in site:
        return None
    return StackName(None if member == SITE else member, site)


def network_name(member: str, zone: Zone) -> str:
    """The network of a zone, its subnet, and its router where it has one."""
    return f"{member}-{zone}"


def line_name(member: str, zone: Zone) -> str:
    """The network of a zone's access line, and its subnet."""
    return f"{network_name(member, zone)}-line"


def tier_name(member: str, system: str, tier: str) -> str:
    """The security group of a tier, and its server group."""
    return f"{member}-{system}-{tier}"


@dataclass(frozen=True, slots=True)
class ServerName:
    """A server of a tier; numbers begin at 1. Its port has the same name."""

    member: str
    system: str
    tier: str
    number: int

    def __str__(self) -> str:
        return f"{tier_name(self.member, self.system, self.tier)}-{self.number}"


def volume_name(server: str, volume: str) -> str:
    """A volume of one server: a tier's data volume, or `BOOT_VOLUME`."""
    return f"{server}-{volume}"


def fence_aggregate(fence: str) -> str:
    """The host aggregate of a licence's fence."""
    return f"{FENCE_AGGREGATE}-{fence}"


def fenced_flavor(flavor: str, fence: str | None) -> str:
    """The copy of a flavor that asks for a fence's hosts; the flavor itself without a fence."""
    return flavor if fence is None else f"{flavor}.{fence}"


def size_in(flavor: str) -> str:
    """The size that a flavor is of, behind a fence or not: `medium` of `medium.database`."""
    return flavor.partition(".")[0]


def fence_property(fence: str) -> str:
    """The property of a fence's aggregate that its flavors ask for."""
    return f"kumiai_licence_{fence}"


def project_description(name: str, code: str) -> str:
    """What a member's project says of itself: the member's name and its code.

    >>> project_description("Hita", "442046")
    'Hita (442046)'
    """
    return f"{name} ({code})"


def code_in(description: str) -> str | None:
    """The member's code in what its project says of itself; None where that is none of kumiai's.

    >>> code_in("Hita (442046)")
    '442046'
    """
    before, opened, code = description.rpartition(" (")
    return code[:-1] if opened and before and code.endswith(")") else None


def project_resource(project: str) -> str:
    """A project's name in the program."""
    return f"{project}-project"


SERVER_ENDING, VOLUME_ENDING = "-instance", "-volume"
"""What the program adds to the name of a server, and of a data volume."""


def server_resource(server: str) -> str:
    """A server's name in the program."""
    return f"{server}{SERVER_ENDING}"


def volume_resource(volume: str) -> str:
    """A data volume's name in the program."""
    return f"{volume}{VOLUME_ENDING}"


def containers_component(member: str) -> str:
    """The name in the program of what holds a member's containers."""
    return f"{member}-containers"


def container_resource(component: str, container: str) -> str:
    """A container's name in the program."""
    return f"{component}-{container}"


def read_server(name: str, members: Iterable[str], catalogue: Catalogue) -> ServerName | None:
    """Whose server it is and which one; None where no member's system has servers of that name."""
    for member in members:
        if not name.startswith(f"{member}-"):
            continue
        for system, tier in _tiers(catalogue):
            number = _number(name, f"{tier_name(member, system, tier)}-")
            if number is not None:
                return ServerName(member, system, tier, number)
    return None


def system_of_data(resource: str, member: str, catalogue: Catalogue) -> str | None:
    """The system whose data volume or container has that name in the program; None if none has.

    Exact up to the server's number: how many servers there were depends on past populations.
    """
    component = containers_component(member)
    for name, system in catalogue.systems.items():
        if any(resource == container_resource(component, one) for one in system.containers):
            return name
    for name, tier in _tiers(catalogue):
        for volume in catalogue.systems[name].tiers[tier].volumes:
            ending = volume_resource(volume_name("", volume))
            server = resource.removesuffix(ending)
            read = read_server(server, [member], catalogue) if server != resource else None
            if read is not None and (read.system, read.tier) == (name, tier):
                return name
    return None


def _tiers(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for name, system in catalogue.systems.items():
        for tier in system.tiers:
            yield name, tier


def _number(name: str, before: str) -> int | None:
    """The number that stands after `before`, and nothing else; None where it does not."""
    rest = name.removeprefix(before)
    if rest == name or not rest.isascii() or not rest.isdigit() or rest[0] == "0":
        return None
    return int(rest)


@dataclass(frozen=True, slots=True)
class Role:
    """A server's part. `system` is empty and no product is known where no system fits the name."""

    system: str
    products: tuple[str, ...]
    passive: bool = False
    """It stands by for the first servers of its tier."""
    sub_capacity: bool = True


UNKNOWN = Role("", ())


def role_of(name: str, members: Iterable[str], catalogue: Catalogue) -> Role:
    """The role of the server of that name, which belongs to one of the members."""
    server = read_server(name, members, catalogue)
    return UNKNOWN if server is None else role_in(server, catalogue)


def role_in(server: ServerName, catalogue: Catalogue) -> Role:
    """The role of a server of a system that the catalogue has."""
    tier = catalogue.systems[server.system].tiers[server.tier]
    return Role(
        system=server.system,
        products=tuple(sorted(tier.software)),
        passive=tier.passive_from is not None and server.number >= tier.passive_from,
        sub_capacity=tier.sub_capacity,
    )


RESTORED_FROM, RESTORED_BY, RESTORED_AS = "src_backup_id", "kumiai_move", "kumiai_content"
RESTORED = frozenset({RESTORED_FROM, RESTORED_BY, RESTORED_AS})
"""Metadata of a volume that was restored from a copy: Cinder's own, which names the backup (tried
on 29.0.0), the move that restored it, and the hash of what was found in it."""

"""How OpenStack is asked for all objects of a kind, and how one of them goes: one row per kind.

Adapter: openstacksdk. The lists are asked for as the site's administrator, who sees what others
have put there as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from cloud.connection import Cloud
from core.message import Message
from infra import kinds
from infra.remains.things import Thing
from infra.removal import Logins, Removal, deleted

GIB = 2**30

_OF_THE_SITE = ("network:dhcp", "network:router_gateway", "network:floatingip")
"""Owners of ports that come and go with something else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`listed` is all of them, of whatever project."""

    kind: Message
    listed: Callable[[Cloud], Iterator[Thing]]
    goes: Removal | None = None
    """None where it does not go in the same way whoever wants it to."""


def _servers(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.compute.servers(all_projects=True):
        yield Thing(kinds.SERVER.word, row.id, row.name, row.project_id)


def _server_groups(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.compute.server_groups(all_projects=True):
        yield Thing(kinds.SERVER_GROUP.word, row.id, row.name, row.project_id)


def _addresses(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.ips():
        yield Thing(kinds.FLOATING_ADDRESS, row.id, row.floating_ip_address, row.project_id)


def _ports(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.ports():
        if row.device_owner not in _OF_THE_SITE:
            yield Thing(
                kinds.PORT.word,
                row.id,
                row.name,
                row.project_id,
                of=row.device_id or "",
                network=row.network_id,
            )


def _routers(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.routers():
        yield Thing(kinds.ROUTER.word, row.id, row.name, row.project_id)


def _subnets(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.subnets():
        yield Thing(kinds.SUBNET.word, row.id, row.name, row.project_id, network=row.network_id)


def _networks(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.networks():
        yield Thing(kinds.NETWORK.word, row.id, row.name, row.project_id)


def _groups(cloud: Cloud) -> Iterator[Thing]:
    # Never by project: Neutron makes the default group of a project that it is asked about.
    for row in cloud.network.security_groups():
        yield Thing(kinds.GROUP.word, row.id, row.name, row.project_id)


def _volumes(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.block_storage.volumes(all_projects=True):
        yield Thing(
            kinds.VOLUME.word, row.id, row.name or "", row.project_id, size_bytes=row.size * GIB
        )


def _snapshots(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.block_storage.snapshots(all_projects=True):
        yield _copy(kinds.SNAPSHOT, row)


def _backups(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.block_storage.backups(all_projects=True):
        yield _copy(kinds.BACKUP, row)


def _copy(kind: Any, row: Any) -> Thing:
    return Thing(
        kind,
        row.id,
        row.name or "",
        row.project_id,
        of=row.volume_id,
        size_bytes=row.size * GIB,
        at=moment_of(row.created_at),
    )


def _images(cloud: Cloud) -> Iterator[Thing]:
    for hidden in (False, True):
        for row in cloud.image.images(visibility="all", is_hidden=hidden):
            yield Thing(
                kinds.IMAGE.word,
                row.id,
                row.name or "",
                row.owner_id or "",
                size_bytes=row.size or 0,
                at=moment_of(row.created_at),
            )


def _users(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.identity.users():
        yield Thing(kinds.USER.word, row.id, row.name, row.default_project_id or "")


def moment_of(text: str | None) -> datetime | None:
    """OpenStack's services tell UTC, some of them without saying so."""
    if not text:
        return None
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _server(logins: Logins, thing: Thing) -> None:
    compute = logins.site.compute
    deleted(thing, lambda: compute.find_server(thing.id, all_projects=True), compute.delete_server)


def _address(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_ip(thing.id)


def _port(logins: Logins, thing: Thing) -> None:
    network = logins.site.network
    port = network.find_port(thing.id)
    if port is None:
        return
    if port.device_owner == kinds.ROUTERS_PORT:
        network.remove_interface_from_router(port.device_id, port=port.id)
    else:
        network.delete_port(port.id)


def _router(logins: Logins, thing: Thing) -> None:
    """With its interfaces, which nobody can have without it."""
    network = logins.site.network
    for port in network.ports(device_id=thing.id, device_owner=kinds.ROUTERS_PORT):
        network.remove_interface_from_router(thing.id, port=port.id)
    network.delete_router(thing.id)


def _subnet(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_subnet(thing.id)


def _network(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_network(thing.id)


def _group(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_security_group(thing.id)


def _snapshot(logins: Logins, thing: Thing) -> None:
    storage = logins.site.block_storage
    deleted(
        thing,
        lambda: storage.find_snapshot(thing.id),
        storage.delete_snapshot,
        partial(storage.delete_snapshot, force=True),
    )


def _server_group(logins: Logins, thing: Thing) -> None:
    logins.site.compute.delete_server_group(thing.id)


ASKED = (
    Asked(kinds.USER.word, _users),
    Asked(kinds.SERVER.word, _servers, _server),
    Asked(kinds.SERVER_GROUP.word, _server_groups, _server_group),
    Asked(kinds.FLOATING_ADDRESS, _addresses, _address),
    Asked(kinds.PORT.word, _ports, _port),
    Asked(kinds.ROUTER.word, _routers, _router),
    Asked(kinds.SUBNET.word, _subnets, _subnet),
    Asked(kinds.NETWORK.word, _networks, _network),
    Asked(kinds.GROUP.word, _groups, _group),
    Asked(kinds.VOLUME.word, _volumes),
    Asked(kinds.SNAPSHOT, _snapshots, _snapshot),
    Asked(kinds.BACKUP, _backups),
    Asked(kinds.IMAGE.word, _images),
)

LISTINGS = tuple(one.listed for one in ASKED)

REMOVALS: Mapping[str, Removal] = {
    one.kind.template: one.goes for one in ASKED if one.goes is not None
}
"""By the kind's word: what goes in the same way whoever wants it to. What else a member's leaving
takes away stands in `remains/clearance.py`, what else `verify` does in `verify/taking_away.py`."""

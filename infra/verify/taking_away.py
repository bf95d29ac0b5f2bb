"""What no file names is taken away, one object that a person has named. Adapter: openstacksdk.

Never more than that one: what still hangs on it is refused by OpenStack, and has a line of its own
in what `verify` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cloud.asked import asked
from cloud.connection import Cloud
from core.message import Message
from infra import kinds

GONE_SECONDS = 300
"""The longest that an object may take to go."""


@dataclass(frozen=True, slots=True)
class Clouds:
    """The site's administrator, and the member's own login, which alone sees its containers."""

    site: Cloud
    member: Callable[[], Cloud]


def take_away(clouds: Clouds, site: str, kind: Message, id_: str) -> None:
    """Raises: OtherSystemFailed where OpenStack refuses, or does not answer."""
    with asked(site):
        DELETIONS[str(kind)](clouds, id_)


def _server(clouds: Clouds, id_: str) -> None:
    compute = clouds.site.compute
    server = compute.get_server(id_)
    compute.delete_server(server)
    compute.wait_for_delete(server, wait=GONE_SECONDS)


def _attachment(clouds: Clouds, id_: str) -> None:
    server, volume = id_.split(":")
    clouds.site.compute.delete_volume_attachment(server, volume)
    storage = clouds.site.block_storage
    storage.wait_for_status(storage.get_volume(volume), "available", wait=GONE_SECONDS)


def _volume(clouds: Clouds, id_: str) -> None:
    storage = clouds.site.block_storage
    volume = storage.get_volume(id_)
    storage.delete_volume(volume)
    storage.wait_for_delete(volume, wait=GONE_SECONDS)


def _snapshot(clouds: Clouds, id_: str) -> None:
    storage = clouds.site.block_storage
    snapshot = storage.get_snapshot(id_)
    storage.delete_snapshot(snapshot)
    storage.wait_for_delete(snapshot, wait=GONE_SECONDS)


def _router_interface(clouds: Clouds, id_: str) -> None:
    router, port = id_.split(":")
    clouds.site.network.remove_interface_from_router(router, port_id=port)


def _router(clouds: Clouds, id_: str) -> None:
    """With its interfaces, which nobody can have without it."""
    network = clouds.site.network
    for port in network.ports(device_id=id_, device_owner="network:router_interface"):
        network.remove_interface_from_router(id_, port_id=port.id)
    network.delete_router(id_)


def _container(clouds: Clouds, id_: str) -> None:
    """Swift refuses one that holds objects."""
    _, name = id_.split(":", 1)
    clouds.member().object_store.delete_container(name)


def _role(clouds: Clouds, id_: str) -> None:
    project, rest = id_.split(":", 1)
    who, role_name = rest.rsplit(":", 1)
    identity = clouds.site.identity
    role = identity.find_role(role_name, ignore_missing=False)
    user = identity.find_user(who)
    if user is not None:
        identity.unassign_project_role_from_user(project, user, role)
    else:
        group = identity.find_group(who, ignore_missing=False)
        identity.unassign_project_role_from_group(project, group, role)


Deletion = Callable[[Clouds, str], None]

DELETIONS: Mapping[str, Deletion] = {
    str(kind): deletion
    for kind, deletion in (
        (kinds.SERVER.word, _server),
        (kinds.ATTACHMENT.word, _attachment),
        (kinds.FLOATING_ADDRESS, lambda clouds, id_: clouds.site.network.delete_ip(id_)),
        (kinds.PORT.word, lambda clouds, id_: clouds.site.network.delete_port(id_)),
        (kinds.SNAPSHOT, _snapshot),
        (kinds.VOLUME.word, _volume),
        (kinds.ROUTER_INTERFACE.word, _router_interface),
        (kinds.ROUTER.word, _router),
        (kinds.SUBNET.word, lambda clouds, id_: clouds.site.network.delete_subnet(id_)),
        (kinds.NETWORK.word, lambda clouds, id_: clouds.site.network.delete_network(id_)),
        (kinds.RULE.word, lambda clouds, id_: clouds.site.network.delete_security_group_rule(id_)),
        (kinds.GROUP.word, lambda clouds, id_: clouds.site.network.delete_security_group(id_)),
        (kinds.SERVER_GROUP.word, lambda clouds, id_: clouds.site.compute.delete_server_group(id_)),
        (kinds.CONTAINER.word, _container),
        (kinds.ROLE.word, _role),
    )
}
"""By the kind's word."""

"""Looks for objects whose making was cut off: by project, kind and name. Adapter to OpenStack."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from blueprint.naming import RESTORED_FROM
from infra import kinds
from infra.resume.decision import Sighting

Inputs = Mapping[str, Any]
Connection = Any
"""An openstacksdk connection, logged in to the project that the object belongs to."""

SETTLING_SECONDS = 120
"""How long a server or volume that is still being made may take to be ready or broken."""

LOOK_EVERY_SECONDS = 0.5

_READY = {"ACTIVE", "SHUTOFF", "available", "in-use", "active"}
_BROKEN = {"ERROR", "error", "error_restoring", "killed"}


def sightings(cloud: Connection, token: str, inputs: Inputs) -> list[Sighting]:
    """Everything in the cloud that fits, settled: ready or broken, no longer on its way."""
    return ASKED[token].find(cloud, inputs)


def remove(cloud: Connection, token: str, identifier: str) -> None:
    """Take away an object that holds no data, and wait until it is gone."""
    take_away = ASKED[token].remove
    assert take_away is not None  # a house test: what may be made anew can be taken away
    take_away(cloud, identifier)


def _by_name(list_all: Callable[[Connection], Any]) -> Callable[[Connection, Inputs], Any]:
    def look(cloud: Connection, inputs: Inputs) -> list[Sighting]:
        return [Sighting(str(o.id)) for o in list_all(cloud) if o.name == inputs["name"]]

    return look


def _in_project(
    list_all: Callable[..., Any],
) -> Callable[[Connection, Inputs], list[Sighting]]:
    """Neutron shows an administrator every project, so the own one is asked for by id."""

    def look(cloud: Connection, inputs: Inputs) -> list[Sighting]:
        found = list_all(cloud)(name=inputs["name"], project_id=cloud.current_project_id)
        return [Sighting(str(o.id)) for o in found]

    return look


def _servers(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    found = cloud.compute.servers(name=f"^{inputs['name']}$")
    return [_settled(partial(cloud.compute.get_server, server.id)) for server in found]


def _volumes(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    found = cloud.block_storage.volumes(name=inputs["name"])
    return [_settled(partial(cloud.block_storage.get_volume, volume.id)) for volume in found]


def _images(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    return [Sighting(str(i.id)) for i in cloud.image.images(name=inputs["name"])]


def _settled(look: Callable[[], Any]) -> Sighting:
    end = time.monotonic() + SETTLING_SECONDS
    while True:
        found = look()
        if found.status in _READY or found.status in _BROKEN or time.monotonic() > end:
            return Sighting(
                str(found.id),
                broken=found.status not in _READY,
                empty=_holds_nothing(found),
            )
        time.sleep(LOOK_EVERY_SECONDS)


def _holds_nothing(found: Any) -> bool:
    """A volume from an image that no server ever used, and that was restored from no copy."""
    return (
        bool(getattr(found, "volume_image_metadata", None))
        and not getattr(found, "attachments", None)
        and RESTORED_FROM not in (getattr(found, "metadata", None) or {})
    )


def _rules(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    """A rule has no name: it is the same where it permits the same."""
    found = cloud.network.security_group_rules(security_group_id=inputs["securityGroupId"])
    return [Sighting(str(r.id)) for r in found if _permits(r) == _asked(inputs)]


def _permits(rule: Any) -> tuple[Any, ...]:
    return (
        rule.direction,
        rule.protocol,
        rule.port_range_min,
        rule.remote_ip_prefix,
        rule.remote_group_id,
    )


def _asked(inputs: Inputs) -> tuple[Any, ...]:
    return (
        inputs["direction"],
        inputs["protocol"],
        inputs["portRangeMin"],
        inputs.get("remoteIpPrefix"),
        inputs.get("remoteGroupId"),
    )


def _interfaces(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    ports = cloud.network.ports(device_id=inputs["routerId"], device_owner=kinds.ROUTERS_PORT)
    return [
        Sighting(str(p.id))
        for p in ports
        if any(ip["subnet_id"] == inputs["subnetId"] for ip in p.fixed_ips)
    ]


def _attachments(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    server, volume = inputs["instanceId"], inputs["volumeId"]
    found = cloud.compute.volume_attachments(server)
    # The provider's id of an attachment is that of the server and that of the volume.
    return [Sighting(f"{server}/{volume}") for a in found if a.volume_id == volume]


def _keypairs(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    return [Sighting(k.name) for k in cloud.compute.keypairs() if k.name == inputs["name"]]


def _qos(cloud: Connection, inputs: Inputs) -> list[Sighting]:
    """openstacksdk has no call for this one."""
    found = cloud.block_storage.get("/qos-specs").json()["qos_specs"]
    return [Sighting(str(q["id"])) for q in found if q["name"] == inputs["name"]]


def _remove_server(cloud: Connection, identifier: str) -> None:
    server = cloud.compute.get_server(identifier)
    cloud.compute.delete_server(server)
    cloud.compute.wait_for_delete(server, wait=SETTLING_SECONDS)


def _remove_volume(cloud: Connection, identifier: str) -> None:
    volume = cloud.block_storage.get_volume(identifier)
    cloud.block_storage.delete_volume(volume)
    cloud.block_storage.wait_for_delete(volume, wait=SETTLING_SECONDS)


@dataclass(frozen=True, slots=True)
class Asked:
    """How OpenStack is asked for a kind of object, and to take one away."""

    find: Callable[[Connection, Inputs], list[Sighting]]
    remove: Callable[[Connection, str], None] | None = None
    """None for a kind that is never half made."""


ASKED: dict[str, Asked] = {
    kinds.PROJECT.token: Asked(_by_name(lambda c: c.identity.projects())),
    kinds.USER.token: Asked(_by_name(lambda c: c.identity.users())),
    kinds.NETWORK.token: Asked(_in_project(lambda c: c.network.networks)),
    kinds.SUBNET.token: Asked(_in_project(lambda c: c.network.subnets)),
    kinds.ROUTER.token: Asked(_in_project(lambda c: c.network.routers)),
    kinds.GROUP.token: Asked(
        _in_project(lambda c: c.network.security_groups),
        lambda c, identifier: c.network.delete_security_group(identifier),
    ),
    kinds.PORT.token: Asked(_in_project(lambda c: c.network.ports)),
    kinds.RULE.token: Asked(_rules),
    kinds.ROUTER_INTERFACE.token: Asked(_interfaces),
    kinds.KEYPAIR.token: Asked(_keypairs),
    kinds.SERVER_GROUP.token: Asked(_by_name(lambda c: c.compute.server_groups())),
    kinds.SERVER.token: Asked(_servers, _remove_server),
    kinds.ATTACHMENT.token: Asked(_attachments),
    kinds.VOLUME.token: Asked(_volumes, _remove_volume),
    kinds.FLAVOR.token: Asked(_by_name(lambda c: c.compute.flavors())),
    kinds.AGGREGATE.token: Asked(_by_name(lambda c: c.compute.aggregates())),
    kinds.VOLUME_TYPE.token: Asked(_by_name(lambda c: c.block_storage.types())),
    kinds.VOLUME_LIMIT.token: Asked(_qos),
    kinds.IMAGE.token: Asked(_images, lambda c, identifier: c.image.delete_image(identifier)),
}
"""Every kind that is looked up at all; what is only set again is not."""

"""What is otherwise than the YAML says is put right, each by its act. Adapter: openstacksdk.

Nothing is deleted here (`taking_away.py` does that). Every act says how the object should be, and
may be done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from blueprint.naming import RESTORED
from blueprint.parts import Blueprint, LinePlan, NetworkPlan, ServerPlan
from cloud.asked import asked
from cloud.connection import Cloud
from infra.verify.observe import ACCESS_LISTS
from infra.verify.ways import Act

START_SECONDS = 300
"""The longest that a server may take until it runs."""

WAKING = {
    "SHUTOFF": "start_server",
    "PAUSED": "unpause_server",
    "SUSPENDED": "resume_server",
    "SHELVED": "unshelve_server",
    "SHELVED_OFFLOADED": "unshelve_server",
    "RESCUE": "unrescue_server",
}
"""openstacksdk's call that leads out of each state at rest."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One object, by its id, and the name that the files give it.

    `blueprint` is that of the member whose object it is; None where it is the site's own.
    """

    id: str
    name: str
    blueprint: Blueprint | None


def mend(cloud: Cloud, site: str, act: Act, wrong: Wrong) -> None:
    """Raises: OtherSystemFailed where OpenStack refuses, or does not answer."""
    with asked(site):
        ACTS[act](cloud, wrong)


def _enable_project(cloud: Cloud, wrong: Wrong) -> None:
    cloud.identity.update_project(wrong.id, is_enabled=True)


def _enable_user(cloud: Cloud, wrong: Wrong) -> None:
    user = cloud.identity.find_user(wrong.name, ignore_missing=False)
    cloud.identity.update_user(user, is_enabled=True)


def _network(cloud: Cloud, wrong: Wrong) -> None:
    """Nova keeps the network's name with each server, and asks again when a port is changed."""
    cloud.network.update_network(
        wrong.id,
        name=wrong.name,
        is_admin_state_up=True,
        is_shared=False,
        is_port_security_enabled=True,
    )
    for port in cloud.network.ports(network_id=wrong.id):
        if str(port.device_owner).startswith("compute:"):
            cloud.network.put(f"/ports/{port.id}", json={"port": {"name": port.name}})


def _subnet(cloud: Cloud, wrong: Wrong) -> None:
    plan = next(one for one in _networks(wrong) if one.name == wrong.name)
    cloud.network.update_subnet(wrong.id, is_dhcp_enabled=plan.hands_out_addresses, host_routes=[])


def _router(cloud: Cloud, wrong: Wrong) -> None:
    """A gateway that the YAML has is put back by Pulumi; one that it has not is taken away here."""
    plan = next(one for one in _networks(wrong) if getattr(one, "router", None) == wrong.name)
    assert isinstance(plan, NetworkPlan)  # a line has no router of its own
    routes = [{"destination": str(to), "nexthop": str(by)} for to, by in plan.routes]
    cloud.network.update_router(wrong.id, is_admin_state_up=True, routes=routes)
    if not plan.is_open:
        body = {"router": {"external_gateway_info": None}}
        cloud.network.put(f"/routers/{wrong.id}", json=body).raise_for_status()


def _port(cloud: Cloud, wrong: Wrong) -> None:
    """`wrong` is the server."""
    plan = _server_plan(wrong)
    ports = list(cloud.network.ports(device_id=wrong.id))
    port = next((one for one in ports if one.name == wrong.name), ports[0])
    (group,) = cloud.network.security_groups(name=plan.group, project_id=port.project_id)
    changes = {
        "is_admin_state_up": True,
        "is_port_security_enabled": True,
        "security_groups": [group.id],
        "allowed_address_pairs": [],
    }
    if [one["ip_address"] for one in port.fixed_ips] != [str(plan.address)]:
        (subnet,) = cloud.network.subnets(name=plan.network, project_id=port.project_id)
        changes["fixed_ips"] = [{"subnet_id": subnet.id, "ip_address": str(plan.address)}]
    cloud.network.update_port(port, **changes)


def _start(cloud: Cloud, wrong: Wrong) -> None:
    server = cloud.compute.get_server(wrong.id)
    if server.status in WAKING:
        getattr(cloud.compute, WAKING[server.status])(server)
        cloud.compute.wait_for_server(server, status="ACTIVE", wait=START_SECONDS)


def _server_metadata(cloud: Cloud, wrong: Wrong) -> None:
    server = cloud.compute.get_server(wrong.id)
    cloud.compute.delete_server_metadata(server, list(server.metadata))


def _volume_metadata(cloud: Cloud, wrong: Wrong) -> None:
    volume = cloud.block_storage.get_volume(wrong.id)
    cloud.block_storage.delete_volume_metadata(volume, sorted(set(volume.metadata) - RESTORED))


def _volume_boots(cloud: Cloud, wrong: Wrong) -> None:
    assert wrong.blueprint is not None  # only members have volumes
    (plan,) = [one for one in wrong.blueprint.volumes if one.name == wrong.name]
    cloud.block_storage.set_volume_bootable_status(wrong.id, plan.boot)


def _unlock(cloud: Cloud, wrong: Wrong) -> None:
    cloud.compute.unlock_server(wrong.id)


def _image(cloud: Cloud, wrong: Wrong) -> None:
    """Glance reactivates one that is active without a word."""
    cloud.image.reactivate_image(wrong.id)
    cloud.image.update_image(wrong.id, visibility="public", is_hidden=False)


def _container(cloud: Cloud, wrong: Wrong) -> None:
    """Swift drops a list that is set to nothing."""
    name = wrong.id.split(":", 1)[1]
    headers = dict.fromkeys(ACCESS_LISTS, "")
    cloud.object_store.post(f"/{quote(name)}", headers=headers).raise_for_status()


def _networks(wrong: Wrong) -> tuple[NetworkPlan | LinePlan, ...]:
    assert wrong.blueprint is not None  # only members have networks that are told of
    return (*wrong.blueprint.networks, *wrong.blueprint.lines)


def _server_plan(wrong: Wrong) -> ServerPlan:
    assert wrong.blueprint is not None  # only members have servers
    (plan,) = [one for one in wrong.blueprint.servers if one.name == wrong.name]
    return plan


ACTS: Mapping[Act, Callable[[Cloud, Wrong], None]] = {
    Act.ENABLE_PROJECT: _enable_project,
    Act.ENABLE_USER: _enable_user,
    Act.NETWORK: _network,
    Act.SUBNET: _subnet,
    Act.ROUTER: _router,
    Act.PORT: _port,
    Act.START: _start,
    Act.SERVER_METADATA: _server_metadata,
    Act.VOLUME_METADATA: _volume_metadata,
    Act.VOLUME_BOOTS: _volume_boots,
    Act.UNLOCK: _unlock,
    Act.IMAGE: _image,
    Act.CONTAINER: _container,
}

AS_MEMBER = frozenset({Act.CONTAINER})
"""Done by kumiai's login in the member's own project: Swift lets nobody else."""

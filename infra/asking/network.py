"""Neutron: networks, what joins them and what lets through. Adapter: openstacksdk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cloud.connection import Cloud
from infra import kinds
from infra.asking.row import Asked, Inputs, Row, thing_of
from infra.asking.sighting import Sighting
from infra.kinds import Kind
from infra.remains.things import Thing
from infra.removal import Logins, Removal

_OF_THE_SITE = ("network:dhcp", "network:router_gateway", "network:floatingip")
"""Owners of ports that come and go with something else."""


def _in_projects(
    kind: Kind,
    listed: Callable[[Cloud], Callable[..., Iterable[Row]]],
    goes: Removal,
    thing: Callable[[Row], Thing | None] | None = None,
    unmade: Callable[[Cloud, str], None] | None = None,
) -> Asked:
    """The row of what has a name and a project; `listed` is Neutron's call for all of them."""

    def found(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
        # Neutron shows an administrator every project, so one is asked for by id: the login's own,
        # or the one that an administrator made it for.
        project = inputs.get("tenantId") or cloud.current_project_id
        own = listed(cloud)(name=inputs["name"], project_id=project)
        return [Sighting(str(row.id)) for row in own]

    return Asked(
        kind,
        lambda cloud: listed(cloud)(),
        thing or thing_of(kind.word),
        goes,
        found,
        unmade,
    )


def _found_rules(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    """A rule has no name: it is the same where it permits the same."""
    found = cloud.network.security_group_rules(security_group_id=inputs["securityGroupId"])
    return [Sighting(str(rule.id)) for rule in found if _permits(rule) == _wanted(inputs)]


def _permits(rule: Row) -> tuple[Any, ...]:
    return (
        rule.direction,
        rule.protocol,
        rule.port_range_min,
        rule.remote_ip_prefix,
        rule.remote_group_id,
    )


def _wanted(inputs: Inputs) -> tuple[Any, ...]:
    return (
        inputs["direction"],
        inputs["protocol"],
        inputs["portRangeMin"],
        inputs.get("remoteIpPrefix"),
        inputs.get("remoteGroupId"),
    )


def _found_interfaces(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    ports = cloud.network.ports(device_id=inputs["routerId"], device_owner=kinds.ROUTERS_PORT)
    return [
        Sighting(str(port.id))
        for port in ports
        if any(ip["subnet_id"] == inputs["subnetId"] for ip in port.fixed_ips)
    ]


def _address(row: Row) -> Thing:
    return Thing(kinds.FLOATING_ADDRESS, row.id, row.floating_ip_address, row.project_id)


def _port(row: Row) -> Thing | None:
    if row.device_owner in _OF_THE_SITE:
        return None
    return Thing(
        kinds.PORT.word,
        row.id,
        row.name,
        row.project_id,
        of=row.device_id or "",
        network=row.network_id,
    )


def _subnet(row: Row) -> Thing:
    return Thing(kinds.SUBNET.word, row.id, row.name, row.project_id, network=row.network_id)


def _address_goes(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_ip(thing.id)


def _port_goes(logins: Logins, thing: Thing) -> None:
    network = logins.site.network
    port = network.find_port(thing.id)
    if port is None:
        return
    if port.device_owner == kinds.ROUTERS_PORT:
        network.remove_interface_from_router(port.device_id, port=port.id)
    else:
        network.delete_port(port.id)


def _router_goes(logins: Logins, thing: Thing) -> None:
    """With its routes and interfaces, which nobody can have without it."""
    network = logins.site.network
    if network.find_router(thing.id) is None:
        return
    network.update_router(thing.id, routes=[])
    for port in network.ports(device_id=thing.id, device_owner=kinds.ROUTERS_PORT):
        network.remove_interface_from_router(thing.id, port=port.id)
    network.delete_router(thing.id)


def _subnet_goes(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_subnet(thing.id)


def _network_goes(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_network(thing.id)


def _group_goes(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_security_group(thing.id)


def _half_a_group(cloud: Cloud, identifier: str) -> None:
    cloud.network.delete_security_group(identifier)


ROWS = (
    Asked(kinds.FLOATING_ADDRESS, lambda cloud: cloud.network.ips(), _address, _address_goes),
    _in_projects(kinds.PORT, lambda cloud: cloud.network.ports, _port_goes, _port),
    _in_projects(kinds.ROUTER, lambda cloud: cloud.network.routers, _router_goes),
    Asked(kinds.ROUTER_INTERFACE, find=_found_interfaces),
    Asked(kinds.ROUTE),
    _in_projects(kinds.SUBNET, lambda cloud: cloud.network.subnets, _subnet_goes, _subnet),
    _in_projects(kinds.NETWORK, lambda cloud: cloud.network.networks, _network_goes),
    _in_projects(
        kinds.GROUP,
        # All are listed never by project: Neutron makes the default group of one that it is asked
        # about.
        lambda cloud: cloud.network.security_groups,
        _group_goes,
        unmade=_half_a_group,
    ),
    Asked(kinds.RULE, lambda cloud: cloud.network.security_group_rules(), find=_found_rules),
    Asked(kinds.SHARE, lambda cloud: cloud.network.rbac_policies()),
)

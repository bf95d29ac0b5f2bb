"""How the rows of OpenStack's lists become what was seen. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from blueprint.naming import RESTORED
from blueprint.parts import QuotaPlan
from core.message import Message
from infra import kinds
from infra.verify.observed import (
    SeenNetwork,
    SeenPort,
    SeenProject,
    SeenRouter,
    SeenRule,
    SeenServer,
    SeenServerGroup,
    SeenSubnet,
    SeenVolume,
)

CINDERS_OWN = frozenset({"attached_mode", "readonly"})
"""Cinder shows an administrator these among a volume's metadata. Source:
cinder/api/api_utils.py, `_visible_admin_metadata_keys`."""

Row = Any

LISTED: Mapping[str, Message] = {
    "networks": kinds.NETWORK.word,
    "subnets": kinds.SUBNET.word,
    "routers": kinds.ROUTER.word,
    "ports": kinds.PORT.word,
    "groups": kinds.GROUP.word,
    "rules": kinds.RULE.word,
    "addresses": kinds.FLOATING_ADDRESS,
    "servers": kinds.SERVER.word,
    "server_groups": kinds.SERVER_GROUP.word,
    "volumes": kinds.VOLUME.word,
    "snapshots": kinds.SNAPSHOT,
    "shares": kinds.SHARE,
}
"""What each list of `Listings` is of."""


@dataclass(frozen=True)
class Listings:
    """Everything of a site, each list once."""

    networks: list[Row]
    subnets: list[Row]
    routers: list[Row]
    ports: list[Row]
    groups: list[Row]
    rules: list[Row]
    addresses: list[Row]
    servers: list[Row]
    server_groups: list[Row]
    volumes: list[Row]
    snapshots: list[Row]
    shares: list[Row]

    @cached_property
    def ports_by_device(self) -> Mapping[str, list[Row]]:
        """Sorted out once, and not anew for each server of each member."""
        found: dict[str, list[Row]] = defaultdict(list)
        for port in self.ports:
            found[port.device_id].append(port)
        return found

    @cached_property
    def ports_asked_for(self) -> frozenset[str]:
        """Those that were made for servers or routers, or by Neutron for itself."""
        servers = {port.id for server in self.servers for port in own_ports(server, self)}
        routers = {
            port.id for router in self.routers for port in self.ports_by_device.get(router.id, ())
        }
        dhcp = {port.id for port in self.ports if port.device_owner == "network:dhcp"}
        return frozenset(servers | routers | dhcp)


def project_of(project: Row, lists: Listings, quota: QuotaPlan) -> SeenProject:
    """What the lists tell of it; what else is in a `SeenProject` is asked for by itself."""

    def own(rows: list[Row]) -> list[Row]:
        return [row for row in rows if row.project_id == project.id]

    return SeenProject(
        quota=quota,
        id=project.id,
        enabled=bool(project.is_enabled),
        networks=tuple(network_of(n, lists.subnets) for n in own(lists.networks)),
        routers=tuple(router_of(r, lists) for r in own(lists.routers)),
        groups=groups_of(own(lists.groups), lists),
        group_ids=group_ids_of(own(lists.groups)),
        servers=tuple(server_of(s, lists) for s in own(lists.servers)),
        volumes=tuple(volume_of(v) for v in own(lists.volumes)),
        server_groups=tuple(server_group_of(g, lists) for g in own(lists.server_groups)),
        others=tuple(others_in(project.id, lists)),
    )


def network_of(network: Row, subnets: list[Row]) -> SeenNetwork:
    own = [s for s in subnets if s.network_id == network.id]
    return SeenNetwork(
        network.name,
        tuple(map(_subnet_of, own)),
        bool(network.is_shared),
        network.id,
        bool(network.is_admin_state_up),
        network.is_port_security_enabled is not False,
        segment_of(network.provider_physical_network, network.provider_segmentation_id),
    )


def segment_of(physical_network: str | None, vlan: int | None) -> str:
    """As a line's plan and Neutron are compared: `lines 1101`; empty without a physical network."""
    return f"{physical_network} {vlan}" if physical_network else ""


def _subnet_of(subnet: Row) -> SeenSubnet:
    return SeenSubnet(
        subnet.name,
        subnet.cidr,
        subnet.gateway_ip or "",
        subnet.id,
        tuple(subnet.dns_nameservers or ()),
        bool(subnet.is_dhcp_enabled),
        _routes(subnet.host_routes),
    )


def _routes(rows: Iterable[Mapping[str, str]] | None) -> tuple[str, ...]:
    return tuple(f"{row['destination']} → {row['nexthop']}" for row in rows or ())


def router_of(router: Row, lists: Listings) -> SeenRouter:
    names = {network.id: network.name for network in lists.networks}
    gateway = (router.external_gateway_info or {}).get("network_id")
    joined = {
        names.get(port.network_id, port.network_id): port.id
        for port in lists.ports
        if port.device_id == router.id and port.device_owner == kinds.ROUTERS_PORT
    }
    return SeenRouter(
        router.name,
        names.get(gateway),
        tuple(sorted(joined)),
        router.id,
        bool(router.is_admin_state_up),
        _routes(router.routes),
        joined,
    )


def groups_of(groups: list[Row], lists: Listings) -> dict[str, frozenset[SeenRule]]:
    names = {group.id: group.name for group in lists.groups}
    rules: dict[str, set[SeenRule]] = defaultdict(set)
    for rule in lists.rules:
        rules[rule.security_group_id].add(
            SeenRule(
                rule.direction,
                rule.ether_type,
                rule.protocol,
                (rule.port_range_min, rule.port_range_max),
                rule.remote_ip_prefix,
                names.get(rule.remote_group_id),
                rule.id,
            )
        )
    return {group.name: frozenset(rules[group.id]) for group in groups}


def group_ids_of(groups: list[Row]) -> dict[str, tuple[str, ...]]:
    ids: dict[str, tuple[str, ...]] = {}
    for group in groups:
        ids[group.name] = (*ids.get(group.name, ()), group.id)
    return ids


def server_of(server: Row, lists: Listings) -> SeenServer:
    groups = {group.id: group.name for group in lists.groups}
    ports = own_ports(server, lists)
    attached = [v for v in lists.volumes if any(a["server_id"] == server.id for a in v.attachments)]
    return SeenServer(
        name=server.name,
        status=server.status,
        flavor=server.flavor.get("original_name") or server.flavor.get("name"),
        host=server.compute_host,
        addresses=tuple(ip["ip_address"] for port in ports for ip in port.fixed_ips),
        groups=tuple(sorted({groups[g] for port in ports for g in port.security_group_ids})),
        volumes=tuple(volume.name for volume in attached),
        id=server.id,
        port=_port_of(ports[0]) if ports else None,
        metadata=tuple(sorted(server.metadata or ())),
        locked=bool(server.is_locked),
        volume_ids={volume.name: volume.id for volume in attached},
    )


def own_ports(server: Row, lists: Listings) -> list[Row]:
    """The port that was made for the server, which has its name; any if it has none such."""
    ports = lists.ports_by_device.get(server.id, [])
    return [port for port in ports if port.name == server.name][:1] or ports[:1]


def _port_of(port: Row) -> SeenPort:
    return SeenPort(
        bool(port.is_admin_state_up),
        port.is_port_security_enabled is not False,
        tuple(pair["ip_address"] for pair in port.allowed_address_pairs or ()),
    )


def volume_of(volume: Row) -> SeenVolume:
    return SeenVolume(
        volume.name,
        volume.size,
        volume.volume_type,
        volume.status,
        bool(volume.is_bootable),
        volume.id,
        tuple(sorted(set(volume.metadata or ()) - CINDERS_OWN - RESTORED)),
    )


def server_group_of(group: Row, lists: Listings) -> SeenServerGroup:
    names = {server.id: server.name for server in lists.servers}
    return SeenServerGroup(
        group.name, group.policy, tuple(names.get(m, m) for m in group.member_ids or ()), group.id
    )


def others_in(project: str, lists: Listings) -> Iterable[tuple[Message, str, str]]:
    for address in lists.addresses:
        if address.project_id == project:
            yield kinds.FLOATING_ADDRESS, address.floating_ip_address, address.id
    for snapshot in lists.snapshots:
        if snapshot.project_id == project:
            yield kinds.SNAPSHOT, snapshot.name or snapshot.id, snapshot.id
    for port in lists.ports:
        if port.project_id == project and port.id not in lists.ports_asked_for:
            yield kinds.PORT.word, port.name or port.id, port.id
    own = {
        row.id: row.name for row in (*lists.networks, *lists.groups) if row.project_id == project
    }
    for share in lists.shares:
        if share.object_id in own and not _is_for_all(share):
            to = share.target_project_id
            yield kinds.SHARE, f"{own[share.object_id]} → {to}", share.id


def _is_for_all(share: Row) -> bool:
    """Whether it is told of its network already: as shared."""
    return (share.action, share.target_project_id) == ("access_as_shared", "*")


def unknown_in(lists: Listings, projects: Collection[str]) -> frozenset[str]:
    """Projects of which something stands, beside these. Neutron's own ports have none."""
    rows = (*lists.networks, *lists.routers, *lists.ports, *lists.servers, *lists.volumes)
    return frozenset(row.project_id for row in (*rows, *lists.snapshots)) - {*projects, "", None}


def strays_in(
    lists: Listings, others: Mapping[str, str]
) -> Iterable[tuple[Message, str, str, str]]:
    """What stands in these projects, by kind and name. The site's own external network may."""
    for kind, rows in (
        (kinds.NETWORK.word, [row for row in lists.networks if not row.is_router_external]),
        (kinds.ROUTER.word, lists.routers),
        (kinds.PORT.word, lists.ports),
        (kinds.GROUP.word, [row for row in lists.groups if row.name != kinds.DEFAULT_GROUP]),
        (kinds.FLOATING_ADDRESS, lists.addresses),
        (kinds.SERVER.word, lists.servers),
        (kinds.VOLUME.word, lists.volumes),
        (kinds.SNAPSHOT, lists.snapshots),
    ):
        for row in rows:
            if row.project_id in others:
                yield kind, row.name or row.id, others[row.project_id], row.id

"""What OpenStack's lists say, as plain values. Pure: takes rows, whoever fetched them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.message import Message
from infra import kinds
from infra.verify.observed import (
    SeenNetwork,
    SeenRouter,
    SeenRule,
    SeenServer,
    SeenServerGroup,
    SeenVolume,
)

Row = Any


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


def network_of(network: Row, subnets: list[Row]) -> SeenNetwork:
    own = [s for s in subnets if s.network_id == network.id]
    return SeenNetwork(
        network.name,
        tuple((s.name, s.cidr, s.gateway_ip) for s in own),
        bool(network.is_shared),
    )


def router_of(router: Row, lists: Listings) -> SeenRouter:
    names = {network.id: network.name for network in lists.networks}
    gateway = (router.external_gateway_info or {}).get("network_id")
    joined = {
        names.get(port.network_id, port.network_id)
        for port in lists.ports
        if port.device_id == router.id and port.device_owner == "network:router_interface"
    }
    return SeenRouter(router.name, names.get(gateway), tuple(sorted(joined)))


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
            )
        )
    return {group.name: frozenset(rules[group.id]) for group in groups}


def server_of(server: Row, lists: Listings) -> SeenServer:
    groups = {group.id: group.name for group in lists.groups}
    ports = [port for port in lists.ports if port.device_id == server.id]
    attached = [v for v in lists.volumes if any(a["server_id"] == server.id for a in v.attachments)]
    return SeenServer(
        name=server.name,
        status=server.status,
        flavor=server.flavor.get("original_name") or server.flavor.get("name"),
        host=server.compute_host,
        addresses=tuple(ip["ip_address"] for port in ports for ip in port.fixed_ips),
        groups=tuple(sorted({groups[g] for port in ports for g in port.security_group_ids})),
        volumes=tuple(volume.name for volume in attached),
    )


def volume_of(volume: Row) -> SeenVolume:
    return SeenVolume(
        volume.name, volume.size, volume.volume_type, volume.status, bool(volume.is_bootable)
    )


def server_group_of(group: Row, lists: Listings) -> SeenServerGroup:
    names = {server.id: server.name for server in lists.servers}
    return SeenServerGroup(
        group.name, group.policy, tuple(names.get(m, m) for m in group.member_ids or ())
    )


def others_in(project: str, lists: Listings) -> Iterable[tuple[Message, str]]:
    for address in lists.addresses:
        if address.project_id == project:
            yield kinds.FLOATING_ADDRESS, address.floating_ip_address
    for snapshot in lists.snapshots:
        if snapshot.project_id == project:
            yield kinds.SNAPSHOT, snapshot.name
    known = {server.id for server in lists.servers} | {router.id for router in lists.routers}
    for port in lists.ports:
        if (
            port.project_id == project
            and port.device_id not in known
            and port.device_owner != "network:dhcp"
        ):
            yield kinds.PORT.word, port.name or port.id


def strays_in(lists: Listings, others: Mapping[str, str]) -> Iterable[tuple[Message, str, str]]:
    """What stands in these projects, by kind and name. The site's own external network may."""
    for kind, rows in (
        (kinds.NETWORK.word, [row for row in lists.networks if not row.is_router_external]),
        (kinds.ROUTER.word, lists.routers),
        (kinds.PORT.word, lists.ports),
        (kinds.GROUP.word, [row for row in lists.groups if row.name != "default"]),
        (kinds.FLOATING_ADDRESS, lists.addresses),
        (kinds.SERVER.word, lists.servers),
        (kinds.VOLUME.word, lists.volumes),
        (kinds.SNAPSHOT, lists.snapshots),
    ):
        for row in rows:
            if row.project_id in others:
                yield kind, row.name or row.id, others[row.project_id]

"""What a member gets at a site, from the shipped files and from small changes of them."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest

from blueprint.addressing import server_address, terminals_network, zone_network
from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from tenants.definitions import Definitions, Read
from tenants.vocabulary import PlacementState, Size, Zone
from tests.lib.definitions import shipped

ALL = [(slug, site) for slug in shipped().members for site in ("primary", "remote")]


def names_of(blueprint: Blueprint) -> list[str]:
    """Every name by kind: kinds have name spaces of their own."""
    return [
        *(f"network {n.name}" for n in blueprint.networks),
        *(f"group {g.name}" for g in blueprint.groups),
        *(f"rule {g.name} {r.key}" for g in blueprint.groups for r in g.rules),
        *(f"server {s.name}" for s in blueprint.servers),
        *(f"volume {v.name}" for v in blueprint.volumes),
        *(f"server group {name}" for name in blueprint.server_groups),
        *(f"container {name}" for name in blueprint.containers),
    ]


@pytest.mark.parametrize(("member", "site"), ALL)
def test_every_name_and_every_address_is_there_once(member: str, site: str) -> None:
    blueprint = blueprint_of(shipped(), member, site)
    names = names_of(blueprint)
    assert len(names) == len(set(names))
    addresses = [server.address for server in blueprint.servers]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(("member", "site"), ALL)
def test_servers_stand_inside_the_subnet_of_their_zone(member: str, site: str) -> None:
    blueprint = blueprint_of(shipped(), member, site)
    cidrs = {network.name: network.cidr for network in blueprint.networks}
    assert all(server.address in cidrs[server.network] for server in blueprint.servers)


def test_the_standby_site_stands_ready_to_take_everything_over() -> None:
    home = blueprint_of(shipped(), "hita", "primary")
    standby = blueprint_of(shipped(), "hita", "remote")
    assert (home.state, standby.state) == (PlacementState.ACTIVE, PlacementState.STANDBY)
    assert standby.networks == home.networks
    assert standby.quota == home.quota
    assert (standby.servers, standby.volumes) == ((), ())
    assert (home.backup_synced_to, standby.backup_synced_to) == ("remote", None)


def test_only_the_operators_of_the_site_reach_the_configuration_port() -> None:
    at_primary = blueprint_of(shipped(), "hita", "primary")
    at_remote = blueprint_of(shipped(), "hita", "remote")

    def operators(blueprint: Blueprint) -> set[str | None]:
        return {r.remote_cidr for g in blueprint.groups for r in g.rules if r.port == 22}

    assert operators(at_primary) == {"192.0.2.0/26"}
    assert operators(at_remote) == {"192.0.2.64/26"}


def test_no_rule_permits_everybody() -> None:
    for member, site in ALL:
        for group in blueprint_of(shipped(), member, site).groups:
            for rule in group.rules:
                assert (rule.remote_cidr is None) != (rule.remote_group is None)
                assert rule.remote_cidr != "0.0.0.0/0"


def test_a_larger_size_is_one_step_of_the_table_and_never_beyond_its_end() -> None:
    assert sizes_of(shipped(), "usuki") == ["small", "small", "medium"]
    assert sizes_of(resized("usuki", Size.LARGER), "usuki") == ["medium", "medium", "large"]
    assert sizes_of(resized("nobeoka", Size.LARGER), "nobeoka") == ["medium", "medium", "large"]


def test_a_system_is_as_large_as_the_largest_of_its_services_asks_for() -> None:
    assert sizes_of(resized("usuki", Size.SMALLER), "usuki") == sizes_of(shipped(), "usuki")


def sizes_of(definitions: Definitions, member: str) -> list[str]:
    servers = blueprint_of(definitions, member, "primary").servers
    return [server.flavor for server in servers if server.role.system == "core"]


def resized(member: str, size: Size) -> Definitions:
    definitions = shipped()
    read = definitions.members[member]
    use = read.value.services["resident_record"].model_copy(update={"size": size})
    services = {**read.value.services, "resident_record": use}
    changed = read.value.model_copy(update={"services": services})
    return replace(
        definitions, members={**definitions.members, member: Read(read.document, changed)}
    )


def in_another_order(definitions: Definitions) -> Definitions:
    """The same catalogue with `systems:` and each `tiers:` sorted backwards."""
    read = definitions.catalogue
    systems = {
        name: system.model_copy(update={"tiers": dict(sorted(system.tiers.items(), reverse=True))})
        for name, system in sorted(read.value.systems.items(), reverse=True)
    }
    changed = read.value.model_copy(update={"systems": systems})
    return replace(definitions, catalogue=Read(read.document, changed))


@pytest.mark.parametrize(("member", "site"), ALL)
def test_the_order_of_systems_and_tiers_in_the_catalogue_changes_nothing(
    member: str, site: str
) -> None:
    shuffled = in_another_order(shipped())
    assert blueprint_of(shuffled, member, site) == blueprint_of(shipped(), member, site)


def test_servers_are_kept_apart_where_their_tier_says_so_whatever_it_is_called() -> None:
    definitions = shipped()
    read = definitions.catalogue
    core = read.value.systems["core"]
    apart = core.tiers["db"].model_copy(update={"anti_affinity": True})
    together = core.tiers["app"].model_copy(update={"anti_affinity": False})
    tiers = core.model_copy(update={"tiers": {"app": together, "db": apart}})
    changed = read.value.model_copy(update={"systems": {**read.value.systems, "core": tiers}})
    blueprint = blueprint_of(
        replace(definitions, catalogue=Read(read.document, changed)), "usuki", "primary"
    )
    assert blueprint.server_groups == ("usuki-core-db",)
    assert {server.name: server.server_group for server in blueprint.servers} == {
        "usuki-core-app-1": None,
        "usuki-core-app-2": None,
        "usuki-core-db-1": "usuki-core-db",
    }


def test_the_address_plan_is_that_of_the_decision() -> None:
    network = IPv4Network("10.64.8.0/22")
    assert [str(zone_network(network, zone)) for zone in Zone] == [
        "10.64.8.0/24",
        "10.64.9.0/24",
        "10.64.10.0/24",
    ]
    assert [str(terminals_network(network, zone)) for zone in Zone] == [
        "10.64.11.0/26",
        "10.64.11.64/26",
        "10.64.11.128/26",
    ]
    assert server_address(zone_network(network, Zone.LGWAN), 4, 2, 2) == IPv4Address("10.64.9.73")


@pytest.mark.parametrize(
    ("block", "place", "number"),
    [(15, 1, 1), (0, 1, 1), (1, 3, 1), (1, 0, 1), (1, 1, 9), (1, 1, 0)],
)
def test_a_server_that_the_plan_has_no_room_for_is_refused(
    block: int, place: int, number: int
) -> None:
    with pytest.raises(ValueError, match="no room"):
        server_address(IPv4Network("10.64.8.0/24"), block, place, number)

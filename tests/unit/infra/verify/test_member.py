"""A member's project against its blueprint: each thing that can differ, and its sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from infra.kinds import FLOATING_ADDRESS, SNAPSHOT
from infra.verify.member import differences
from infra.verify.network import DEFAULT_RULES
from infra.verify.observed import (
    SeenNetwork,
    SeenProject,
    SeenRouter,
    SeenRule,
    SeenServerGroup,
    SeenSubnet,
    SeenVolume,
)
from tests.lib.definitions import shipped
from tests.lib.seen import as_asked

USUKI = blueprint_of(shipped(), "usuki", "primary")
USUKI_STANDBY = blueprint_of(shipped(), "usuki", "remote")
NOBEOKA = blueprint_of(shipped(), "nobeoka", "primary")
RIGHT = as_asked(USUKI)
APP_1, APP_2, DB = RIGHT.servers
DATABASE_PORT = SeenRule("ingress", "IPv4", "tcp", (1521, 1521), None, "usuki-core-app")


def said(seen: SeenProject | None, blueprint: Blueprint = USUKI) -> list[str]:
    return [f"{d.kind} {d.name}: {d.message}" for d in differences(blueprint, seen)]


@pytest.mark.parametrize("blueprint", [USUKI, USUKI_STANDBY, NOBEOKA], ids=lambda b: b.stack)
def test_what_is_as_asked_has_no_difference(blueprint: Blueprint) -> None:
    assert said(as_asked(blueprint), blueprint) == []


def test_what_was_looked_at_is_counted() -> None:
    """The project, a network, 2 groups, 5 rules, 3 servers in a group, 4 volumes, 2 containers,
    2 roles."""
    assert RIGHT.objects == 21


def test_a_project_that_is_not_there_is_one_difference() -> None:
    assert said(None) == ["project usuki: is missing in the cloud"]


def test_a_user_who_is_gone_or_has_another_name_is_not_told_as_disabled() -> None:
    assert said(replace(RIGHT, user_enabled=None)) == ["user usuki: is missing in the cloud"]
    assert said(replace(RIGHT, user_enabled=False)) == [
        "user usuki: whether it is enabled is no, the YAML says yes"
    ]


def test_every_limit_of_the_quota_counts() -> None:
    seen = replace(RIGHT, quota=replace(USUKI.quota, servers=-1, rules=1000))
    assert said(seen) == [
        f"quota servers: the limit is -1, the YAML says {USUKI.quota.servers}",
        f"quota rules: the limit is 1000, the YAML says {USUKI.quota.rules}",
    ]


def test_a_network_that_no_file_names_is_told() -> None:
    stray = SeenNetwork("side-door", (), shared=False)
    assert said(replace(RIGHT, networks=(*RIGHT.networks, stray))) == [
        "network side-door: is in the cloud, but in no YAML file"
    ]


def test_a_second_subnet_is_told() -> None:
    (network,) = RIGHT.networks
    second = SeenSubnet("more", "192.168.0.0/24", "192.168.0.1", "5f0c")
    seen = replace(network, subnets=(*network.subnets, second))
    (found,) = differences(USUKI, replace(RIGHT, networks=(seen,)))
    assert f"{found.kind} {found.name}: {found.message}" == (
        "subnet more 192.168.0.0/24: is in the cloud, but in no YAML file"
    )
    assert found.command == ("kumiai verify usuki --site primary --remedy --delete subnet/5f0c")


def test_a_shared_network_is_told() -> None:
    (network,) = RIGHT.networks
    assert said(replace(RIGHT, networks=(replace(network, shared=True),))) == [
        "network usuki-mynumber: whether other projects may use it is yes, the YAML says no"
    ]


def test_a_router_into_the_number_zone_is_told() -> None:
    leak = SeenRouter("leak", "external", ("usuki-mynumber",))
    assert said(replace(RIGHT, routers=(leak,))) == [
        "router leak: is in the cloud, but in no YAML file"
    ]


def test_a_router_that_joins_one_more_network_is_told() -> None:
    seen = as_asked(NOBEOKA)
    (router,) = seen.routers
    wider = replace(
        router,
        networks=(*router.networks, "nobeoka-mynumber"),
        interfaces={**router.interfaces, "nobeoka-mynumber": "5f0c"},
    )
    (found,) = differences(NOBEOKA, replace(seen, routers=(wider,)))
    assert f"{found.kind} {found.name}: {found.message}" == (
        "router interface nobeoka-internet nobeoka-mynumber: is in the cloud, but in no YAML file"
    )
    assert found.id == "id-of-nobeoka-internet:5f0c"


def test_a_missing_rule_and_one_too_many_are_told() -> None:
    everybody = SeenRule("ingress", "IPv4", "tcp", (22, 22), "0.0.0.0/0", None)
    rules = (RIGHT.groups["usuki-core-db"] - {DATABASE_PORT}) | {everybody}
    assert said(replace(RIGHT, groups={**RIGHT.groups, "usuki-core-db": rules})) == [
        "rule usuki-core-db in-tcp-1521-usuki-core-app: is missing in the cloud",
        "rule usuki-core-db in-tcp-22-0.0.0.0-0: is in the cloud, but in no YAML file",
    ]


@pytest.mark.parametrize(
    ("wider", "key"),
    [
        (replace(DATABASE_PORT, ports=(1521, 65535)), "in-tcp-1521..65535-usuki-core-app"),
        (replace(DATABASE_PORT, ports=(None, None)), "in-tcp-any-usuki-core-app"),
        (replace(DATABASE_PORT, protocol=None), "in-any-1521-usuki-core-app"),
        (replace(DATABASE_PORT, ethertype="IPv6"), "in-tcp-1521-usuki-core-app-IPv6"),
        (replace(DATABASE_PORT, remote_group=None), "in-tcp-1521-any"),
    ],
)
def test_a_rule_that_lets_more_through_is_another_rule(wider: SeenRule, key: str) -> None:
    rules = (RIGHT.groups["usuki-core-db"] - {DATABASE_PORT}) | {wider}
    told = said(replace(RIGHT, groups={**RIGHT.groups, "usuki-core-db": rules}))
    assert [one.partition("; it opens ")[0] for one in told] == [
        "rule usuki-core-db in-tcp-1521-usuki-core-app: is missing in the cloud",
        f"rule usuki-core-db {key}: is in the cloud, but in no YAML file",
    ]


def test_the_default_group_may_only_hold_what_neutron_put_there() -> None:
    opened = SeenRule("ingress", "IPv4", "tcp", (22, 22), "0.0.0.0/0", None)
    assert said(replace(RIGHT, groups={**RIGHT.groups, "default": DEFAULT_RULES})) == []
    seen = replace(RIGHT, groups={**RIGHT.groups, "default": DEFAULT_RULES | {opened}})
    assert said(seen) == ["rule default in-tcp-22-0.0.0.0-0: is in the cloud, but in no YAML file"]


def test_a_server_that_does_not_run_is_told() -> None:
    assert said(replace(RIGHT, servers=(replace(APP_1, status="SHUTOFF"), APP_2, DB))) == [
        "server usuki-core-app-1: the status is SHUTOFF, the YAML says ACTIVE"
    ]


def test_each_property_of_a_server_counts() -> None:
    other = replace(
        APP_1,
        flavor="large",
        addresses=(*APP_1.addresses, "10.99.0.9"),
        groups=("default",),
        volumes=("usuki-core-app-1-boot", "foreign"),
    )
    assert said(replace(RIGHT, servers=(other, APP_2, DB))) == [
        "server usuki-core-app-1: the flavor is large, the YAML says small",
        f"server usuki-core-app-1: the address is {APP_1.addresses[0]}, 10.99.0.9, "
        f"the YAML says {APP_1.addresses[0]}",
        "server usuki-core-app-1: the security group is default, the YAML says usuki-core-app",
        "attachment usuki-core-app-1 foreign: is in the cloud, but in no YAML file",
    ]


def test_servers_of_a_tier_on_one_host_are_told() -> None:
    together = (replace(APP_1, host="pri-01"), replace(APP_2, host="pri-01"), DB)
    assert said(replace(RIGHT, servers=together)) == [
        "server group usuki-core-app: 2 of its servers stand on the host pri-01"
    ]


def test_a_server_outside_its_group_is_told() -> None:
    group = SeenServerGroup("usuki-core-app", "anti-affinity", ("usuki-core-app-1",))
    assert said(replace(RIGHT, server_groups=(group,))) == [
        "server usuki-core-app-2: is not in the server group usuki-core-app"
    ]


def test_a_softer_policy_is_told() -> None:
    (group,) = RIGHT.server_groups
    soft = replace(group, policy="soft-anti-affinity")
    assert said(replace(RIGHT, server_groups=(soft,))) == [
        "server group usuki-core-app: the policy is soft-anti-affinity, the YAML says anti-affinity"
    ]


def test_each_property_of_a_volume_counts() -> None:
    first, *rest = RIGHT.volumes
    other = SeenVolume(first.name, first.gib + 1, "slow", "error", not first.bootable)
    assert said(replace(RIGHT, volumes=(other, *rest))) == [
        f"volume {first.name}: the size in GiB is {first.gib + 1}, the YAML says {first.gib}",
        f"volume {first.name}: the type is slow, the YAML says {first.type}",
        f"volume {first.name}: whether it boots is no, the YAML says yes",
        f"volume {first.name}: the status is error, the YAML says in-use",
    ]


def test_what_a_killed_run_built_twice_is_told() -> None:
    assert said(replace(RIGHT, volumes=(*RIGHT.volumes, replace(RIGHT.volumes[0], id="5f0c")))) == [
        f"volume {RIGHT.volumes[0].name}: is there 2 times: {RIGHT.volumes[0].id}, 5f0c"
    ]


def test_servers_at_a_standby_site_are_too_many() -> None:
    seen = replace(as_asked(USUKI_STANDBY), servers=(DB,))
    assert said(seen, USUKI_STANDBY) == [
        "server usuki-core-db-1: is in the cloud, but in no YAML file"
    ]


def test_a_backup_that_is_not_copied_is_told() -> None:
    assert said(replace(RIGHT, backup_copied_to=None)) == [
        "container backup: the site it is copied to is none, the YAML says remote"
    ]


def test_a_standby_site_must_not_copy_back() -> None:
    seen = replace(as_asked(USUKI_STANDBY), backup_copied_to="//kumiai/primary/AUTH_1/backup")
    assert said(seen, USUKI_STANDBY) == [
        "container backup: the site it is copied to is primary, the YAML says none"
    ]


def test_of_a_project_that_is_disabled_nobody_says_that_its_containers_are_gone() -> None:
    seen = replace(RIGHT, enabled=False, containers=(), backup_copied_to=None)
    assert said(seen) == ["project usuki: whether it is enabled is no, the YAML says yes"]


def test_who_reads_the_copies_may_look_and_no_more() -> None:
    looks = RIGHT.roles | {("kumiai-backup-reader", "reader")}
    acts = RIGHT.roles | {("kumiai-backup-reader", "member")}
    assert said(replace(RIGHT, roles=looks)) == []
    assert said(replace(RIGHT, roles=acts)) == [
        "role member of kumiai-backup-reader: is in the cloud, but in no YAML file"
    ]


def test_who_may_work_in_the_project_is_counted() -> None:
    roles = {("usuki", "member"), ("usuki", "admin"), ("hita", "member")}
    assert said(replace(RIGHT, roles=frozenset(roles))) == [
        "role member of kumiai-provisioner: is missing in the cloud",
        "role member of hita: is in the cloud, but in no YAML file",
        "role admin of usuki: is in the cloud, but in no YAML file",
    ]


def test_a_lost_keypair_is_told() -> None:
    assert said(replace(RIGHT, has_keypair=False)) == ["key pair usuki: is missing in the cloud"]


def test_things_of_a_kind_that_no_file_knows_are_told() -> None:
    others = ((FLOATING_ADDRESS, "198.51.100.7", "a"), (SNAPSHOT, "before-update", "b"))
    assert said(replace(RIGHT, others=others)) == [
        "floating address 198.51.100.7: is in the cloud, but in no YAML file",
        "snapshot before-update: is in the cloud, but in no YAML file",
    ]


def test_a_difference_says_whether_it_is_too_much() -> None:
    seen = replace(RIGHT, has_keypair=False, others=((SNAPSHOT, "before-update", "b"),))
    assert [(d.subject, str(d.kind), d.is_extra) for d in differences(USUKI, seen)] == [
        ("usuki.primary", "key pair", False),
        ("usuki.primary", "snapshot", True),
    ]

from __future__ import annotations

import pytest

from blueprint.member import NOTHING_STANDS, Sizes, blueprint_of
from infra.program.components.member_environment import MemberEnvironment, MemberEnvironmentArgs
from tests.lib.definitions import shipped
from tests.lib.recorder import Recorder, plan


def planned_at(member: str, site: str, standing: Sizes = NOTHING_STANDS) -> Recorder:
    args = MemberEnvironmentArgs(
        blueprint=blueprint_of(shipped(), member, site, standing),
        external_network_id="external-1",
        image_id="image-1",
        public_key="ssh-ed25519 AAAA",
    )
    return plan(lambda: MemberEnvironment(member, args))


@pytest.fixture(scope="module")
def usuki() -> Recorder:
    return planned_at("usuki", "primary")


def test_a_small_member_gets_these_resources_and_no_others(usuki: Recorder) -> None:
    assert usuki.types == {
        "kumiai:member:Environment": 1,
        "kumiai:network:ZoneNetwork": 1,
        "kumiai:network:AccessGroups": 1,
        "kumiai:compute:Server": 3,
        "kumiai:storage:DataVolume": 1,
        "kumiai:storage:Containers": 1,
        "openstack:networking/network:Network": 1,
        "openstack:networking/subnet:Subnet": 1,
        "openstack:networking/secGroup:SecGroup": 2,
        "openstack:networking/secGroupRule:SecGroupRule": 5,
        "openstack:networking/port:Port": 3,
        "openstack:compute/keypair:Keypair": 1,
        "openstack:compute/serverGroup:ServerGroup": 1,
        "openstack:compute/instance:Instance": 3,
        "openstack:compute/volumeAttach:VolumeAttach": 1,
        "openstack:blockstorage/volume:Volume": 4,
        "openstack:objectstorage/container:Container": 2,
    }


def test_a_database_is_reached_from_its_own_application_servers_only(usuki: Recorder) -> None:
    into_the_database = {
        name: (rule["portRangeMin"], rule.get("remoteGroupId"), rule.get("remoteIpPrefix"))
        for name, rule in usuki.inputs.items()
        if rule.get("securityGroupId") == "usuki-core-db-id" and rule["direction"] == "ingress"
    }
    assert into_the_database == {
        "usuki-core-db-in-tcp-1521-usuki-core-app": (1521, "usuki-core-app-id", None),
        "usuki-core-db-in-tcp-22-192.0.2.0-26": (22, None, "192.0.2.0/26"),
    }


def test_groups_lose_the_rules_that_openstack_gives_every_group(usuki: Recorder) -> None:
    assert usuki.inputs["usuki-core-app"]["deleteDefaultRules"] is True


def test_a_server_boots_from_its_own_volume_at_its_own_address(usuki: Recorder) -> None:
    server = usuki.inputs["usuki-core-db-1-instance"]
    assert server["blockDevices"] == [
        {
            "uuid": "usuki-core-db-1-boot-id",
            "sourceType": "volume",
            "destinationType": "volume",
            "bootIndex": 0,
            "deleteOnTermination": False,
        }
    ]
    assert usuki.inputs["usuki-core-db-1-port"]["fixedIps"] == [
        {"subnetId": "usuki-mynumber-subnet-id", "ipAddress": "10.64.4.24"}
    ]


def test_application_servers_of_a_tier_are_kept_on_different_hosts(usuki: Recorder) -> None:
    assert usuki.inputs["usuki-core-app-servers"]["policies"] == "anti-affinity"
    for number in (1, 2):
        hints = usuki.inputs[f"usuki-core-app-{number}-instance"]["schedulerHints"]
        assert hints == [{"group": "usuki-core-app-servers-id"}]


def test_a_volume_that_stands_larger_is_declared_as_large_as_it_stands(usuki: Recorder) -> None:
    name = "usuki-core-db-1-data-volume"
    assert usuki.inputs[name]["size"] == 7
    grown = planned_at("usuki", "primary", {"usuki-core-db-1-data": 9}).inputs
    assert grown[name]["size"] == 9
    assert {one for one in grown if grown[one] != usuki.inputs[one]} == {name}


def test_the_standby_site_has_everything_but_servers_and_volumes() -> None:
    standby = planned_at("usuki", "remote")
    assert {kind.rsplit(":", 1)[1] for kind in standby.types} == {
        "Environment",
        "ZoneNetwork",
        "AccessGroups",
        "Containers",
        "Network",
        "Subnet",
        "SecGroup",
        "SecGroupRule",
        "Keypair",
        "ServerGroup",
        "Container",
    }


def test_only_the_internet_zone_has_a_router_to_the_outside() -> None:
    nobeoka = planned_at("nobeoka", "primary")
    assert nobeoka.types["openstack:networking/router:Router"] == 1
    assert nobeoka.inputs["nobeoka-internet-router"]["externalNetworkId"] == "external-1"
    hita = planned_at("hita", "primary")
    assert hita.types["openstack:networking/router:Router"] == 0


def test_no_input_holds_a_secret(usuki: Recorder) -> None:
    names = {key.lower() for inputs in usuki.inputs.values() for key in inputs}
    assert not {n for n in names if "password" in n or "secret" in n or "synckey" in n}

"""A line is joined to its zone by a router, and nothing else of the municipality changes."""

from __future__ import annotations

import pytest

from tests.lib.declared import declared_of
from tests.lib.definitions import shipped
from tests.lib.lines import with_lines


def objects(lines: list[str]) -> dict[str, list[str]]:
    """Each object's lines by its type and name."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if not line.startswith(" "):
            found[line] = own = []
        else:
            own.append(line.strip())
    return found


@pytest.mark.parametrize("site", ["primary", "remote"])
def test_a_line_adds_these_objects_and_changes_only_rules_and_the_quota(site: str) -> None:
    before, after = (
        objects(declared_of(which, "usuki", site)) for which in (shipped(), with_lines("usuki"))
    )
    assert sorted(after.keys() - before.keys()) == [
        "kumiai:network:AccessLines usuki-lines",
        "openstack:networking/network:Network usuki-mynumber-line-network",
        "openstack:networking/router:Router usuki-mynumber-router",
        "openstack:networking/routerInterface:RouterInterface usuki-mynumber-line-interface",
        "openstack:networking/routerInterface:RouterInterface usuki-mynumber-router-interface",
        "openstack:networking/routerRoute:RouterRoute usuki-mynumber-route-172.22.0.0-25",
        "openstack:networking/routerRoute:RouterRoute usuki-mynumber-route-172.22.0.128-26",
        "openstack:networking/routerRoute:RouterRoute usuki-mynumber-route-172.30.1.0-24",
        "openstack:networking/secGroupRule:SecGroupRule usuki-core-app-in-tcp-443-172.22.0.0-25",
        "openstack:networking/secGroupRule:SecGroupRule usuki-core-app-in-tcp-443-172.22.0.128-26",
        "openstack:networking/secGroupRule:SecGroupRule usuki-core-app-out-tcp-443-172.30.1.20-32",
        "openstack:networking/subnet:Subnet usuki-mynumber-line-subnet",
    ]
    assert before.keys() - after.keys() == {
        "openstack:networking/secGroupRule:SecGroupRule usuki-core-app-in-tcp-443-10.64.7.0-26"
    }
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert changed == {"openstack:networking/quotaV2:QuotaV2 usuki-network-quota"}


def test_the_line_arrives_on_its_vlan_in_the_members_project_as_the_site_made_it() -> None:
    found = objects(declared_of(with_lines("usuki"), "usuki", "primary"))
    line = found["openstack:networking/network:Network usuki-mynumber-line-network"]
    assert line == [
        "parent usuki-lines",
        "made with site",
        "deleted before replaced yes",
        'name: "usuki-mynumber-line"',
        'segments: [{"networkType": "vlan", "physicalNetwork": "lines", "segmentationId": 1101.0}]',
        'tenantId: "usuki-project-id"',
    ]
    router = found["openstack:networking/router:Router usuki-mynumber-router"]
    assert not [one for one in router if one.startswith("externalNetworkId")]
    subnet = found["openstack:networking/subnet:Subnet usuki-mynumber-line-subnet"]
    assert {"made with member", 'gatewayIp: "172.21.0.2"', "enableDhcp: false"} <= set(subnet)

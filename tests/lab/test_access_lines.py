"""A municipality's line arrives at both sites, is joined to its zone alone, and goes with it."""

from __future__ import annotations

import json
import shlex
import shutil
from functools import partial
from typing import Any

import pytest

from tests.lib.by_hand import Site
from tests.lib.consortium import Consortium
from tests.lib.definitions import ROOT
from tests.lib.killing import kill, victims
from tests.lib.leftovers import leftovers
from tests.lib.lines import write_line
from tests.lib.waiting import until

pytestmark = pytest.mark.lab

MEMBER, ZONE, LINE = "usuki", "usuki-mynumber", "usuki-mynumber-line"
SITES = ("primary", "remote")


@pytest.fixture(scope="module")
def lined(consortium: Consortium) -> Consortium:
    """Usuki, which stands at both sites, with a line into mynumber from now on."""
    write_line(consortium.member_file(MEMBER))
    done = consortium.up()
    assert done.returncode == 0, done.stdout + done.stderr
    return consortium


def at(consortium: Consortium, site: str) -> Site:
    return Site(consortium.lab.cloud(site), MEMBER)


def told(consortium: Consortium) -> list[dict[str, str]]:
    answer = consortium.kumiai("verify", "--json")
    return [row for one in json.loads(answer.stdout) for row in one["differences"]]


def routes(router: Any) -> dict[str, str]:
    return {one["destination"]: one["nexthop"] for one in router.routes}


@pytest.mark.parametrize("site", SITES)
def test_the_line_is_switched_through_at_both_sites(lined: Consortium, site: str) -> None:
    found = at(lined, site)
    network, subnet, router = found.network(LINE), found.subnet(LINE), found.router(ZONE)
    assert (
        network.provider_network_type,
        network.provider_physical_network,
        network.provider_segmentation_id,
    ) == ("vlan", "lines", 1101)
    assert (subnet.cidr, subnet.gateway_ip, subnet.is_dhcp_enabled) == (
        *("172.21.0.0/29", "172.21.0.2"),
        False,
    )
    assert router.external_gateway_info is None
    assert routes(router) == {"172.22.0.0/25": "172.21.0.1", "172.30.1.0/24": "172.21.0.1"}
    joined = found.cloud.network.ports(device_id=router.id)
    assert {ip["ip_address"] for port in joined for ip in port.fixed_ips} == {
        *("172.21.0.2", "10.64.4.1")
    }


def test_nothing_differs_and_nothing_is_left_to_do(lined: Consortium) -> None:
    assert told(lined) == []
    again = lined.kumiai("up", "--refresh")
    for site in SITES:
        assert f"臼杵市 at {site}: no change" in again.stdout, again.stdout


def test_a_port_opened_by_hand_is_told_with_the_way_from_the_town_hall(lined: Consortium) -> None:
    found = at(lined, "primary")
    found.cloud.network.create_security_group_rule(
        security_group_id=found.group("usuki-core-db").id,
        project_id=found.project,
        direction="ingress",
        protocol="tcp",
        port_range_min=1521,
        port_range_max=1521,
    )
    (row,) = told(lined)
    assert row["message"] == (
        "is in the cloud, but in no YAML file; it opens 172.22.0.0/25 → usuki-mynumber-line → "
        "usuki-mynumber → usuki-core-db (tcp 1521)"
    )
    done = lined.kumiai(*shlex.split(row["command"])[1:], "--execute", "--reason", "the way out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert told(lined) == []


def test_a_way_out_and_routes_made_by_hand_are_told_and_taken_back(lined: Consortium) -> None:
    found = at(lined, "primary")
    network, router = found.cloud.network, found.router(ZONE)
    external = network.find_network("external")
    network.update_router(
        router,
        routes=[{"destination": "0.0.0.0/0", "nexthop": "172.21.0.1"}],
        external_gateway_info={"network_id": external.id},
    )
    network.update_subnet(found.subnet(LINE), is_dhcp_enabled=True)
    rows = told(lined)
    assert {(row["kind"], row["name"]) for row in rows} == {("router", ZONE), ("subnet", LINE)}
    assert any(
        "the way out to the internet is external" in row["message"]
        and "172.22.0.0/25 → usuki-mynumber-line → usuki-mynumber → usuki-core-app"
        in row["message"]
        for row in rows
    )
    for command in dict.fromkeys(row["command"] for row in rows):
        done = lined.kumiai(*shlex.split(command)[1:], "--execute", "--reason", "the way out")
        assert done.returncode == 0, done.stdout + done.stderr
    assert told(lined) == []
    assert len(routes(found.router(ZONE))) == 2


def test_a_line_that_moves_to_another_vlan_and_back_to_none(lined: Consortium) -> None:
    lined.edit(MEMBER, "vlan: 1101", "vlan: 1207")
    done = lined.up()
    assert done.returncode == 0, done.stdout + done.stderr
    assert told(lined) == []
    assert at(lined, "remote").network(LINE).provider_segmentation_id == 1207
    file = lined.member_file(MEMBER)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.partition("access_lines:")[0], encoding="utf-8")
    try:
        done = lined.up()
        assert done.returncode == 0, done.stdout + done.stderr
        assert told(lined) == []
        assert not list(at(lined, "primary").cloud.network.networks(name=LINE))
    finally:
        file.write_text(text, encoding="utf-8")


def test_a_run_that_is_killed_while_it_makes_the_line_is_gone_on_with(lined: Consortium) -> None:
    found = at(lined, "primary")
    lines = partial(found.cloud.network.networks, name=LINE)
    run = lined.begin("up", MEMBER, "--execute", "--reason", "to be killed")
    until(lambda: run.poll() is not None or bool(list(lines())), "the line is there", 300)
    assert run.poll() is None
    kill(victims(run.pid, "everything"))
    run.communicate(timeout=600)
    done = lined.up()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(lines())) == 1
    assert told(lined) == []


def test_with_the_municipality_everything_of_its_line_goes(lined: Consortium) -> None:
    # Somebody has to stay a member, or contracts are about nobody's systems.
    shutil.copyfile(ROOT / "tenants/members/aya.yaml", lined.member_file("aya"))
    lined.edit(MEMBER, "state: active,", "state: left, left_on: 2026-11-01,")
    found = {site: at(lined, site) for site in SITES}
    projects = {site: one.project for site, one in found.items()}
    users = {one.cloud.identity.find_user(MEMBER).id for one in found.values()}
    done = lined.kumiai("down", MEMBER, "--execute", "--reason", "has left")
    assert done.returncode == 0, done.stdout + done.stderr
    for site, one in found.items():
        names = {MEMBER, ZONE, LINE}
        assert leftovers(one.cloud, projects[site], users, names) == []

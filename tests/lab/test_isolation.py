"""Two municipalities at one site: neither sees, reads or changes anything of the other.

Asked by plain HTTP with each municipality's own login, not with what built it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.lib.effort import some
from tests.lib.login import TRIED
from tests.lib.neighbours import REFUSED, Neighbours

pytestmark = pytest.mark.lab

AT_STANDBY = ("networks", "subnets", "routers", "ports", "groups", "rules", "server groups")
"""What a municipality has at the site that stands by; no servers and no volumes."""

A_FEW = 3
"""Objects of a kind that are tried one by one, of up to thirty."""

EVERYWHERE = [("primary", kind) for kind in TRIED] + [("remote", kind) for kind in AT_STANDBY]


def a_few(ids: Iterable[str]) -> list[str]:
    return some(sorted(ids), A_FEW, "objects")


@pytest.mark.parametrize(("site", "kind"), EVERYWHERE)
def test_a_stranger_sees_nothing_of_the_owner(
    sites: dict[str, Neighbours], site: str, kind: str
) -> None:
    owned = sites[site].owner.own_ids(kind)
    assert owned, f"the owner has no {kind}, so nothing would be proved"
    seen = {row["id"] for row in sites[site].stranger.rows(kind)}
    assert owned & seen == set()


@pytest.mark.parametrize(("site", "kind"), EVERYWHERE)
def test_nor_when_the_stranger_asks_for_all_projects_or_for_the_owners(
    sites: dict[str, Neighbours], site: str, kind: str
) -> None:
    owned = sites[site].owner.own_ids(kind)
    stranger = sites[site].stranger
    project = sites[site].owner.project
    for question in (
        "?all_tenants=1",
        "?all_projects=true",
        f"?all_tenants=1&project_id={project}",
        f"?project_id={project}",
        f"?tenant_id={project}",
        f"?owner={project}",
        f"?visibility=private&owner={project}",
    ):
        answer = stranger.ask(TRIED[kind].service, "GET", TRIED[kind].listing + question)
        if answer.status_code == 200:
            seen = {row["id"] for row in answer.json()[TRIED[kind].rows]}
            assert owned & seen == set(), question
        else:
            assert answer.status_code in (400, 403, 404), question


@pytest.mark.parametrize(("site", "kind"), EVERYWHERE)
def test_an_id_that_leaked_is_of_no_use(sites: dict[str, Neighbours], site: str, kind: str) -> None:
    stranger = sites[site].stranger
    for one in a_few(sites[site].owner.own_ids(kind)):
        path = TRIED[kind].item.format(id=one)
        assert sites[site].owner.ask(TRIED[kind].service, "GET", path).status_code == 200
        assert stranger.ask(TRIED[kind].service, "GET", path).status_code in REFUSED


@pytest.mark.parametrize(("site", "kind"), EVERYWHERE)
def test_a_stranger_can_delete_nothing_of_the_owner(
    sites: dict[str, Neighbours], site: str, kind: str
) -> None:
    neighbours = sites[site]
    owned = neighbours.owner.own_ids(kind)
    for one in a_few(owned):
        path = TRIED[kind].item.format(id=one)
        answer = neighbours.stranger.ask(TRIED[kind].service, "DELETE", path)
        assert answer.status_code in REFUSED
    assert neighbours.owner.own_ids(kind) == owned


@pytest.mark.parametrize(
    ("kind", "method", "path", "body"),
    [
        ("networks", "PUT", "", {"network": {"name": "taken"}}),
        ("subnets", "PUT", "", {"subnet": {"name": "taken"}}),
        ("routers", "PUT", "", {"router": {"name": "taken"}}),
        ("ports", "PUT", "", {"port": {"name": "taken"}}),
        ("groups", "PUT", "", {"security_group": {"name": "taken"}}),
        ("servers", "PUT", "", {"server": {"name": "taken"}}),
        ("servers", "POST", "/action", {"os-stop": None}),
        ("servers", "POST", "/action", {"os-getVNCConsole": {"type": "novnc"}}),
        ("volumes", "PUT", "", {"volume": {"name": "taken"}}),
        ("volumes", "POST", "/action", {"os-extend": {"new_size": 100}}),
        ("snapshots", "PUT", "", {"snapshot": {"name": "taken"}}),
    ],
)
def test_a_stranger_can_change_nothing_of_the_owner(
    sites: dict[str, Neighbours], kind: str, method: str, path: str, body: dict[str, object]
) -> None:
    neighbours = sites["primary"]
    for one in a_few(neighbours.owner.own_ids(kind)):
        where = TRIED[kind].item.format(id=one) + path
        answer = neighbours.stranger.ask(TRIED[kind].service, method, where, body)
        assert answer.status_code in REFUSED
    assert "taken" not in {row["name"] for row in neighbours.owner.rows(kind)}


def test_a_stranger_cannot_use_what_is_the_owners(sites: dict[str, Neighbours]) -> None:
    owner, stranger = sites["primary"].owner, sites["primary"].stranger
    theirs = {kind: sorted(owner.own_ids(kind))[0] for kind in TRIED}
    mine = {kind: sorted(stranger.own_ids(kind))[0] for kind in ("groups", "servers", "networks")}
    attempts = {
        "a port on the owner's network": (
            *("network", "/v2.0/ports"),
            {"port": {"network_id": theirs["networks"]}},
        ),
        "a subnet on the owner's network": (
            *("network", "/v2.0/subnets"),
            {
                "subnet": {
                    "network_id": theirs["networks"],
                    "cidr": "10.99.0.0/24",
                    "ip_version": 4,
                }
            },
        ),
        "a rule in the owner's group": (
            *("network", "/v2.0/security-group-rules"),
            {
                "security_group_rule": {
                    "security_group_id": theirs["groups"],
                    "direction": "ingress",
                    "protocol": "tcp",
                    "port_range_min": 22,
                    "port_range_max": 22,
                }
            },
        ),
        "a rule that lets the owner's group in": (
            *("network", "/v2.0/security-group-rules"),
            {
                "security_group_rule": {
                    "security_group_id": mine["groups"],
                    "direction": "ingress",
                    "remote_group_id": theirs["groups"],
                }
            },
        ),
        "the owner's volume at a server of the stranger's": (
            *("compute", f"/servers/{mine['servers']}/os-volume_attachments"),
            {"volumeAttachment": {"volumeId": theirs["volumes"]}},
        ),
        "a volume from the owner's volume": (
            *("block-storage", "/volumes"),
            {"volume": {"size": 100, "source_volid": theirs["volumes"]}},
        ),
        "a volume from the owner's snapshot": (
            *("block-storage", "/volumes"),
            {"volume": {"size": 100, "snapshot_id": theirs["snapshots"]}},
        ),
        "a transfer of the owner's volume": (
            *("block-storage", "/volume-transfers"),
            {"transfer": {"volume_id": theirs["volumes"], "name": "taken"}},
        ),
    }
    answers = {
        what: stranger.ask(service, "POST", path, body).status_code
        for what, (service, path, body) in attempts.items()
    }
    assert {what: code for what, code in answers.items() if code not in (400, *REFUSED)} == {}

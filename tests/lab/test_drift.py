"""Somebody changes the cloud by hand: each change is told with its way out, and that leads out.

The ways are taken as they are printed, until there is nothing to tell any more.
"""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.lib.by_hand import Site, a_grown_volume, a_renamed_network_that_is_down_and_shared
from tests.lib.consortium import Consortium
from tests.lib.effort import some
from tests.lib.tampering import ALONE, TOGETHER, Tampering

pytestmark = pytest.mark.lab

ROUNDS = 3
"""What is taken away for its rebuilding is missing then, and made anew after that."""


def told(consortium: Consortium) -> list[dict[str, str]]:
    answer = consortium.kumiai("verify", "--site", "primary", "--json")
    found: list[dict[str, str]] = json.loads(answer.stdout)[0]["differences"]
    return found


def lead_out(consortium: Consortium, found: list[dict[str, str]]) -> None:
    """Take each way as it is printed: what one call mends first, then what Pulumi makes anew."""
    commands = dict.fromkeys(row["command"] for row in found)
    assert "" not in commands, [row for row in found if not row["command"]]
    for command in sorted(commands, key=lambda one: ("--refresh" in one, "--delete" in one)):
        program, *words = shlex.split(command)
        assert program == "kumiai"
        done = consortium.kumiai(*words, "--execute", "--reason", "the way out")
        assert done.returncode == 0, command + "\n" + done.stdout + done.stderr


def mended(consortium: Consortium) -> bool:
    for _ in range(ROUNDS):
        found = told(consortium)
        if not found:
            return True
        lead_out(consortium, found)
    return not told(consortium)


def tampered(consortium: Consortium, changes: list[tuple[Tampering, str]]) -> None:
    cloud = consortium.lab.cloud("primary")
    for how, member in changes:
        how(Site(cloud, member))


def test_every_change_by_hand_is_told_and_its_way_out_leads_out(consortium: Consortium) -> None:
    tampered(consortium, TOGETHER)
    kinds = {row["kind"] for row in told(consortium)}
    assert kinds == {
        *("project", "user", "quota", "network", "subnet", "router", "rule", "server", "port"),
        *("attachment", "volume", "key pair", "role", "host aggregate", "volume type", "image"),
        "share",
    }
    assert mended(consortium)


@pytest.mark.parametrize(
    ("how", "member"),
    (one_by_one := some([*ALONE, *TOGETHER], 1, "ways out")),
    ids=[how.__name__ for how, _ in one_by_one],
)
def test_one_change_by_hand_is_told_and_its_way_out_leads_out(
    consortium: Consortium, how: Tampering, member: str
) -> None:
    tampered(consortium, [(how, member)])
    assert told(consortium)
    assert mended(consortium)


def servers_of(cloud: Any, member: str) -> dict[str, str]:
    project = cloud.identity.find_project(member).id
    found = cloud.compute.servers(all_projects=True, project_id=project)
    return {server.name: server.id for server in found}


def test_neither_a_grown_volume_nor_a_renamed_network_costs_a_server_or_fails(
    consortium: Consortium,
) -> None:
    cloud = consortium.lab.cloud("primary")
    usuki = Site(cloud, "usuki")
    before = servers_of(cloud, "usuki")
    a_grown_volume(usuki)
    a_renamed_network_that_is_down_and_shared(usuki)
    refresh = ("up", "usuki", "--site", "primary", "--refresh")
    planned = consortium.kumiai(*refresh)
    assert planned.returncode == 13
    assert "Pulumi would build them anew for that" in planned.stdout
    refused = consortium.kumiai(*refresh, "--execute", "--reason", "a test")
    assert refused.returncode == 13
    assert servers_of(cloud, "usuki") == before
    assert mended(consortium)
    done = consortium.kumiai(*refresh, "--execute", "--reason", "a test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert servers_of(cloud, "usuki") == before

"""Packets over the access lines: what the YAML lets pass arrives, and nothing else does.

After test_living, whose Usuki it finds: it gets a line, and a neighbour with two.
"""

from __future__ import annotations

import json
import shlex
import shutil
from typing import Any

import pytest

from tests.lib.by_hand import Site
from tests.lib.consortium import Consortium
from tests.lib.definitions import ROOT, write_services
from tests.lib.lines import NEIGHBOURS_LINES, write_line
from tests.lib.waiting import until

MEMBER, NEIGHBOUR = "usuki", "aya"
ARRIVING = {
    # Two terminals' pages, two to the database, two of 特定通信; and of each zone's app and db.
    MEMBER: 6,
    NEIGHBOUR: 4,
}
ANSWER_SECONDS = 60
"""OVN opens and closes a port some time after Neutron has said so."""


@pytest.fixture(scope="module")
def lined(consortium: Consortium) -> Consortium:
    """Two municipalities with lines, at one site."""
    write_line(consortium.member_file(MEMBER))
    neighbour = consortium.member_file(NEIGHBOUR)
    shutil.copyfile(ROOT / "tenants/members/aya.yaml", neighbour)
    write_services(neighbour, ["resident_record", "payroll"])
    with neighbour.open("a", encoding="utf-8") as written:
        written.write(NEIGHBOURS_LINES)
    for words in (("up", "--execute", "--reason", "lines"), ("lab", "hosts")):
        done = consortium.kumiai(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    return consortium


def tried(consortium: Consortium, *members: str) -> dict[str, Any]:
    """By member."""
    done = consortium.kumiai("verify", "--packets", "--json", *members)
    assert done.returncode in (0, 12), done.stdout + done.stderr
    found = {row["member"]: row for row in json.loads(done.stdout)}
    assert done.returncode == (12 if any(row["differences"] for row in found.values()) else 0)
    return found


def opened(consortium: Consortium, member: str, group: str, direction: str, **rule: Any) -> None:
    """By hand, to everybody."""
    site = Site(consortium.lab.cloud("primary"), member)
    site.cloud.network.create_security_group_rule(
        security_group_id=site.group(group).id,
        project_id=site.project,
        direction=direction,
        **rule,
    )


def told_of(consortium: Consortium, member: str) -> dict[str, Any]:
    """The only thing that differs, as soon as OVN lets it pass."""
    rows: list[dict[str, Any]] = []

    def is_told() -> bool:
        rows[:] = tried(consortium, member)[member]["differences"]
        return bool(rows)

    until(is_told, "a packet passes", ANSWER_SECONDS)
    (row,) = rows
    return row


def taken_back(consortium: Consortium, row: dict[str, Any]) -> None:
    """By the command that it was told with."""
    words = shlex.split(row["command"])[1:]
    done = consortium.kumiai(*words, "--execute", "--reason", "nobody needs it")
    assert done.returncode == 0, done.stdout + done.stderr


def all_as_drawn(consortium: Consortium) -> bool:
    found = tried(consortium)
    arrived = {member: row["arrived"] for member, row in found.items()}
    assert all(row["sent"] > 300 and row["untried"] == [] for row in found.values())
    return arrived == ARRIVING and not any(row["differences"] for row in found.values())


def test_what_the_model_lets_pass_arrives_and_nothing_else(lined: Consortium) -> None:
    assert all_as_drawn(lined)


def test_a_port_opened_by_hand_is_found_by_packets_and_named_with_its_way(
    lined: Consortium,
) -> None:
    port = {"protocol": "udp", "port_range_min": 7777, "port_range_max": 7777}
    opened(lined, MEMBER, "usuki-core-db", "ingress", **port)
    row = told_of(lined, MEMBER)
    assert row["name"] == "udp 7777 → usuki-core-db"
    assert row["message"].startswith(
        "passes, though the YAML lets nothing pass: 172.22.0.1 → usuki-mynumber-line → "
        "usuki-mynumber → usuki-core-db (udp 7777), by the rule in-udp-7777-any of usuki-core-db; "
    )
    taken_back(lined, row)
    until(lambda: all_as_drawn(lined), "it is closed again", ANSWER_SECONDS)


def test_a_neighbour_is_not_reached_even_where_it_is_open_to_all(lined: Consortium) -> None:
    port = {"protocol": "tcp", "port_range_min": 1521, "port_range_max": 1521}
    opened(lined, NEIGHBOUR, "aya-core-db", "ingress", **port)
    row = told_of(lined, NEIGHBOUR)  # by the neighbour's own line it is open
    assert row["message"].startswith("passes, though the YAML lets nothing pass: 172.22.1.1 → ")
    found = tried(lined, MEMBER)[MEMBER]
    assert (found["arrived"], found["differences"]) == (ARRIVING[MEMBER], [])
    taken_back(lined, row)


def test_mynumber_that_is_let_out_by_hand_reaches_what_its_line_leads_to_and_no_neighbour(
    lined: Consortium,
) -> None:
    opened(lined, MEMBER, "usuki-core-app", "egress", ethertype="IPv4")
    row = told_of(lined, MEMBER)
    assert "usuki-core-app → usuki-mynumber → usuki-mynumber-line → 172." in row["message"]
    assert "by the rule out-any-any-any of usuki-core-app" in row["message"]
    taken_back(lined, row)
    until(lambda: all_as_drawn(lined), "it is kept in again", ANSWER_SECONDS)


def test_after_its_site_was_killed_and_is_back_the_same_packets_arrive(lined: Consortium) -> None:
    for words in (("kill", "primary"), ("start", "primary"), ("hosts",)):
        done = lined.kumiai("lab", *words)
        assert done.returncode == 0, done.stdout + done.stderr
    until(lambda: all_as_drawn(lined), "all answer again", ANSWER_SECONDS)


def test_after_a_switchover_the_same_packets_arrive_at_the_other_site(lined: Consortium) -> None:
    """Its line is switched by whoever plays the carrier, and no file of it changes."""
    by_a_person = ("--execute", "--reason", "a test")
    for words in (
        ("backup", "set-up", *by_a_person),
        ("backup", "run", MEMBER, *by_a_person),
        ("signer", "new", "sato"),
        ("switchover", MEMBER, *by_a_person),
        ("lab", "hosts"),
    ):
        done = lined.kumiai(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    until(lambda: all_as_drawn(lined), "all answer at the other site", ANSWER_SECONDS)
    assert tried(lined, MEMBER)[MEMBER]["site"] == "remote"

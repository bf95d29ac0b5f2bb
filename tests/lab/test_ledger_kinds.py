"""What a real Nova tells of servers that leave and come back, and a broker of what nobody reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.lib.collectors import entries, listening, publish, set_aside
from tests.lib.consortium import Consortium
from tests.lib.moving import Moving
from tests.lib.waiting import until

pytestmark = pytest.mark.lab

SERVER = "usuki-core-db-1"
RENAMED = "old-database"

Stays = list[tuple[str, bool, bool, bool]]


@pytest.fixture
def server(consortium: Consortium) -> Moving:
    return Moving.named(consortium.lab.cloud("primary"), SERVER)


def stays(consortium: Consortium) -> Stays:
    """Host, whether it was on, whether that lasts, and whether it was concluded."""
    return [
        (e.machine.host, e.machine.powered_on, e.until is None, e.inferred)
        for e in entries(consortium, SERVER)
    ]


def over(found: Stays) -> Stays:
    """The same, and the last of them is over."""
    *before, (host, on, _, inferred) = found
    return [*before, (host, on, False, inferred)]


def collected(consortium: Consortium) -> Stays:
    looked = consortium.kumiai("licence", "collect")
    assert looked.returncode == 0, looked.stderr
    return stays(consortium)


def test_a_shelved_server_is_nowhere_and_is_back_where_it_was_unshelved(
    consortium: Consortium, server: Moving
) -> None:
    before = collected(consortium)
    other = "pri-03" if server.now.compute_host != "pri-03" else "pri-04"
    server.shelve()
    assert collected(consortium) == over(before)
    server.unshelve(other)
    back = [*over(before), (other, True, True, False)]
    assert collected(consortium) == back
    assert collected(consortium) == back


def test_a_suspended_server_is_off_until_it_is_resumed(
    consortium: Consortium, server: Moving
) -> None:
    before = collected(consortium)
    host = server.now.compute_host
    server.suspend()
    off = [*over(before), (host, False, True, False)]
    assert collected(consortium) == off
    server.resume()
    assert collected(consortium) == [*over(off), (host, True, True, False)]


def test_a_server_in_novas_bin_is_gone_until_it_is_taken_out_again(
    consortium: Consortium, server: Moving
) -> None:
    before = collected(consortium)
    host = server.now.compute_host
    server.soft_delete(consortium.lab.definition, "primary")
    assert collected(consortium) == over(before)
    server.restore()
    back = collected(consortium)
    assert [stay[:3] for stay in back] == [
        *(stay[:3] for stay in over(before)),
        (host, True, True),
    ]
    assert collected(consortium) == back


def test_a_server_that_somebody_renamed_counts_for_whom_it_counted(
    consortium: Consortium, server: Moving
) -> None:
    """By its new name alone nobody could tell whose it is, nor what it runs."""
    before = collected(consortium)
    asked = position(consortium)
    cloud = consortium.lab.cloud("primary")
    host = server.now.compute_host
    cloud.compute.update_server(server.id, name=RENAMED)
    try:
        assert collected(consortium) == over(before)
        [now] = entries(consortium, RENAMED)
        assert (now.machine.member, now.machine.host, now.until) == ("usuki", host, None)
        assert now.machine.role.products == ("database", "enterprise-linux")
        assert position(consortium) == asked
    finally:
        cloud.compute.update_server(server.id, name=SERVER)
    back = collected(consortium)
    assert [stay[:3] for stay in back] == [
        *(stay[:3] for stay in over(before)),
        (host, True, True),
    ]
    assert collected(consortium) == back


def test_a_project_that_somebody_renamed_is_its_members(
    consortium: Consortium, server: Moving
) -> None:
    """Also the server that is moved meanwhile, of which a collector hears by the project's id."""
    before = collected(consortium)
    asked = position(consortium)
    cloud = consortium.lab.cloud("primary")
    project = server.now.project_id
    cloud.identity.update_project(project, name=RENAMED)
    try:
        assert collected(consortium) == before
        assert position(consortium) == asked
        collector = listening(consortium, SERVER)
        try:
            server.stop()
            until(lambda: stays(consortium) != before, "the stop is heard")
            server.start()
        finally:
            collector.terminate()
            collector.communicate(timeout=60)
        collected(consortium)
        assert {one.machine.member for one in entries(consortium, SERVER)} == {"usuki"}
        assert position(consortium) == asked
    finally:
        cloud.identity.update_project(project, name="usuki")


def test_a_host_that_nova_tells_without_a_step_is_concluded_from_its_list(
    consortium: Consortium, server: Moving
) -> None:
    """As where somebody mends Nova's database, or a host gets another name."""
    before = collected(consortium)
    host = server.now.compute_host
    other = "pri-03" if host != "pri-03" else "pri-04"
    lab = consortium.lab.definition
    server.is_said_to_run_on(lab, "primary", other)
    try:
        there = [*over(before), (other, True, True, True)]
        assert collected(consortium) == there
        assert collected(consortium) == there
    finally:
        server.is_said_to_run_on(lab, "primary", host)
    assert collected(consortium) == [*over(there), (host, True, True, True)]


def test_what_a_host_tells_whose_clock_runs_ahead_is_not_believed(
    consortium: Consortium, server: Moving
) -> None:
    """A message of a move, as Nova sends it, from an hour that has not come; nothing was moved."""
    before = collected(consortium)
    now = server.now
    other = "pri-03" if now.compute_host != "pri-03" else "pri-04"
    data = {
        "uuid": server.id,
        "display_name": SERVER,
        "tenant_id": now.project_id,
        "host": other,
        "state": "active",
        "power_state": "running",
        "flavor": {"nova_object.data": {"vcpus": now.flavor["vcpus"]}},
    }
    message = {
        "message_id": str(uuid4()),
        "timestamp": f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}",
        "event_type": "instance.live_migration_post_dest.end",
        "payload": {"nova_object.data": data},
    }
    collector = listening(consortium, SERVER)
    try:
        body = json.dumps({"oslo.message": json.dumps(message)}).encode()
        publish(consortium.lab.definition.site("primary"), body)
        until(lambda: stays(consortium) != before, "the message is heard")
    finally:
        collector.terminate()
        collector.communicate(timeout=60)
    assert collected(consortium)[-1] == (now.compute_host, True, True, True)
    after = stays(consortium)
    assert collected(consortium) == after


def position(consortium: Consortium) -> object:
    """Of each product what is required, and of whom."""
    asked = consortium.kumiai("licence", "position", "--json")
    rows = json.loads(asked.stdout)
    return [(row["product"], row["required"], row["by_member"]) for row in rows]


def test_a_message_that_is_no_json_is_set_aside_counted_and_told_and_the_next_is_heard(
    consortium: Consortium, server: Moving
) -> None:
    collector = listening(consortium, SERVER)
    try:
        before = stays(consortium)
        asides = set_aside(consortium, "primary")
        publish(consortium.lab.definition.site("primary"), b"no json {")
        until(lambda: set_aside(consortium, "primary") == asides + 1, "the message is set aside")
        server.stop()
        until(lambda: stays(consortium) != before, "the next message is heard")
        server.start()
    finally:
        collector.terminate()
        told, _ = collector.communicate(timeout=60)
    assert "primary: a message cannot be read and is set aside" in told
    assert collected(consortium)[-1][1:] == (True, True, False)

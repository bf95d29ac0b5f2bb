"""What the listener does with a message, whatever is in it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from licensing.collecting.listener import Heard, Listener
from licensing.collecting.owner import Owned
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from tests.lib.definitions import shipped


@dataclass
class Taken:
    """As much of a broker's message as a listener touches."""

    acknowledged: bool = False

    def ack(self) -> None:
        self.acknowledged = True


def created(**changes: Any) -> dict[str, Any]:
    data = {
        "uuid": "a",
        "tenant_id": "p1",
        "display_name": "hita-core-db-1",
        "host": "pri-01",
        "power_state": "running",
        "flavor": {"nova_object.data": {"vcpus": 2}},
        **changes,
    }
    return {
        "message_id": "m1",
        "event_type": "instance.create.end",
        "timestamp": "2026-04-01 00:00:00.5",
        "payload": {"nova_object.data": data},
    }


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    ledger = Ledger.opened(sqlite_url(tmp_path / "ledger.sqlite"))
    projects = {"p0": Owned("admin", "admin"), "p1": Owned("hita", "hita")}
    return Listener("primary", "amqp://", ledger, shipped(), lambda _: projects, Heard(), print)


@pytest.mark.parametrize(
    "body",
    [
        "no json {",
        b"\xff\xfe",
        "[1, 2]",
        '{"oslo.message": "no json {"}',
        json.dumps({**created(), "timestamp": "yesterday"}),
        json.dumps({**created(), "payload": None}),
        json.dumps(created(flavor={})),
        json.dumps(created(flavor={"nova_object.data": {"vcpus": 10**30}})),
    ],
)
def test_a_message_that_nobody_can_read_is_set_aside_and_the_next_is_heard(
    listener: Listener, body: str | bytes
) -> None:
    poison, good = Taken(), Taken()
    listener._take(body, poison)
    listener._take(json.dumps(created()), good)
    assert poison.acknowledged
    assert good.acknowledged
    assert listener.ledger.asides() == {"primary": 1}
    assert (listener.heard.messages, listener.heard.set_aside) == (2, 1)
    [entry] = listener.ledger.believed()
    assert (entry.machine.host, entry.since) == (
        "pri-01",
        datetime(2026, 4, 1, microsecond=500_000, tzinfo=UTC),
    )


def test_a_server_built_by_hand_in_a_wrong_project_runs_its_products_all_the_same(
    listener: Listener,
) -> None:
    listener._take(created(tenant_id="p0"), Taken())
    [entry] = listener.ledger.believed()
    assert (entry.machine.member, entry.machine.role.products) == (
        "admin",
        ("database", "enterprise-linux"),
    )


def test_a_suspended_server_is_off_whatever_its_hosts_driver_tells_of_its_power(
    listener: Listener,
) -> None:
    suspended = {**created(state="suspended"), "event_type": "instance.suspend.end"}
    listener._take(suspended, Taken())
    assert [entry.machine.powered_on for entry in listener.ledger.believed()] == [False]


def test_what_tells_of_something_else_is_taken_off_the_queue_and_nothing_more(
    listener: Listener,
) -> None:
    other = Taken()
    listener._take({"event_type": "compute.heartbeat", "payload": {}}, other)
    assert other.acknowledged
    assert listener.ledger.asides() == {}
    assert listener.ledger.believed() == []


def test_a_listener_that_is_told_to_stop_ends(listener: Listener) -> None:
    stop = threading.Event()
    stop.set()
    listener.run(stop)
    assert not listener.heard.connected

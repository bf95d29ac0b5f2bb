"""The ledger against what really happened at Nova, and the refusal before the breach."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from lab.processes import kill
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.sightings import Entry
from tests.lib.collectors import entries, listening
from tests.lib.consortium import Consortium
from tests.lib.moving import Moving
from tests.lib.postgres import postgres
from tests.lib.waiting import until, until_equal

pytestmark = pytest.mark.lab

SERVER = "hita-core-db-1"
ENTITLEMENT = "licensing/entitlements/application-server-2026.yaml"
A_SECOND = timedelta(seconds=1)
SETTLED = timedelta(seconds=15)
"""Three reports of a host."""

Stays = list[tuple[str, int, bool]]


@pytest.fixture
def collector(consortium: Consortium) -> Iterator[subprocess.Popen[str]]:
    """One that listens, and is ended."""
    found = listening(consortium, SERVER)
    yield found
    found.send_signal(signal.SIGTERM)
    found.wait(30)


def stays(consortium: Consortium, ledger: str = "") -> Stays:
    found = entries(consortium, SERVER, ledger)
    return [(e.machine.host, e.machine.vcpus, e.machine.powered_on) for e in found]


def test_the_ledger_follows_every_move_and_agrees_with_novas_records_within_a_second(
    consortium: Consortium, collector: subprocess.Popen[str]
) -> None:
    server = Moving.named(consortium.lab.cloud("primary"), SERVER)
    first = server.now.compute_host
    other = _other_than(first)
    server.live_migrate(other)
    server.cold_migrate()
    cold = server.now.compute_host
    server.resize("large")
    large = server.now.compute_host
    server.stop()
    server.start()
    expected = [
        (first, 2, True),
        (other, 2, True),
        (cold, 2, True),
        (large, 4, True),
        (large, 4, False),
        (large, 4, True),
    ]
    until_equal(lambda: stays(consortium), expected, "every move in the ledger", 30)

    records = consortium.home.root / "records-only.sqlite"
    records.unlink(missing_ok=True)
    looked = consortium.kumiai("licence", "collect", ledger=sqlite_url(records))
    assert looked.returncode == 0, looked.stderr
    told = [e for e in Ledger(sqlite_url(records)).believed() if e.machine.name == SERVER]
    heard = entries(consortium, SERVER)
    assert [entry.machine.host for entry in _whereabouts(told)] == [
        entry.machine.host for entry in _whereabouts(heard)
    ]
    for record, entry in zip(_whereabouts(told), _whereabouts(heard), strict=True):
        # Nova's records are in whole seconds: one is lost in writing them, one is allowed.
        assert abs(entry.since - record.since) < 2 * A_SECOND
        assert entry.machine.powered_on == record.machine.powered_on


def _whereabouts(entries: Sequence[Entry]) -> list[Entry]:
    """Where the host or the power changed; the records do not tell sizes before a resize."""
    found: list[Entry] = []
    for entry in entries:
        last = found[-1].machine if found else None
        machine = entry.machine
        if last is None or (last.host, last.powered_on) != (machine.host, machine.powered_on):
            found.append(entry)
    return found


def test_what_happens_while_the_collector_is_dead_is_heard_afterwards(
    consortium: Consortium,
) -> None:
    listening(consortium, SERVER).kill()
    server = Moving.named(consortium.lab.cloud("primary"), SERVER)
    before = stays(consortium)
    server.stop()
    server.start()
    again = listening(consortium, SERVER)
    try:
        host, vcpus, _ = before[-1]
        expected = [*before, (host, vcpus, False), (host, vcpus, True)]
        until_equal(lambda: stays(consortium), expected, "what was missed", 30)
    finally:
        again.send_signal(signal.SIGTERM)
        again.wait(30)


def test_a_server_that_came_moved_and_went_while_nobody_listened_is_in_the_ledger(
    consortium: Consortium,
) -> None:
    consortium.kumiai("licence", "collect")
    compute = consortium.lab.cloud("primary").compute
    made = compute.create_server(
        name="hita-core-db-9",
        flavor_id=compute.find_flavor("medium").id,
        image_id=next(iter(consortium.lab.cloud("primary").image.images())).id,
        networks="none",
    )
    compute.wait_for_server(made)
    passing = Moving(consortium.lab.cloud("primary"), made.id)
    first = passing.now.compute_host
    passing.live_migrate(_other_than(first))
    passing.stop()
    compute.delete_server(made.id)
    compute.wait_for_delete(made)

    looked = consortium.kumiai("licence", "collect")
    assert looked.returncode == 0, looked.stderr
    believed = Ledger(sqlite_url(consortium.home.ledger)).believed()
    found = [entry for entry in believed if entry.server == made.id]
    assert [(e.machine.host, e.machine.vcpus, e.machine.powered_on) for e in found] == [
        (first, 2, True),
        (_other_than(first), 2, True),
        (_other_than(first), 2, False),
    ]
    assert all(entry.until is not None for entry in found)
    assert found[0].machine.role.products == ("database", "enterprise-linux")
    assert consortium.kumiai("licence", "collect").stdout.startswith("primary: 0 entries")


def test_a_broker_that_is_killed_is_heard_again_when_it_is_back(
    consortium: Consortium, collector: subprocess.Popen[str]
) -> None:
    before = stays(consortium)
    lab = consortium.lab.definition
    assert kill(lab.root, lambda one: (one.site, one.name) == ("primary", "rabbitmq"))
    started = consortium.lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stderr
    _hosts_heard_steadily(consortium, datetime.now(UTC) + SETTLED)
    server = Moving.named(consortium.lab.cloud("primary"), SERVER)
    server.resize("medium")
    expected = [*before, (server.now.compute_host, 2, True)]
    until_equal(lambda: stays(consortium), expected, "the move after the broker's death")


def test_a_ledgers_database_that_is_killed_has_heard_everything_when_it_is_back(
    consortium: Consortium,
) -> None:
    with postgres() as database:
        collector = listening(consortium, SERVER, database.url)
        try:
            server = Moving.named(consortium.lab.cloud("primary"), SERVER)
            before = stays(consortium, database.url)
            database.kill()
            server.stop()
            server.start()
            server.live_migrate(_other_than(server.now.compute_host))
            database.start()
            host, vcpus, _ = before[-1]
            expected = [
                *before,
                (host, vcpus, False),
                (host, vcpus, True),
                (server.now.compute_host, vcpus, True),
            ]
            until_equal(
                lambda: stays(consortium, database.url), expected, "what the database missed"
            )
        finally:
            collector.send_signal(signal.SIGTERM)
            collector.wait(30)


def _hosts_heard_steadily(consortium: Consortium, since: datetime) -> None:
    """A host that asked something of the dead broker waits half a minute for the answer, and is
    down for Nova meanwhile, although it was heard of once after the start."""
    compute = consortium.lab.cloud("primary").compute

    def heard() -> bool:
        services = compute.services(binary="nova-compute")
        told = [datetime.fromisoformat(one.updated_at).replace(tzinfo=UTC) for one in services]
        return all(at >= since for at in told)

    until(heard, "every host's report", 180)


def _other_than(host: str) -> str:
    return "pri-03" if host != "pri-03" else "pri-04"


def test_a_second_collection_adds_nothing(consortium: Consortium) -> None:
    consortium.kumiai("licence", "collect")
    again = consortium.kumiai("licence", "collect")
    assert again.stdout == "primary: 0 entries added\nremote: 0 entries added\n"


def test_an_up_that_would_violate_is_refused_in_the_plan_and_in_pulumis_own_preview(
    consortium: Consortium,
) -> None:
    file = consortium.definitions / ENTITLEMENT
    text = file.read_text("utf-8")
    scarce = text.replace("quantity: 60", "quantity: 1").replace("more_at_yen: 450000\n", "")
    file.write_text(scarce, "utf-8")
    consortium.add_service("usuki", "payroll")
    try:
        planned = consortium.kumiai("up", "usuki")
        refused = consortium.up("usuki")
        by_hand = consortium.preview("usuki.primary")
        overridden = consortium.up("usuki", "--override-licence", "the head of ICT agreed by phone")
    finally:
        file.write_text(text, "utf-8")

    assert planned.returncode == 11, planned.stdout + planned.stderr
    assert "it would violate licences: application-server: " in planned.stderr
    assert refused.returncode == 11
    assert "--override-licence" in refused.stderr
    assert by_hand.returncode != 0
    assert "it would violate licences: application-server: " in by_hand.stdout + by_hand.stderr
    assert overridden.returncode == 0, overridden.stdout + overridden.stderr
    lines = consortium.home.journal.read_text("utf-8").splitlines()
    kept = [json.loads(line) for line in lines if '"override-licence"' in line]
    assert [entry["reason"] for entry in kept] == ["the head of ICT agreed by phone"]
    assert consortium.kumiai("verify", "usuki").returncode == 0

"""Servers that live: Pulumi builds them, and one logs in by their ports, volumes and all.

In the order in which they stand: each finds Usuki's servers as the one before left them.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from tests.lib.consortium import Consortium
from tests.lib.guests import Guests
from tests.lib.second_lab import SecondLab
from tests.lib.waiting import until

APP, DB = "usuki-core-app-1", "usuki-core-db-1"
SERVERS = {APP: "10.64.4.16", "usuki-core-app-2": "10.64.4.17", DB: "10.64.4.24"}
DATABASE_PORT = 1521
DATA = "/srv/sdb"
"""Where a server's first data volume is mounted."""

LIMIT_SECONDS = 120

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="namespaces are root's to make")

LISTEN = 'import socket, time; kept = socket.create_server(("", {port})); time.sleep(600)'
PROBE = 'import socket; socket.create_connection(("{address}", {port}), 3)'
WRITE = (
    "import os, time\n"
    'with open("{file}", "a") as rows:\n'
    "    for number in range(10**6):\n"
    "        print(number, file=rows, flush=True)\n"
    "        os.fsync(rows.fileno())\n"
    "        print(number, flush=True)\n"
    "        time.sleep(0.01)\n"
)


@pytest.fixture(scope="module")
def guests(consortium: Consortium) -> Guests:
    """Usuki's servers, which its stack built; how they are reached is written."""
    written = consortium.kumiai("lab", "hosts", "usuki")
    assert written.returncode == 0, written.stdout + written.stderr
    return Guests(consortium.home)


@pytest.fixture(scope="module")
def cloud(consortium: Consortium) -> Any:
    return consortium.lab.cloud("primary")


def test_every_server_answers_by_its_own_name_at_its_own_address(guests: Guests) -> None:
    for server, address in SERVERS.items():
        assert answers(guests, server)
        assert f" {address}/24 " in guests.on(server, "ip", "-4", "-oneline", "address")


def test_packets_pass_by_the_rules_of_the_security_groups_alone(guests: Guests) -> None:
    with listening(guests, DB, DATABASE_PORT), listening(guests, DB, DATABASE_PORT + 1):
        eventually(lambda: reached(guests, APP, DB, DATABASE_PORT))
        assert not reached(guests, APP, DB, DATABASE_PORT + 1)
        assert not reached(guests, APP, DB, 22)


def test_what_was_written_is_there_after_stop_start_and_reboot(guests: Guests, cloud: Any) -> None:
    guests.on(DB, "tee", "/srv/own", f"{DATA}/data", stdin="kept")
    server = named(cloud, DB)
    cloud.compute.stop_server(server)
    awaited(cloud, DB, "SHUTOFF")
    cloud.compute.start_server(server)
    awaited(cloud, DB, "ACTIVE")
    for kind in ("SOFT", "HARD"):
        eventually(lambda: guests.on(DB, "cat", "/srv/own", f"{DATA}/data") == "keptkept")
        cloud.compute.reboot_server(server, kind)
        awaited(cloud, DB, "ACTIVE")
    eventually(lambda: guests.on(DB, "cat", "/srv/own", f"{DATA}/data") == "keptkept")


def test_a_volume_is_mounted_while_it_is_attached_and_keeps_what_it_has(
    guests: Guests, cloud: Any
) -> None:
    volume = cloud.create_volume(1, name="one more", wait=True)
    for line in ("first\n", "second\n"):
        cloud.attach_volume(named(cloud, APP), volume, wait=True)
        guests.on(APP, "tee", "-a", f"{DATA}/lines", stdin=line)
        kept = guests.on(APP, "cat", f"{DATA}/lines")
        cloud.detach_volume(named(cloud, APP), cloud.get_volume(volume.id), wait=True)
        assert guests.on(APP, "ls", DATA) == ""
        volume = cloud.get_volume(volume.id)
    assert kept == "first\nsecond\n"
    cloud.delete_volume(volume.id, wait=True)


def test_a_snapshot_is_whole_while_the_server_writes(guests: Guests, cloud: Any) -> None:
    with writing(guests, f"{DATA}/written") as rows:
        eventually(lambda: len(rows()) > 20)
        volume = next(v for v in volumes_of(cloud, DB) if not v.is_bootable)
        before = rows()[-1]
        snapshot = cloud.create_volume_snapshot(volume.id, force=True, wait=True)
    file = f"{cinder_of(guests)}/snapshot-{snapshot.id}"
    assert said("e2fsck", "-fn", file).returncode == 0
    assert "needs_recovery" not in said("dumpe2fs", "-h", file).stdout
    copied = said("debugfs", "-R", "cat /written", file).stdout.split()
    assert copied == [str(number) for number in range(len(copied))]
    assert len(copied) > int(before)
    cloud.delete_volume_snapshot(snapshot.id, wait=True)


def test_a_paused_server_does_nothing_until_it_goes_on(guests: Guests, cloud: Any) -> None:
    with writing(guests, f"{DATA}/paused") as rows:
        eventually(lambda: bool(rows()))
        cloud.compute.pause_server(named(cloud, DB))
        awaited(cloud, DB, "PAUSED")
        eventually(lambda: nothing_comes(rows))
        so_far = rows()
        time.sleep(1)
        assert rows() == so_far
        cloud.compute.unpause_server(named(cloud, DB))
        eventually(lambda: len(rows()) > len(so_far))
    awaited(cloud, DB, "ACTIVE")


def test_a_server_that_moves_answers_from_where_it_went(guests: Guests, cloud: Any) -> None:
    guests.on(APP, "tee", "/srv/moved", stdin="kept")
    taken = {named(cloud, server).compute_host for server in SERVERS}
    host = next(name for name in ("pri-01", "pri-02", "pri-03", "pri-04") if name not in taken)
    cloud.compute.live_migrate_server(named(cloud, APP), host=host, block_migration="auto")
    eventually(lambda: named(cloud, APP).compute_host == host)
    awaited(cloud, APP, "ACTIVE")
    eventually(lambda: guests.on(APP, "cat", "/srv/moved") == "kept")


def test_a_site_that_was_killed_is_back_with_every_row(
    guests: Guests, lab: SecondLab, consortium: Consortium
) -> None:
    with writing(guests, f"{DATA}/rows") as rows:
        eventually(lambda: len(rows()) > 50)
        assert lab.kumiai("lab", "kill", "primary").returncode == 0
        acknowledged = rows()
    assert str(lab.definition.root) not in said("losetup", "--list").stdout
    started = lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stdout + started.stderr
    for server in SERVERS:
        eventually(partial(answers, guests, server))
    found = guests.on(DB, "cat", f"{DATA}/rows").split()
    assert found[: len(acknowledged)] == acknowledged
    verified = consortium.kumiai("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def answers(guests: Guests, server: str) -> bool:
    return guests.on(server, "hostname").strip() == server


def reached(guests: Guests, source: str, target: str, port: int) -> bool:
    probe = PROBE.format(address=SERVERS[target], port=port)
    try:
        guests.on(source, "python3", "-", stdin=probe)
    except subprocess.CalledProcessError:
        return False
    return True


@contextmanager
def listening(guests: Guests, server: str, port: int) -> Iterator[None]:
    """While it lasts, something accepts connections at a port of the server."""
    with begun(guests, server, LISTEN.format(port=port)):
        yield


@contextmanager
def writing(guests: Guests, file: str) -> Iterator[Callable[[], list[str]]]:
    """While it lasts, the database's server writes rows; those that it has on its disk so far."""
    with begun(guests, DB, WRITE.format(file=file)) as process:
        heard = bytearray()

        def rows() -> list[str]:
            heard.extend(process.stdout.read() or b"")
            return bytes(heard).decode().rpartition("\n")[0].split()

        os.set_blocking(process.stdout.fileno(), False)
        yield rows


@contextmanager
def begun(guests: Guests, server: str, program: str) -> Iterator[Any]:
    """A program of a server, which ends with its connection."""
    command = guests.login(server, "timeout", "600", "python3", "-u", "-c", f"'{program}'")
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def eventually(holds: Callable[[], bool]) -> None:
    """It holds within the limit; a server that does not answer yet is asked again."""

    def holds_now() -> bool:
        try:
            return holds()
        except subprocess.CalledProcessError:
            return False

    until(holds_now, "what was waited for", LIMIT_SECONDS)


def nothing_comes(rows: Callable[[], list[str]]) -> bool:
    """Within a second: all that was on its way when the server stood still has arrived."""
    before = rows()
    time.sleep(1)
    return rows() == before


def named(cloud: Any, server: str) -> Any:
    return next(iter(cloud.compute.servers(all_projects=True, name=server)))


def awaited(cloud: Any, server: str, state: str) -> None:
    def is_so() -> bool:
        found = named(cloud, server)
        return bool(found.status == state and found.task_state is None)

    eventually(is_so)


def volumes_of(cloud: Any, server: str) -> Iterator[Any]:
    for attached in cloud.compute.volume_attachments(named(cloud, server)):
        yield cloud.block_storage.get_volume(attached.volume_id)


def cinder_of(guests: Guests) -> str:
    return f"{guests.home.lab}/sites/primary/data/cinder/volumes"


def said(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)

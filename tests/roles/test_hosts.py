"""Hosts of the lab are reached with the known key alone; of one that ended its disk is left."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lab.guests.hosts import running_hosts, stop_hosts
from tests.lib.guests import Guests

HOST = "aya-core-app-1"
ALL = {f"{member}-core-{tier}-1" for member in ("aya", "kadogawa") for tier in ("app", "db")}


def test_all_servers_run_under_their_names_and_addresses(guests: Guests) -> None:
    assert running_hosts(guests.home) == ALL
    assert {guests.on(host, "hostname").strip() for host in ALL} == ALL


def test_a_host_with_another_key_than_is_known_is_not_talked_to(guests: Guests) -> None:
    known = guests.home.known_hosts.read_text()
    keys = {line.split()[0]: line.split(maxsplit=1)[1] for line in known.splitlines()[1:]}
    other = known.replace(keys[HOST], keys["aya-core-db-1"])
    guests.home.known_hosts.write_text(other)
    try:
        with pytest.raises(subprocess.CalledProcessError) as caught:
            guests.on(HOST, "true")
    finally:
        guests.home.known_hosts.write_text(known)
    assert "Host key verification failed" in caught.value.stderr


def test_what_a_host_may_not_decide_is_the_machines(guests: Guests) -> None:
    for command in (("date", "--set=now"), ("sysctl", "-w", "kernel.sysrq=1")):
        with pytest.raises(subprocess.CalledProcessError):
            guests.on(HOST, *command)


def test_a_stopped_host_is_gone_with_all_it_had_but_its_disk(guests: Guests) -> None:
    guests.on(HOST, "tee", "/srv/kept", stdin="kept")
    guests.on(HOST, "sync")
    stop_hosts(guests.home, {HOST})
    assert running_hosts(guests.home) == ALL - {HOST}
    disk = guests.home.root / "guests" / HOST / "disk.ext4"
    assert str(disk) not in _loop_devices()
    assert str(disk.parent) not in Path("/proc/self/mountinfo").read_text()
    again = guests.kumiai("lab", "hosts", "aya")
    assert again.returncode == 0, again.stderr
    assert guests.on(HOST, "cat", "/srv/kept") == "kept"


def test_a_host_whose_key_an_earlier_kumiai_kept_to_itself_is_started_anew_from_its_disk(
    guests: Guests,
) -> None:
    (guests.home.root / "guests" / HOST / "host_key.pub").unlink()
    again = guests.kumiai("lab", "hosts", "aya")
    assert again.returncode == 0, again.stderr
    assert f"{HOST}: started by an earlier kumiai" in again.stdout + again.stderr
    assert guests.on(HOST, "cat", "/srv/kept") == "kept"


def _loop_devices() -> str:
    return subprocess.run(
        ["losetup", "--list", "--noheadings", "--output", "BACK-FILE"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

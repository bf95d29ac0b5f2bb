"""One service of a site goes down in the middle, or its disks are full: told, and gone on with."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable

import pytest

from blueprint.accounts import VAULT
from core.errors import Exit, OtherSystemFailed
from core.journal import entries
from core.run import Failure
from recovery.standstill import still_due
from tests.integration.runbooks.actions.test_backups import manifests, red, world
from tests.lib.cloud_over_http import CloudOverHttp
from tests.lib.copies import MEMBER, SERVER, Copies
from tests.lib.effort import chance, some
from tests.lib.waiting import until_equal

__all__ = ["world"]

JOURNALLED_BYTES = range(0, 1200, 150)
"""Of one backup that begins anew, less its last entry: with room for all of them it would not
fail."""


def down_from(site: CloudOverHttp, at: int, service: str) -> Callable[[int], bool]:
    """Asked before each request: from that one on the service is down."""

    def before(number: int) -> bool:
        if number >= at:
            site.down.add(service)
        return True

    return before


def why_not(work: Callable[[], list[Failure]]) -> str:
    """For which another system is to blame: told while it was planned, or first at its end."""
    try:
        failures = work()
    except OtherSystemFailed as failure:
        return str(failure)
    assert {one.exit_code for one in failures} == {Exit.OTHER_SYSTEM_FAILED}
    return str(failures[0].why)


@pytest.mark.parametrize("service", ["cinder", "nova", "swift"])
def test_a_service_that_goes_down_amid_a_backup_is_told_and_the_next_run_goes_on(
    world: Copies, service: str
) -> None:
    """At any request, drawn by chance; what it leaves paused runs again once Nova is back."""
    assert world.backup() == []
    its = [number for number, one in enumerate(world.primary.asked) if f" /{service}/" in one]
    world.write(b"more of it")
    at = len(world.primary.asked) + chance(service).choice(its[:-4])
    world.primary.before = down_from(world.primary, at, service)
    assert why_not(world.backup).startswith("site primary does not answer at ")
    world.primary.before = lambda number: True
    world.primary.down.clear()
    assert world.resume() == []
    until_equal(lambda: world.primary.servers[SERVER], "ACTIVE", f"{SERVER} runs", 60)
    assert world.backup() == []
    assert still_due(entries(world.home.journal)) == {}
    assert world.primary.cinder.snapshots == {}
    made = {copy.backup for one in manifests(world) for copy in one.volumes}
    assert made == world.primary.cinder.backups.keys()
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == []


def test_a_vault_whose_disks_are_full_takes_in_nothing_by_half_and_goes_on_with_room(
    world: Copies,
) -> None:
    assert world.backup() == []
    world.remote.swift.room = 3
    [failure] = world.pull()
    assert failure.exit_code is Exit.OTHER_SYSTEM_FAILED
    assert str(failure.why).startswith("Swift of site remote says no: ")
    assert red(world) == ["there is no copy"]
    world.remote.swift.room = None
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == []
    vault = world.remote.swift.accounts[VAULT][MEMBER].objects
    twice = [name for name, versions in vault.items() if len(versions) > 1]
    assert twice == []


def test_a_disk_at_home_that_is_full_at_any_entry_of_the_journal_leaves_no_server_paused(
    world: Copies,
) -> None:
    """It is full, for a file that grows, once the journal has so many bytes more."""
    assert world.backup() == []
    for room in some(JOURNALLED_BYTES, 2, "a full disk at home"):
        world.write(b"with room for %d bytes" % room)
        assert backup_with_room(world, room) != 0, room
        until_equal(lambda: world.primary.servers[SERVER], "ACTIVE", f"{SERVER} runs", 60)
        # It goes on where it was; what is tried next begins anew.
        assert world.backup() == []
        assert still_due(entries(world.home.journal)) == {}
        assert world.primary.servers == {SERVER: "ACTIVE"}
        assert world.primary.cinder.snapshots == {}
    made = {copy.backup for one in manifests(world) for copy in one.volumes}
    assert made == world.primary.cinder.backups.keys()
    assert world.pull() == []
    assert world.prove() == []


def backup_with_room(world: Copies, room: int) -> int:
    """The exit code of a process that backs up and may let no file grow beyond that (setrlimit(2):
    a write is refused by EFBIG, as it is by ENOSPC)."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            most = world.home.journal.stat().st_size + room
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            code = len(world.backup())
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("service", ["cinder", "swift"])
def test_a_service_that_goes_down_amid_a_proof_proves_nothing_and_the_next_one_does(
    world: Copies, service: str
) -> None:
    assert world.backup() == []
    assert world.pull() == []
    at = len(world.remote.asked) + chance(f"proof {service}").randrange(15, 35)
    world.remote.before = down_from(world.remote, at, service)
    [failure] = world.prove()
    assert str(failure.why).startswith("site remote does not answer at ")
    world.remote.before = lambda number: True
    world.remote.down.clear()
    assert red(world) == ["no copy was ever restored"]
    assert world.prove() == []
    assert (world.remote.cinder.volumes, world.remote.cinder.backups) == ({}, {})
    assert red(world) == []

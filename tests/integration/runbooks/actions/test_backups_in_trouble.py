"""Copies where something is wrong: all deleted, a server in no fit state, one system in trouble."""

from __future__ import annotations

from datetime import timedelta

import pytest

from blueprint.accounts import VAULT, VAULT_WRITER
from cloud.credentials import credential_file
from core.errors import Exit
from core.signing import sign
from core.signing_key import ALLOWED_SIGNERS
from recovery.declaration import confirm, declare
from recovery.keys import key_of
from recovery.manifest import How
from recovery.never_empty import against_empty, held_copies
from recovery.pausing import note
from recovery.standstill import DUE
from runbooks.actions import backups, retention, unpausing
from runbooks.actions.failover import proven_copies
from runbooks.actions.protected import owner_lock
from tenants.vocabulary import BACKUP_CONTAINER
from tests.integration.runbooks.actions.test_backups import (
    manifests,
    red,
    refusals,
    request_of,
    world,
)
from tests.lib.copies import DATA, MEMBER, SERVER, STACK, SYSTEM, Copies
from tests.lib.swift_in_memory import Version

__all__ = ["world"]


def test_what_was_deleted_before_a_vault_took_it_in_is_told_and_stops_nothing(
    world: Copies,
) -> None:
    assert world.backup() == []
    assert world.pull() == []
    world.write(b"2")
    assert world.backup() == []
    delete_every_copy(world)
    world.write(b"3")
    assert world.backup() == []
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == [
        "generations 2 are missing: they were deleted at their source before they were taken in "
        "here; look who did that"
    ]


def test_a_paper_of_another_form_is_told_and_never_taken_for_none(world: Copies) -> None:
    assert world.backup() == []
    assert world.pull() == []
    assert world.prove() == []
    name = f"manifests/primary/{SYSTEM}/000001"
    [manifest] = world.remote.swift.accounts[VAULT][MEMBER].objects[name]
    assert manifest.content is not None
    text = manifest.content.decode().splitlines()[0].replace("manifest.1", "manifest.0")
    signature = sign(key_of(world.home, "primary"), text.encode(), "kumiai-manifest")
    manifest.content = f"{text}\n{signature}".encode()
    unread = (
        f"remote: aya/{name} is signed, but is no paper that this version of kumiai reads; whether "
        "there are copies that it tells of, another version knows"
    )
    assert red(world) == ["there is no copy", unread]
    assert [str(one) for one in proven_copies(world.given, [MEMBER])[1]] == [unread]
    definitions = world.given.definitions
    held = list(held_copies(world.home, definitions, definitions.need_member(MEMBER)))
    assert str(against_empty([DATA], held)) == (
        f"{DATA} would be made empty, and remote may hold copies of them: {unread}; see to that "
        "paper, or say with `--empty` why nobody needs what is in them"
    )


def test_papers_of_a_key_that_is_no_more_in_allowed_signers_are_told(world: Copies) -> None:
    assert world.backup() == []
    assert world.pull() == []
    file = world.home.definitions / ALLOWED_SIGNERS
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(one for one in lines if "backup-primary" not in one), "utf-8")
    assert red(world) == [
        "there is no copy",
        f"remote: aya/manifests/primary/{SYSTEM}/000001 is not signed by backup-primary of "
        "tenants/allowed_signers: it was changed, or made by somebody else; nothing is taken from "
        "it",
    ]


def test_of_a_vault_that_was_never_set_up_it_is_told_and_the_system_is_red(
    world: Copies,
) -> None:
    """As after a failover: the lost site was to hold the copies of who runs here now."""
    credential_file(world.home, f"{VAULT_WRITER}.remote").unlink()
    assert red(world) == [
        "there is no copy",
        "this machine has no login to the vault of remote; `kumiai backup set-up` makes both, once "
        "that site is alive",
    ]


def test_who_was_left_paused_where_its_site_was_lost_does_not_run_at_two_sites(
    world: Copies,
) -> None:
    """The site comes back with them, and a timer that resumes asks every two minutes."""
    note(world.home, STACK, SERVER, "sato", "a test", DUE)
    world.primary.servers[SERVER] = "PAUSED"
    paper = declare(
        world.as_person("sato").home, "primary", "remote", (MEMBER,), world.now, "the tsunami"
    )
    confirm(world.as_person("suzuki").home, paper.id)
    assert [str(one) for one in unpausing.resume(world.given).notes] == [
        f"{STACK}: {SERVER} stay as they are, which a killed backup left paused: they are fenced "
        "there"
    ]
    assert world.resume() == []
    assert world.primary.servers == {SERVER: "PAUSED"}


def test_what_was_taken_of_volumes_that_a_move_has_replaced_since_is_no_copy_any_more(
    world: Copies,
) -> None:
    """A run that was killed at the loss of its site goes on with no copy of the day before."""
    copying = request_of(world, "POST /cinder/backups")
    assert world.killed_at(copying, done=False)
    [old] = [row for row in world.primary.cinder.volumes.values() if row["name"] == DATA]
    old["name"] = f"{DATA}.before-746f39eae4ee"
    world.primary.cinder.volumes["restored"] = {
        **old,
        "id": "restored",
        "name": DATA,
        "content": b"entered away from home",
    }
    world.now += timedelta(days=2)
    assert world.backup() == []
    newest = manifests(world)[-1]
    volume = newest.volume(DATA)
    assert volume is not None
    assert (newest.taken_at, volume.id) == (world.now, "restored")
    assert world.primary.cinder.snapshots == {}


@pytest.mark.parametrize(
    ("limit", "quota"),
    [
        ("maxTotalSnapshots", "snapshots"),
        ("maxTotalVolumeGigabytes", "gigabytes"),
        ("maxTotalBackups", "backups"),
        ("maxTotalBackupGigabytes", "backup_gigabytes"),
    ],
)
def test_each_quota_is_looked_at_before_any_server_stands_still(
    world: Copies, limit: str, quota: str
) -> None:
    """A generation of this system is two snapshots and two backups, of a GiB each."""
    world.primary.cinder.limits[limit] = 1
    assert [str(one.why) for one in backups.run(world.given, [MEMBER]).objections] == [
        f"{STACK} {SYSTEM}: one more generation does not fit into the quota of {quota}; "
        "`kumiai up` sets what the files say"
    ]
    world.primary.cinder.limits[limit] = 1000
    assert backups.run(world.given, [MEMBER]).objections == ()


def test_a_restore_that_failed_is_found_by_its_volume_and_cleared_away(world: Copies) -> None:
    """The record stays available, as Cinder's own does."""
    assert world.backup() == []
    assert world.pull() == []
    world.remote.cinder.restores = False
    [failure] = world.prove()
    assert "it is error_restoring" in str(failure.why)
    assert (world.remote.cinder.volumes, world.remote.cinder.backups) == ({}, {})
    assert red(world) == ["no copy was ever restored"]
    world.remote.cinder.restores = True
    assert world.prove() == []
    assert red(world) == []


def copies_at_source(world: Copies) -> dict[str, list[Version]]:
    return world.primary.swift.accounts[MEMBER][BACKUP_CONTAINER].objects


def delete_every_copy(world: Copies) -> None:
    copies_at_source(world).clear()
    world.primary.cinder.backups.clear()


def test_of_a_system_that_cannot_be_copied_the_reason_is_told_at_the_end(world: Copies) -> None:
    """Where copies are due, and for nobody else than that system."""
    assert world.backup() == []
    paper = copies_at_source(world)[f"manifests/primary/{SYSTEM}/000001"]
    paper[0].content = b"nobody's"
    plan = backups.run(world.given, [MEMBER], due=True)
    assert plan.objections == ()
    [failure] = world.carried_out(plan)
    assert failure.exit_code is Exit.RULE_BROKEN
    assert "is not signed by backup-primary" in str(failure.why)


def test_a_server_that_cannot_be_paused_makes_the_copy_that_of_a_crash(world: Copies) -> None:
    world.primary.servers[SERVER] = "ERROR"
    assert world.backup() == []
    [manifest] = manifests(world)
    assert (manifest.how, manifest.servers) == (How.CRASH, ())
    assert str(world.told[0]) == (
        f"  {SERVER} is ERROR for Nova: it cannot be paused and may be writing, so that its "
        "volumes are copied as a crash would leave them"
    )


@pytest.mark.parametrize("state", ["SHUTOFF", "SUSPENDED", "PAUSED", "SHELVED_OFFLOADED"])
def test_a_server_that_is_at_rest_already_is_left_so_and_the_copy_is_whole(
    world: Copies, state: str
) -> None:
    world.primary.servers[SERVER] = state
    assert world.backup() == []
    [manifest] = manifests(world)
    assert (manifest.how, manifest.servers) == (How.STILL, ())
    assert world.primary.servers == {SERVER: state}


def test_who_sets_a_vault_up_and_who_lets_copies_go_take_its_owners_part_in_turn(
    world: Copies,
) -> None:
    [_, setting_up] = backups.set_up(world.given).actions
    assert setting_up.subject == "remote"
    assert setting_up.locks == (owner_lock("remote"),)


def test_two_persons_sign_the_same_paper_though_more_is_over_on_the_second_day(
    world: Copies,
) -> None:
    world.promise(full_every=1, generations=1, retention_days=1)
    for content in (b"1", b"2", b"3", b"4", b"5"):
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []
    assert world.prove() == []
    assert retention.sign(world.as_person("sato"), [MEMBER]) == ["sato"]
    world.now += timedelta(hours=12)
    assert "3 of 5 generations" in refusals(world)[0]
    assert retention.sign(world.as_person("suzuki"), [MEMBER]) == ["sato", "suzuki"]
    assert world.expire() == []
    assert [one.number for one in manifests(world)] == [3, 4, 5]

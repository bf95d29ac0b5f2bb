"""Copies where something is wrong: all deleted, a server in no fit state, one system in trouble."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import Exit
from recovery.manifest import How
from runbooks.actions import backups, retention
from runbooks.actions.protected import owner_lock
from tenants.vocabulary import BACKUP_CONTAINER
from tests.lib.copies import MEMBER, SERVER, SYSTEM, Copies
from tests.unit.runbooks.actions.test_backups import manifests, red, refusals, world

__all__ = ["world"]


def test_numbers_go_on_after_every_copy_was_deleted_at_its_source(world: Copies) -> None:
    """Whoever owns the source can do that; the vault goes on taking in what follows."""
    for content in (b"1", b"2"):
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []
    delete_every_copy(world)
    world.write(b"3")
    assert world.backup() == []
    [third] = manifests(world)
    assert (third.number, [one.parent for one in third.volumes]) == (3, [None, None])
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == []


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


def delete_every_copy(world: Copies) -> None:
    world.primary.swift.accounts[MEMBER][BACKUP_CONTAINER].objects.clear()
    world.primary.cinder.backups.clear()


def test_of_a_system_that_cannot_be_copied_the_reason_is_told_at_the_end(world: Copies) -> None:
    """Where copies are due, and for nobody else than that system."""
    assert world.backup() == []
    paper = world.primary.swift.accounts[MEMBER][BACKUP_CONTAINER].objects[
        f"manifests/primary/{SYSTEM}/000001"
    ]
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

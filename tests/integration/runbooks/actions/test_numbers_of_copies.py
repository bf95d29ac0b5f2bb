"""Numbers of copies go on, whatever is deleted at their source and whatever a machine forgets."""

from __future__ import annotations

import shutil

from blueprint.accounts import VAULT_WRITER
from cloud.credentials import credential_file
from core.errors import Exit
from recovery.last_sent import Link
from tests.integration.runbooks.actions.test_backups import manifests, red, world
from tests.integration.runbooks.actions.test_backups_in_trouble import (
    copies_at_source,
    delete_every_copy,
)
from tests.lib.copies import STACK, SYSTEM, Copies

__all__ = ["world"]


def test_numbers_go_on_after_every_copy_was_deleted_at_its_source(world: Copies) -> None:
    """Whoever owns the source can do that; the vault goes on taking in what follows."""
    two_are_held(world)
    delete_every_copy(world)
    world.write(b"3")
    assert world.backup() == []
    [third] = manifests(world)
    assert (third.number, [one.parent for one in third.volumes]) == (3, [None, None])
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == []


def test_a_machine_that_forgot_its_numbers_asks_the_vault_where_it_may_read_that(
    world: Copies,
) -> None:
    two_are_held(world)
    forget_numbers(world)
    world.write(b"3")
    assert world.backup() == []
    assert [one.number for one in manifests(world)] == [3]
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == []


def test_numbers_that_begin_anew_are_refused_with_what_the_machine_once_knew(
    world: Copies,
) -> None:
    """A source of a machine of its own, which may not read the vault."""
    two_are_held(world)
    second = manifests(world)[-1]
    forget_numbers(world)
    writer = credential_file(world.home, f"{VAULT_WRITER}.remote")
    elsewhere = writer.rename(writer.with_name("at-the-other-site"))
    world.write(b"3")
    assert world.backup() == []
    elsewhere.rename(writer)
    [failure] = world.pull()
    link = Link.of(second).model_dump_json()
    assert failure.exit_code is Exit.RULE_BROKEN
    assert str(failure.why) == (
        f"aya {SYSTEM}: at primary generation 1 was taken after generation 2, which is held here: "
        "its machine lost what numbers go on by, and nothing is taken in; there, write "
        f"{link} to var/backups/aya.primary.{SYSTEM}.last.json, delete "
        f"manifests/primary/{SYSTEM}/000001 from the container backup, and copy it once more"
    )
    (world.home.root / "backups" / f"aya.primary.{SYSTEM}.last.json").write_text(link, "utf-8")
    del copies_at_source(world)[f"manifests/primary/{SYSTEM}/000001"]
    world.write(b"4")
    assert world.backup() == []
    assert world.pull() == []
    assert world.prove() == []
    assert red(world) == []


def two_are_held(world: Copies) -> None:
    """Two generations, which the vault has taken in."""
    for content in (b"1", b"2"):
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []


def forget_numbers(world: Copies) -> None:
    """With every copy at the source: the machine is a new one."""
    delete_every_copy(world)
    shutil.rmtree(world.home.root / "backups")


def test_what_a_machine_knew_of_its_numbers_and_cannot_read_is_told(world: Copies) -> None:
    assert world.backup() == []
    file = world.home.root / "backups" / f"{STACK}.{SYSTEM}.last.json"
    file.write_text("{", "utf-8")
    [failure] = world.backup()
    assert failure.exit_code is Exit.FILE_INVALID
    assert str(failure.why) == (
        f"{file} is damaged, and the numbers of the copies of {STACK} {SYSTEM} go on by it; delete "
        "it, and they go on by what stands at primary or in the vault"
    )

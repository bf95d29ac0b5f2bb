"""What is over and does not go of itself: a stranger builds on it, or it was made elsewhere."""

from __future__ import annotations

from datetime import timedelta

import yaml

from blueprint.accounts import BACKUP_READER, PROVISIONER, VAULT, VAULT_WRITER
from core.plan import Plan
from core.signing_key import allowed_signers
from recovery.copying import sent
from recovery.keys import ensure_key
from runbooks.actions import retention
from runbooks.actions.protected import source
from tenants.vocabulary import BACKUP_CONTAINER
from tests.integration.runbooks.actions.test_backups import manifests, world
from tests.lib.copies import BOOT, DATA, FILES, MEMBER, SERVER, SYSTEM, Copies, login_for
from tests.lib.swift_in_memory import Container

__all__ = ["world"]

AWAY = f"{MEMBER}.remote"


def numbers(world: Copies) -> list[int]:
    return [one.number for one in manifests(world)]


def held(world: Copies) -> set[str]:
    """The manifests of whichever site that the vaults of both hold."""
    return {
        name.removeprefix("manifests/")
        for cloud in (world.primary, world.remote)
        if VAULT in cloud.swift.accounts
        for name in cloud.swift.accounts[VAULT][MEMBER].objects
        if name.startswith("manifests/")
    }


def copied(world: Copies, *contents: bytes) -> None:
    for content in contents:
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []
    assert world.prove() == []


def built_on(world: Copies, backup: str) -> str:
    """A stranger's backup of the data, which builds on one of ours."""
    cinder = world.primary.cinder
    row = dict(cinder.backups[backup])
    cinder.backups["a-strangers"] = {
        **row,
        "id": "a-strangers",
        "parent_id": backup,
        "prefix": "elsewhere",
        "name": "by hand",
    }
    return "a-strangers"


def test_what_a_stranger_builds_on_is_told_and_keeps_nothing_else_from_going(world: Copies) -> None:
    """Chains of two, of which the stranger's builds on the last of the second."""
    world.promise(full_every=2, generations=1, retention_days=1, bulk_deletion_percent=100)
    copied(world, b"1", b"2", b"3", b"4", b"5")
    world.now += timedelta(days=400)
    volume = manifests(world)[3].volume(DATA)
    assert volume is not None
    stranger = built_on(world, volume.backup)
    [failure] = world.expire()
    assert str(failure.why) == (
        "aya.primary livelihood: 2 of 4 generations stay, from 2026-11-28 on backwards, since a "
        "backup that is in no manifest builds on them: Cinder of site primary says no: Incremental "
        "backups exist; whoever made it deletes it, and they go with the next run"
    )
    assert numbers(world) == [3, 4, 5]
    assert held(world) == {f"primary/{SYSTEM}/{number:06}" for number in (3, 4, 5)}
    del world.primary.cinder.backups[stranger]
    assert world.expire() == []
    assert numbers(world) == [5]
    assert held(world) == {f"primary/{SYSTEM}/000005"}
    assert world.prove() == []


def placed(world: Copies, text: str) -> None:
    file = world.home.definitions / "tenants" / "placement.yaml"
    head = file.read_text("utf-8").partition("members:")[0]
    file.write_text(f"{head}members: {text}\n", "utf-8")


def moved_away(world: Copies) -> None:
    """It runs at the other site, and its copies are held where it ran."""
    world.remote.servers[SERVER] = "ACTIVE"
    for name in (DATA, BOOT):
        world.remote.cinder.add_volume(MEMBER, name, 1, b"there")
    world.remote.swift.accounts[MEMBER] = {FILES: Container()}
    world.remote.swift.readers.add(BACKUP_READER)
    world.primary.swift.readers.add(VAULT_WRITER)
    vault = Container(versioned=True, writers={VAULT_WRITER})
    world.primary.swift.accounts[VAULT] = {MEMBER: vault}
    clouds = yaml.safe_load(world.home.clouds_file.read_text("utf-8"))
    clouds["clouds"][AWAY] = world.remote.entry(MEMBER)
    world.home.clouds_file.write_text(yaml.safe_dump(clouds), "utf-8")
    login_for(world.home, world.remote, f"{BACKUP_READER}.remote", BACKUP_READER)
    login_for(world.home, world.primary, f"{VAULT_WRITER}.primary", VAULT_WRITER)
    login_for(world.home, world.primary, "provisioner.primary", PROVISIONER)
    placed(world, f"{{{MEMBER}: {{primary: standby, remote: active}}}}")


def left_there(world: Copies) -> list[int]:
    services = source(world.given, AWAY)
    signers = allowed_signers(world.home.definitions)
    return [one.number for one in sent(services, "remote", SYSTEM, signers)]


def goes(plan: Plan) -> list[str]:
    return [one.subject for one in plan.actions]


def test_what_was_made_while_away_goes_once_enough_was_made_at_home_again(world: Copies) -> None:
    for site in ("primary", "remote"):
        ensure_key(world.home, site)
    world.promise(full_every=2, generations=2, retention_days=1, bulk_deletion_percent=100)
    copied(world, b"before")
    moved_away(world)
    copied(world, b"1", b"2", b"3")
    # While it is away nothing goes of what was made at home, which it may have to come back to.
    world.now += timedelta(days=40)
    assert "aya.primary livelihood at primary" not in goes(retention.expire(world.given, [MEMBER]))
    placed(world, "{}")
    assert goes(retention.expire(world.given, [MEMBER])) == []
    copied(world, b"home again")
    # Two generations are kept: this one, and of then the newest, which builds on nothing.
    plan = retention.expire(world.given, [MEMBER])
    assert goes(plan) == [f"{AWAY} {SYSTEM} at remote", f"{AWAY} {SYSTEM} → primary"]
    assert world.carried_out(plan) == []
    assert left_there(world) == [3]
    copied(world, b"and once more")
    assert world.expire() == []
    assert left_there(world) == []
    assert world.remote.cinder.backups == {}
    assert world.remote.swift.names(MEMBER, BACKUP_CONTAINER) == []
    assert held(world) == {f"primary/{SYSTEM}/{number:06}" for number in (1, 2, 3)}
    assert world.primary.swift.accounts[VAULT][MEMBER].objects.keys() == set()

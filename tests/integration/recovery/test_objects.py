"""A member's own objects, brought to where it moves to: exactly those of its copies, none lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from blueprint.accounts import PROVISIONER
from core.signing_key import allowed_signers
from recovery.objects import Objects
from recovery.services import Services
from recovery.vault import Vault
from recovery.vault_accounts import writer_entry
from recovery.wanted import is_proven, wanted_objects
from tests.lib.copies import FILES, MEMBER, SYSTEM, Copies, copies, killed_at
from tests.lib.effort import some

MOVE = "746f39eae4ee"
BESIDE = f"{FILES}.before-{MOVE}"
COPIED = {"a.txt": b"a", "届出/b.txt": b"b"}
EARLIER = {"a.txt": b"of an earlier day", "old.txt": b"of that day alone"}
MOST_REQUESTS = 40


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    """A proven copy of two objects, and at the target what lay there on an earlier day."""
    with copies(tmp_path) as found:
        for name, content in COPIED.items():
            found.primary.swift.put(MEMBER, FILES, name, content)
        assert found.backup() == found.pull() == found.prove() == []
        put_earlier(found)
        yield found


def put_earlier(world: Copies) -> None:
    world.remote.swift.accounts[MEMBER] = {}
    for name, content in EARLIER.items():
        world.remote.swift.put(MEMBER, FILES, name, content)


def objects_in(world: Copies) -> Objects:
    site = world.given.definitions.need_site("remote")
    vault = Vault(Services(writer_entry(world.home, site), "remote"), MEMBER)
    kept = vault.kept("primary", SYSTEM, allowed_signers(world.home.definitions))
    services = Services(world.remote.entry(MEMBER, PROVISIONER), "remote")
    return Objects(MOVE, services, lambda: vault, wanted_objects(kept, is_proven))


def held(world: Copies, container: str) -> dict[str, bytes]:
    swift = world.remote.swift
    return {name: swift.get(MEMBER, container, name) for name in swift.names(MEMBER, container)}


def test_they_are_those_of_the_copy_and_what_lay_there_is_kept_beside(world: Copies) -> None:
    objects = objects_in(world)
    assert not objects.are_there()
    changed: list[str] = []
    objects.bring(changed.append)
    assert sorted(changed) == [f"{FILES}/{n}" for n in ("a.txt", "old.txt", "届出/b.txt")]
    assert held(world, FILES) == COPIED
    assert held(world, BESIDE) == EARLIER
    assert objects.are_there()
    changed.clear()
    objects.bring(changed.append)
    assert changed == []


def test_whenever_it_is_killed_the_next_one_ends_it_and_nothing_of_an_earlier_day_is_lost(
    world: Copies,
) -> None:
    for request in some(range(MOST_REQUESTS), 4, "kills of objects"):
        for done in (False, True):
            put_earlier(world)
            bring = objects_in(world).bring
            killed_at(world.remote, partial(bring, print), request, done=done)
            objects_in(world).bring(lambda name: None)
            assert held(world, FILES) == COPIED, (request, done)
            assert held(world, BESIDE) == EARLIER, (request, done)

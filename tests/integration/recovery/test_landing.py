"""Volumes brought back where a member moves to: to the very bytes, once, whoever is killed when.

The site is in memory; what only a real Cinder can show is in tests/lab/test_failover.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from blueprint.accounts import PROVISIONER, VAULT
from blueprint.naming import RESTORED_AS, RESTORED_BY
from core.errors import Exit, UserError
from core.signing_key import allowed_signers
from recovery.facts import Act, Do, Extent, Facts, Move
from recovery.failover import next_of
from recovery.landing import Landing
from recovery.restoring import Restorer
from recovery.services import Services
from recovery.vault import Vault
from recovery.vault_accounts import administrator_in, writer_entry
from recovery.wanted import wanted_of
from tests.lib.cinder_in_memory import SECTOR
from tests.lib.copies import BOOT, DATA, MEMBER, SYSTEM, Copies, copies, killed_at
from tests.lib.effort import kills

MOVE = "746f39eae4ee"
NEEDED = (BOOT, DATA)
REQUESTS, KILLS = 60, 4
MOST_REQUESTS = 200
"""More than any landing asks."""

LOST = Facts(
    declared=True,
    called_off=False,
    source_answers=False,
    source=Extent.ALL,
    source_fenced=True,
    last_copied=False,
    key_renewed=True,
    copies=None,  # type: ignore[arg-type]  # each look fills it in
    stale=False,
    target_fenced=False,
    objects_there=False,
    placed=False,
    target=Extent.NONE,
    verified=False,
    names_switched=False,
    told=False,
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    """Two generations are held and proven, of volumes that an earlier move restored."""
    with copies(tmp_path) as found:
        for row in found.primary.cinder.volumes.values():
            row["metadata"] = {RESTORED_BY: "an earlier move", RESTORED_AS: "of that day"}
        for content in (b"first", b"second"):
            found.write(content)
            assert found.backup() == []
            assert found.pull() == []
        assert found.prove() == []
        yield found


def landing_in(world: Copies) -> Landing:
    site = world.given.definitions.need_site("remote")
    vault = Vault(Services(writer_entry(world.home, site), "remote"), MEMBER)
    signers = allowed_signers(world.home.definitions)
    return Landing(
        MOVE,
        Restorer(Services(world.remote.entry(MEMBER, PROVISIONER), "remote"), site.backup_driver),
        lambda: vault,
        wanted_of(vault.kept("primary", SYSTEM, signers)),
        partial(administrator_in, world.home, site, MEMBER),
    )


def next_step(landing: Landing) -> Do:
    step = next_of(Move.FAILOVER, replace(LOST, copies=landing.copies(NEEDED, ())), slots=2)
    assert isinstance(step, Do)
    return step


def land(world: Copies) -> list[Act]:
    """Step by step until everything is equal, and then what was made for it is taken away."""
    landing = landing_in(world)
    done: list[Act] = []
    while (step := next_step(landing)).act is not Act.ADOPT:
        match step.act:
            case Act.COPY:
                landing.copy(lambda name: None)
            case Act.RECORD:
                landing.record()
            case Act.RESTORE:
                landing.restore(step.volume)
            case Act.COMPARE:
                landing.compare(step.volume)
            case Act.DISCARD:
                landing.discard(step.volume, ())
            case Act.SET_ASIDE:
                landing.set_aside(step.volume)
        done.append(step.act)
    assert landing.equal().keys() == set(NEEDED)
    landing.clean_up()
    return done


def contents(world: Copies) -> list[tuple[str, bytes]]:
    return sorted((row["name"], row["content"]) for row in world.remote.cinder.volumes.values())


WHOLE = [(BOOT, b"boot".ljust(SECTOR, b"\0")), (DATA, b"second".ljust(SECTOR, b"\0"))]
"""A volume has whole sectors, and so have its copies."""


def test_it_is_brought_back_to_the_very_bytes_and_nothing_else_is_left(world: Copies) -> None:
    before = world.remote.swift.names(VAULT, MEMBER)
    assert land(world) == [
        *(Act.COPY, Act.RECORD, Act.RESTORE, Act.RESTORE, Act.COMPARE, Act.COMPARE)
    ]
    assert contents(world) == WHOLE
    assert world.remote.cinder.backups == {}
    assert f"restore-{MOVE}" not in world.remote.swift.accounts[MEMBER]
    assert world.remote.swift.names(VAULT, MEMBER) == before


def test_whenever_it_is_killed_the_next_one_goes_on_and_nothing_is_there_twice(
    world: Copies,
) -> None:
    before = world.remote.swift.names(VAULT, MEMBER)
    for request, done in kills(MOST_REQUESTS, REQUESTS, KILLS, "a landing"):
        if not killed_at(world.remote, partial(land, world), request, done=done):
            assert request >= REQUESTS
            break
        land(world)
        assert contents(world) == WHOLE, (request, done)
        assert world.remote.cinder.backups == {}, (request, done)
        assert f"restore-{MOVE}" not in world.remote.swift.accounts[MEMBER], (request, done)
        world.remote.cinder.volumes.clear()
    assert world.remote.swift.names(VAULT, MEMBER) == before


def test_a_restore_that_is_not_what_its_manifest_says_is_told_thrown_away_and_made_anew(
    world: Copies,
) -> None:
    landing = landing_in(world)
    landing.copy(lambda name: None)
    landing.record()
    landing.restore(DATA)
    [row] = world.remote.cinder.volumes.values()
    row["content"] = b"seconc"
    with pytest.raises(UserError) as refused:
        landing.compare(DATA)
    assert refused.value.exit_code is Exit.WORLD_DIFFERS
    assert str(refused.value) == (
        f"{DATA} was restored at remote and is not what its manifest says; it is restored once "
        "more, and then another generation is needed"
    )
    assert next_step(landing) == Do(Act.DISCARD, DATA)
    land(world)
    assert contents(world) == WHOLE


def test_a_volume_of_an_earlier_day_is_kept_under_another_name(world: Copies) -> None:
    world.remote.cinder.add_volume(MEMBER, DATA, 1, b"of an earlier day")
    land(world)
    assert contents(world) == [*WHOLE, (f"{DATA}.before-{MOVE}", b"of an earlier day")]


def test_a_request_that_arrived_after_its_sender_was_killed_leaves_one_volume(
    world: Copies,
) -> None:
    landing = landing_in(world)
    landing.copy(lambda name: None)
    landing.record()
    landing.restore(DATA)
    landing.restore(DATA)
    assert len(contents(world)) == 2
    land(world)
    assert contents(world) == WHOLE

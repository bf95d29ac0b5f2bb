"""What moves have set aside goes for good by a person's word, and nothing else with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recovery.declaration import confirm, declare
from recovery.set_aside import name_aside
from runbooks.actions.discarding import discard
from tests.lib.copies import BOOT, DATA, FILES, MEMBER, STACK, Copies, copies


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    with copies(tmp_path) as found:
        yield found


def moved(world: Copies) -> str:
    """Home again, by a move that is done: a volume and an object of the day before lie there."""
    sato, suzuki = (world.as_person(name).home for name in ("sato", "suzuki"))
    paper = declare(sato, "remote", "primary", (MEMBER,), world.now, "the building is mended")
    confirm(suzuki, paper.id)
    report = world.home.root / "moves" / paper.id / f"{MEMBER}.json"
    report.parent.mkdir(parents=True)
    report.write_text("{}", "utf-8")
    world.primary.cinder.add_volume(MEMBER, name_aside(DATA, paper.id), 1, b"of that day")
    world.primary.swift.put(MEMBER, name_aside(FILES, paper.id), "申請書.pdf", b"of that day")
    return paper.id


def volumes(world: Copies) -> list[str]:
    return sorted(row["name"] for row in world.primary.cinder.volumes.values())


def test_it_stays_until_what_took_its_place_is_in_a_proven_copy(world: Copies) -> None:
    move = moved(world)
    assert [str(one.why) for one in discard(world.given, [MEMBER]).objections] == [
        f"{name_aside(name, move)}: of {name}, which took its place on 2026-11-26, no copy was "
        "proven since; `kumiai backup run`, `pull` and `prove` make one"
        for name in (DATA, FILES)
    ]
    world.write(b"entered since")
    for act in (world.backup, world.pull, world.prove):
        assert act() == []
    plan = discard(world.given, [MEMBER])
    [action] = plan.actions
    assert str(action.does) == (
        f"{STACK}: what moves have set aside at primary goes for good: {name_aside(DATA, move)} "
        f"(1 GiB), container {name_aside(FILES, move)}"
    )
    before = world.remote.swift.names("kumiai-vault", MEMBER)
    assert world.carried_out(plan) == []
    assert volumes(world) == [BOOT, DATA]
    assert name_aside(FILES, move) not in world.primary.swift.accounts[MEMBER]
    assert FILES in world.primary.swift.accounts[MEMBER]
    assert world.remote.swift.names("kumiai-vault", MEMBER) == before
    assert [str(one) for one in discard(world.given, [MEMBER]).notes] == [
        "no move has set anything aside"
    ]


def test_what_is_in_use_stays_and_the_rest_goes(world: Copies) -> None:
    move = moved(world)
    world.write(b"entered since")
    for act in (world.backup, world.pull, world.prove):
        assert act() == []
    boot = world.primary.cinder.add_volume(MEMBER, name_aside(BOOT, move), 1, b"boot")
    boot["status"] = "in-use"
    plan = discard(world.given, [MEMBER])
    assert [str(one) for one in plan.notes] == [f"{name_aside(BOOT, move)}: it is in-use"]
    assert world.carried_out(plan) == []
    assert volumes(world) == [BOOT, name_aside(BOOT, move), DATA]


def test_nothing_is_said_of_a_system_that_no_move_has_touched(world: Copies) -> None:
    assert [str(one) for one in discard(world.given, [MEMBER]).notes] == [
        "no move has set anything aside"
    ]

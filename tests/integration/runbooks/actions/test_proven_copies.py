"""What a plan of a failover knows of copies: those that the other site holds and has restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runbooks.actions.failover import failover_plans, proven_copies
from tests.lib.copies import BOOT, DATA, MEMBER, SYSTEM, Copies, copies


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    with copies(tmp_path) as found:
        assert found.backup() == []
        assert found.pull() == []
        yield found


def test_a_copy_counts_once_it_is_proven(world: Copies) -> None:
    assert proven_copies(world.given, [MEMBER]) == ({}, ())
    assert world.prove() == []
    found, notes = proven_copies(world.given, [MEMBER])
    assert found.keys() == {(MEMBER, SYSTEM)}
    assert found[MEMBER, SYSTEM].volumes == {DATA, BOOT}
    assert notes == ()
    [plan] = failover_plans(world.given, "primary", [MEMBER], copies=found)
    assert [str(one) for one in plan.members[0].not_ready] == [
        "whether aya.remote stands as agreed was not verified in the last day; "
        "run `kumiai verify aya`"
    ]


def test_a_vault_that_does_not_answer_is_told_and_nothing_is_known_of_it(world: Copies) -> None:
    assert world.prove() == []
    world.remote.before = lambda number: False
    found, notes = proven_copies(world.given, [MEMBER])
    assert found == {}
    assert len(notes) == 1
    assert "remote" in str(notes[0])

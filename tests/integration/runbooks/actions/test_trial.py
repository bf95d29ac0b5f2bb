"""A member brought up for trial, with the sites in memory: looked at, and gone whatever happens.

What only real services show is in tests/lab/test_switchover.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from core.errors import Exit, UserError
from core.plan import Plan, Run
from core.run import Failure, Watcher, carry_out
from recovery import trials
from recovery.trial_told import Check, TrialTold
from runbooks.actions import trial_run
from runbooks.actions.trying import Trying, id_of, paper_of
from tests.lib.copies import BOOT, DATA, MEMBER, NOW, SERVER, Copies, copies, killed_at
from tests.lib.effort import kills

REQUESTS, KILLS = 120, 2
MOST_REQUESTS = 300


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """One generation is held and proven; a trial leaves it as it was."""
    with copies(tmp_path_factory.mktemp("trial")) as found:
        assert found.backup() == []
        assert found.pull() == []
        assert found.prove() == []
        yield found


def tried(world: Copies) -> tuple[list[Failure], TrialTold | None]:
    world.runs += 1
    run = Run(f"trial-{world.runs}", "sato", "a test", world.now)
    failures = trial_run.begin(world.given, MEMBER, run, None, carried(world, run))
    return failures, trials.told_of(world.home, id_of(run))


def carried(world: Copies, run: Run) -> trial_run.Carry:
    def do(plan: Plan) -> Sequence[Failure]:
        return carry_out(world.home, plan, run, Watcher())

    return do


def cleared(world: Copies) -> list[Failure]:
    run = Run("clear", "sato", "a test", world.now)
    return trial_run.clear(world.given, MEMBER, run, carried(world, run))


def nothing_is_left(world: Copies) -> bool:
    held = {name: one for name, one in world.remote.swift.accounts.items() if "trial" in name}
    return (
        world.remote.bubble.is_empty
        and world.remote.cinder.volumes == {}
        and world.remote.cinder.backups == {}
        and not any(held.values())
        and trials.left(world.home) == []
    )


def test_it_runs_on_its_restored_volumes_where_nothing_leads_out_and_leaves_nothing(
    world: Copies,
) -> None:
    before = list(world.primary.asked)
    assert trials.measured_at(world.home, "remote") == []
    failures, told = tried(world)
    assert failures == []
    assert told is not None
    assert told.is_well
    assert [one.check for one in told.found] == [*Check]
    assert told.started == (SERVER,)
    assert told.left_out == ()
    assert nothing_is_left(world)
    assert world.primary.asked == before

    [server] = world.remote.bubble.begun
    assert (server["project"], server["name"]) == (f"kumiai-trial-{MEMBER}", SERVER)
    disks = server["asked"]["block_device_mapping_v2"]
    assert [one["boot_index"] for one in disks] == [0, -1]
    assert all(one["source_type"] == "volume" for one in disks)

    # How long its restores took is what a failover to that site is predicted by.
    [restored] = trials.measured_at(world.home, "remote")
    assert restored.at == NOW
    assert [(one.name, one.gib) for one in restored.volumes] == [(BOOT, 1), (DATA, 1)]
    assert trials.measured_at(world.home, "primary") == []


def test_a_server_that_does_not_run_is_told_and_all_is_cleared_away(world: Copies) -> None:
    world.remote.bubble.fails = "ERROR"
    failures, told = tried(world)
    world.remote.bubble.fails = ""
    assert [str(one.why) for one in failures] == [f"{SERVER} for trial: it is ERROR"]
    assert told is None
    assert nothing_is_left(world)


def test_nothing_is_tried_of_which_there_is_no_proven_copy(tmp_path: Path) -> None:
    with copies(tmp_path) as world:
        with pytest.raises(UserError) as refused:
            tried(world)
        assert refused.value.exit_code is Exit.RULE_BROKEN
        assert str(refused.value) == (
            f"remote holds no proven copy of {BOOT}, {DATA}, so nothing can be tried; "
            f"`kumiai backup prove {MEMBER}` makes one"
        )
        assert nothing_is_left(world)


def test_whenever_it_is_killed_what_is_left_is_told_and_cleared_away(
    world: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runbooks.actions.stepwise.SETTLING_SECONDS", 0)
    for request, done in kills(MOST_REQUESTS, REQUESTS, KILLS, "a trial"):
        if not killed_at(world.remote, lambda: tried(world), request, done=done):
            assert request >= REQUESTS
            break
        if not nothing_is_left(world):
            assert [one.member for one in trials.left(world.home)] == [MEMBER], (request, done)
        assert cleared(world) == [], (request, done)
        assert nothing_is_left(world), (request, done)


def test_an_earlier_copy_is_tried_where_that_is_asked_for(world: Copies) -> None:
    world.write(b"second")
    assert world.backup() == world.pull() == world.prove() == []
    run = Run("trial", "sato", "a test", world.now)
    newest = Trying(world.given, paper_of(world.given, MEMBER, run, None)).wanted[DATA]
    earlier = Trying(world.given, paper_of(world.given, MEMBER, run, NOW)).wanted[DATA]
    assert newest.leaf.content != earlier.leaf.content
    assert earlier.taken_at == NOW

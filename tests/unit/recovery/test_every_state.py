"""A member that moves, from every state that can be reached.

A step is killed before, amid and after its work, the source falls silent and comes back, restores
fail, two persons declare the move or call it off: each at every moment.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import cache

import pytest

from recovery.facts import Act, Do, Done, Move, Next, Volume, Wait, Why
from recovery.failover import next_of
from tests.lib.moving_world import ALL, VOLUMES, World, after, meanwhile

LOST = World(Move.FAILOVER)
PLANNED = World(Move.SWITCHOVER, proven=False)
RETURNED = World(
    Move.FAILBACK,
    proven=False,
    volumes=(Volume.EARLIER, Volume.EARLIER),
    stale=ALL,
    target_fenced=True,
)
"""Servers and volumes of the day on which the site was lost still lie at the target."""

MOVES = pytest.mark.parametrize("start", [LOST, PLANNED, RETURNED], ids=lambda one: one.move.value)


def asked(world: World) -> Next:
    return next_of(world.move, world.facts, slots=len(VOLUMES))


@cache
def reachable(start: World) -> frozenset[World]:
    """Every world that can come of this one."""
    seen, waiting = {start}, deque([start])
    while waiting:
        world = waiting.popleft()
        step = asked(world)
        found = set(meanwhile(world))
        if isinstance(step, Do):
            found |= set(after(world, step))
        new = found - seen
        seen |= new
        waiting.extend(new)
    return frozenset(seen)


def one_willing_step(world: World) -> World:
    """What a world does in which everybody does his part, and nothing fails."""
    step = asked(world)
    match step:
        case Do():
            return next(after(world, step))
        case Wait(Why.PERSONS):
            return replace(world, declared=True)
        case Wait(Why.NO_PROVEN_COPY):
            return replace(world, proven=True)
        case Wait(Why.SOURCE_SILENT):
            return replace(world, source_answers=True)
        case Wait(Why.RESTORING):
            name = next(one for one in VOLUMES if world.volume(one) is Volume.RESTORING)
            return world.with_volume(name, Volume.RESTORED)
        case _:
            raise AssertionError(f"nothing is to be done about {step}")


def arrived(world: World) -> bool:
    return (
        world.target == ALL
        and set(world.volumes) == {Volume.ADOPTED}
        and world.source_fenced
        and world.key_renewed
        and world.placed
        and not world.target_fenced
        and not world.stale
        and world.verified
        and world.names_switched
        and world.told
    )


def back_again(world: World) -> bool:
    """As before the move, but that what an earlier day left may have been set aside."""
    return (
        world.called_off
        and not world.placed
        and not world.target
        and not world.source_fenced
        and not world.key_renewed
        and (world.source == ALL or not world.source_answers)
        and set(world.volumes) <= {Volume.ABSENT, Volume.EARLIER}
    )


@MOVES
def test_a_member_never_runs_at_two_sites(start: World) -> None:
    assert [w for w in reachable(start) if w.runs_at_source and w.runs_at_target] == []


@MOVES
def test_a_willing_world_brings_every_state_to_its_end(start: World) -> None:
    ends = {start: False}
    for world in reachable(start):
        path = []
        while world not in ends and not isinstance(asked(world), Done):
            path.append(world)
            assert len(path) < 60, path[0]
            world = one_willing_step(world)
        ends.update(dict.fromkeys([*path, world], True))


@MOVES
def test_what_is_called_done_is_whole_and_leaves_nothing_behind(start: World) -> None:
    done = [world for world in reachable(start) if isinstance(asked(world), Done)]
    assert done
    assert [w for w in done if not (arrived(w) or back_again(w))] == []
    assert [w for w in done if w.objects or w.records] == []


@MOVES
def test_nothing_starts_before_the_source_is_fenced_and_every_volume_is_adopted(
    start: World,
) -> None:
    starting = [world for world in reachable(start) if asked(world) == Do(Act.START)]
    assert starting
    assert all(world.source_fenced and world.placed for world in starting)
    assert all(set(world.volumes) == {Volume.ADOPTED} for world in starting)


def test_a_lost_site_that_comes_back_changes_nothing() -> None:
    fenced = [w for w in reachable(LOST) if w.source_fenced and not w.called_off]
    assert any(world.target == ALL for world in fenced)
    for world in fenced:
        silent = replace(world, source_answers=False, source=ALL)
        back = replace(world, source_answers=True, source=ALL)
        assert asked(back) == asked(silent)


@pytest.mark.parametrize("start", [PLANNED, RETURNED], ids=lambda one: one.move.value)
def test_a_planned_move_stops_nobody_before_a_copy_is_proven(start: World) -> None:
    for world in reachable(start):
        if asked(world) == Do(Act.STOP_SOURCE):
            assert world.proven
            assert world.source_answers


@pytest.mark.parametrize("start", [PLANNED, RETURNED], ids=lambda one: one.move.value)
def test_a_planned_move_loses_nothing(start: World) -> None:
    for world in reachable(start):
        if any(state is Volume.RESTORING for state in world.volumes):
            assert world.last_copied
            assert not world.runs_at_source


def test_nobody_fails_over_without_two_persons() -> None:
    assert asked(LOST) == Wait(Why.PERSONS)
    assert asked(replace(LOST, source_answers=False)) == Wait(Why.PERSONS)


def test_a_failover_without_a_proven_copy_waits_for_one() -> None:
    assert asked(replace(LOST, declared=True, proven=False)) == Wait(Why.NO_PROVEN_COPY)


def test_a_fence_that_somebody_lifts_is_put_back_before_all_else() -> None:
    for world in reachable(LOST):
        if world.target and world.placed:
            assert asked(replace(world, source_fenced=False)) == Do(Act.FENCE)


def test_a_fence_that_is_lifted_is_put_back_though_nobody_declares_anything_any_more() -> None:
    for world in reachable(LOST):
        if world.target:
            unfenced = replace(world, source_fenced=False, declared=False)
            assert asked(replace(unfenced, source_answers=True)) == Do(Act.FENCE)
            assert asked(replace(unfenced, source_answers=False)) == Wait(Why.PERSONS)


def test_volumes_of_servers_that_run_are_not_taken_from_them_by_calling_the_move_off() -> None:
    """Also where somebody has put the files back meanwhile."""
    running = [world for world in reachable(LOST) if world.target]
    assert running
    for world in running:
        step = asked(replace(world, placed=False, called_off=True))
        assert not (isinstance(step, Do) and step.act is Act.DISCARD)


def test_a_volume_on_which_servers_run_is_not_touched_though_its_marks_are_gone() -> None:
    running = [world for world in reachable(LOST) if world.target and world.placed]
    assert running
    for world in running:
        for state in (Volume.EARLIER, Volume.BROKEN, Volume.RESTORED, Volume.EQUAL):
            step = asked(world.with_volume("data", state))
            assert not (isinstance(step, Do) and step.volume)


def test_servers_of_an_earlier_day_go_before_all_else_where_their_fence_is_lifted() -> None:
    unfenced = replace(RETURNED, target_fenced=False)
    assert asked(unfenced) == Do(Act.REMOVE_STALE)
    assert asked(replace(unfenced, called_off=True)) == Do(Act.REMOVE_STALE)


def test_a_move_that_has_reached_the_files_is_finished_though_it_is_called_off() -> None:
    placed = [w for w in reachable(LOST) if w.placed and w.called_off]
    assert placed
    assert {asked(w) for w in placed} == {asked(replace(w, called_off=False)) for w in placed}


def test_a_failover_goes_through_its_steps_in_this_order() -> None:
    world, steps = replace(LOST, declared=True, source_answers=False), []
    while not isinstance(step := asked(world), Done):
        if isinstance(step, Do):
            steps.append(f"{step.act} {step.volume}".strip())
        world = one_willing_step(world)
    assert steps == [
        "renew_key",
        "fence",
        "check",
        "copy",
        "record",
        "restore boot",
        "restore data",
        "compare boot",
        "compare data",
        "adopt boot",
        "adopt data",
        "bring_objects",
        "place",
        "start",
        "verify",
        "switch_names",
        "tell",
        "clean_up",
    ]


def test_a_failback_sets_aside_what_the_lost_site_still_holds() -> None:
    world, steps = replace(RETURNED, declared=True), []
    while not isinstance(step := asked(world), Done):
        if isinstance(step, Do):
            steps.append(f"{step.act} {step.volume}".strip())
        world = one_willing_step(world)
    assert steps[:11] == [
        "prove",
        "stop_source",
        "copy_last",
        "remove_stale",
        "renew_key",
        "fence",
        "check",
        "copy",
        "record",
        "set_aside boot",
        "set_aside data",
    ]
    assert steps[-6:] == [
        "place",
        "start",
        "verify",
        "switch_names",
        "tell",
        "clean_up",
    ]


def test_the_states_that_were_tried_are_all_there_are() -> None:
    """A number that falls tells that a state is not reached, and so not tried, any more."""
    assert {one.move.value: len(reachable(one)) for one in (LOST, PLANNED, RETURNED)} == {
        "failover": 212,
        "switchover": 460,
        "failback": 600,
    }

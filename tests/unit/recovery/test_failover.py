"""Many members at once, and a trial that never touches where the member runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.facts import (
    Act,
    Copies,
    Do,
    Done,
    Extent,
    Facts,
    Move,
    Next,
    Trial,
    Volume,
    Wait,
    Why,
)
from recovery.failover import next_of, next_of_all, next_of_trial
from tests.lib.moving_world import ALL, VOLUMES, World

READY = World(
    Move.FAILOVER,
    declared=True,
    source_answers=False,
    source_fenced=True,
    key_renewed=True,
    checked=True,
    objects=ALL,
    records=ALL,
)
"""All is there to restore from."""

FACTS = st.builds(
    replace,
    st.just(READY),
    declared=st.booleans(),
    called_off=st.booleans(),
    proven=st.booleans(),
    volumes=st.tuples(st.sampled_from(Volume), st.sampled_from(Volume)),
).map(lambda world: world.facts)


@given(
    st.dictionaries(st.sampled_from("abcdef"), FACTS, max_size=6),
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.integers(1, 4),
)
def test_every_member_is_answered_and_no_more_is_restored_than_the_site_bears(
    facts: dict[str, Facts], order: list[str], at_once: int
) -> None:
    found = next_of_all(Move.FAILOVER, facts, order, at_once)
    assert found.keys() == facts.keys()
    begun = sum(isinstance(one, Do) and one.act is Act.RESTORE for one in found.values())
    under_way = sum(
        state is Volume.RESTORING for one in facts.values() for state in one.copies.volumes.values()
    )
    assert begun == 0 or begun + under_way <= at_once


def test_who_comes_first_in_order_restores_first() -> None:
    facts = {"hita": READY.facts, "usuki": READY.facts, "aya": READY.facts}
    assert next_of_all(Move.FAILOVER, facts, ["usuki", "aya", "hita"], at_once=2) == {
        "usuki": Do(Act.RESTORE, "boot"),
        "aya": Do(Act.RESTORE, "boot"),
        "hita": Wait(Why.PLACE_IN_LINE),
    }


def test_nobody_is_forgotten_whom_the_order_leaves_out() -> None:
    facts = {"hita": READY.facts, "usuki": READY.facts}
    assert list(next_of_all(Move.FAILOVER, facts, ["usuki"], at_once=1)) == ["usuki", "hita"]


def test_a_member_that_waits_for_its_restore_compares_what_it_has() -> None:
    half = replace(READY, volumes=(Volume.RESTORING, Volume.RESTORED))
    assert next_of(Move.FAILOVER, half.facts, slots=0) == Do(Act.COMPARE, "data")


EITHER = (False, True)
THERE = [one for one in Volume if one is not Volume.EARLIER]

COPIES = [
    Copies(proven, checked, copied, recorded, dict(zip(VOLUMES, volumes, strict=True)))
    for proven, checked, copied, recorded, volumes in product(
        EITHER, EITHER, Extent, Extent, product(THERE, repeat=len(VOLUMES))
    )
]

TRIALS = [
    Trial(copies, isolated, stands, runs, judged, ended)
    for copies, isolated, stands, runs, judged, ended in product(
        COPIES, Extent, EITHER, EITHER, EITHER, EITHER
    )
    if isolated is Extent.ALL or not stands
    if stands or not runs
]
"""Every state of a trial there is, but for servers that run without a network of their own."""

TRIAL_ACTS = {
    *(Act.CHECK, Act.COPY, Act.RECORD, Act.RESTORE, Act.DISCARD, Act.COMPARE, Act.CLEAN_UP),
    *(Act.ISOLATE, Act.START_TRIAL, Act.JUDGE, Act.STOP_TRIAL),
}


def done(trial: Trial, step: Next) -> Trial:
    """The trial once the step is done, or what it waits for has come."""
    copies = trial.copies

    def now(state: Volume, name: str) -> Trial:
        return replace(trial, copies=replace(copies, volumes={**copies.volumes, name: state}))

    match step:
        case Wait(Why.NO_PROVEN_COPY):
            return replace(trial, copies=replace(copies, proven=True))
        case Wait(Why.RESTORING):
            name = next(n for n, one in copies.volumes.items() if one is Volume.RESTORING)
            return now(Volume.RESTORED, name)
        case Do(Act.CHECK):
            return replace(trial, copies=replace(copies, checked=True))
        case Do(Act.COPY):
            return replace(trial, copies=replace(copies, copied=Extent.ALL))
        case Do(Act.RECORD):
            return replace(trial, copies=replace(copies, recorded=Extent.ALL))
        case Do(Act.CLEAN_UP):
            cleared = replace(copies, copied=Extent.NONE, recorded=Extent.NONE)
            return replace(trial, copies=cleared, isolated=Extent.NONE)
        case Do(Act.ISOLATE):
            return replace(trial, isolated=Extent.ALL)
        case Do(Act.START_TRIAL):
            return replace(trial, stands=True, runs=True)
        case Do(Act.STOP_TRIAL):
            return replace(trial, stands=False, runs=False)
        case Do(Act.JUDGE):
            return replace(trial, judged=True)
        case Do(Act.RESTORE, name):
            return now(Volume.RESTORING, name)
        case Do(Act.COMPARE, name):
            return now(Volume.EQUAL, name)
        case Do(Act.DISCARD, name):
            return now(Volume.ABSENT, name)
    raise AssertionError(step)


def test_a_trial_is_judged_and_leaves_nothing_behind_from_every_state() -> None:
    for start in TRIALS:
        trial, steps = start, 0
        while not isinstance(step := next_of_trial(trial), Done):
            trial, steps = done(trial, step), steps + 1
            assert steps < 40, start
        assert trial.judged or trial.ended
        assert not trial.stands
        assert trial.isolated is Extent.NONE
        assert (trial.copies.copied, trial.copies.recorded) == (Extent.NONE, Extent.NONE)
        assert set(trial.copies.volumes.values()) == {Volume.ABSENT}


def test_a_trial_touches_nothing_of_the_member() -> None:
    steps = [next_of_trial(trial) for trial in TRIALS]
    assert {one.act for one in steps if isinstance(one, Do)} == TRIAL_ACTS


def test_a_trial_runs_within_its_own_network_alone() -> None:
    for trial in TRIALS:
        step = next_of_trial(trial)
        if step == Do(Act.START_TRIAL):
            assert trial.isolated is Extent.ALL
        if step == Do(Act.CLEAN_UP):
            assert not trial.stands
        if step in (Do(Act.COPY), Do(Act.RESTORE, "boot"), Do(Act.RESTORE, "data")):
            assert trial.isolated is Extent.ALL


@pytest.mark.parametrize("copied", [Extent.SOME, Extent.ALL])
def test_a_trial_without_a_proven_copy_waits_and_can_still_be_ended(copied: Extent) -> None:
    trial = replace(TRIALS[0], copies=replace(TRIALS[0].copies, copied=copied))
    assert next_of_trial(trial) == Wait(Why.NO_PROVEN_COPY)
    assert next_of_trial(replace(trial, ended=True)) == Do(Act.CLEAN_UP)

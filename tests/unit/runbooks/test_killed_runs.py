"""Every procedure, killed at any moment or met by a full disk: it goes on, nothing done twice."""

from __future__ import annotations

from collections import Counter

import pytest

from core.errors import OtherSystemFailed
from runbooks.progress import State, Turn, progress_of, to_undo
from runbooks.record import What
from runbooks.work import Stop
from tests.lib.procedures import PARTS, PROCEDURES, Killed, begun, moments, ran, states


@pytest.mark.parametrize("name", PROCEDURES)
def test_killed_at_any_moment_it_ends_as_if_nobody_had_killed_it(name: str) -> None:
    procedure = PROCEDURES[name]
    whole = begun(procedure)
    assert ran(whole).turn is Turn.ENDED
    acts = {str(step.act) for step in procedure.steps.values() if step.act is not None}
    assert whole.effects == Counter({f"{act} {part}": 1 for act in acts for part in PARTS})
    for at in range(1, whole.moments + 1):
        model = begun(procedure, killed_at=at)
        with pytest.raises(Killed):
            ran(model)
        assert ran(model).turn is Turn.ENDED
        assert model.effects == whole.effects, at
        assert states(model) == dict.fromkeys(procedure.steps, State.DONE), at
        ends = [one.what for one in model.lines if one.what is What.RUN_DONE]
        assert ends == [What.RUN_DONE]


@pytest.mark.parametrize("name", PROCEDURES)
def test_killed_twice_it_ends_as_well(name: str) -> None:
    procedure = PROCEDURES[name]
    count = moments(procedure)
    for first in range(1, count + 1, 3):
        model = begun(procedure, killed_at=first)
        with pytest.raises(Killed):
            ran(model)
        model.killed_at = first + 2
        try:
            ran(model)
        except Killed:
            ran(model)
        assert set(model.effects.values()) <= {1}
        assert states(model) == dict.fromkeys(procedure.steps, State.DONE)


@pytest.mark.parametrize("name", PROCEDURES)
def test_with_a_full_disk_at_any_line_nothing_is_done_unrecorded_and_it_goes_on(name: str) -> None:
    """The model refuses what is done without its line."""
    procedure = PROCEDURES[name]
    whole = begun(procedure)
    ran(whole)
    for at in range(1, whole.added + 1):
        model = begun(procedure)
        model.full_at = at
        with pytest.raises(OtherSystemFailed, match="No space left on device"):
            ran(model)
        assert ran(model).turn is Turn.ENDED
        assert model.effects == whole.effects, at
        assert states(model) == dict.fromkeys(procedure.steps, State.DONE), at


@pytest.mark.parametrize("name", PROCEDURES)
def test_killed_at_any_moment_it_can_be_aborted_and_every_step_that_was_begun_is_told(
    name: str,
) -> None:
    procedure = PROCEDURES[name]
    for at in range(1, moments(procedure) - 1):
        model = begun(procedure, killed_at=at)
        with pytest.raises(Killed):
            ran(model)
        if progress_of(model.lines).end is not None:
            continue
        touched = to_undo(procedure, progress_of(model.lines))
        assert model.runner().abort("a test") == Stop(Turn.ENDED)
        told = [one for one in model.lines if one.what in (What.UNDONE, What.NOT_UNDONE)]
        assert [one.step for one in told] == touched, at
        for one in told:
            has_undo = procedure.steps[one.step].undo is not None
            assert one.what is (What.UNDONE if has_undo else What.NOT_UNDONE)
        assert progress_of(model.lines).end is What.ABORTED

"""How long steps take, by the runs that were done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from runbooks.pace import Pace, paces, people_first, predicted
from runbooks.progress import Progress, State, progress_of
from runbooks.store import read_procedures
from tests.lib.definitions import ROOT
from tests.lib.procedures import Model

DRILL = read_procedures(ROOT)[0]["drill"].value


def done(minutes: int) -> Progress:
    """A run of which every step took so long."""
    model = Model(DRILL)
    model.begun()
    model.runner().go_on()
    found = progress_of(model.lines)
    steps = {
        name: replace(seen, ended_at=seen.begun_at + timedelta(minutes=minutes))
        for name, seen in found.steps.items()
        if seen.begun_at is not None
    }
    return replace(found, steps=steps)


def test_a_step_takes_the_median_of_the_runs_that_were_done() -> None:
    known = paces(DRILL, [done(10), done(20), done(90), replace(done(500), end=None)])
    assert known == dict.fromkeys(DRILL.steps, Pace(20, 3))
    assert predicted(DRILL, known) == 20 * len(DRILL.steps)


def test_what_was_skipped_says_nothing_and_all_of_it_is_not_known_then() -> None:
    run = done(10)
    run = replace(run, steps={**run.steps, "plan": replace(run.steps["plan"], state=State.SKIPPED)})
    known = paces(DRILL, [run])
    assert "plan" not in known
    assert predicted(DRILL, known) is None


def test_people_come_first_until_kumiai_acts_itself() -> None:
    known = {"plan": Pace(12, 3), "try": Pace(40, 3)}
    assert people_first(DRILL, known) == Pace(12, 3)
    assert people_first(DRILL, {"try": Pace(40, 3)}) is None

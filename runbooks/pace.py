"""How long steps take, by the runs that were done before. Pure.

A promise to be back in so many minutes counts people's steps too, and nobody knows those but from
drills and from earnest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from runbooks.procedure import Procedure
from runbooks.progress import Progress, State
from runbooks.record import What


@dataclass(frozen=True, slots=True)
class Pace:
    """Of one step: the median of so many runs."""

    minutes: float
    runs: int


def paces(procedure: Procedure, runs: Iterable[Progress]) -> dict[str, Pace]:
    """By step; those that were never done are left out. What was skipped says nothing."""
    done = [one for one in runs if one.end is What.RUN_DONE]
    found: dict[str, Pace] = {}
    for name in procedure.steps:
        took = [
            seen.took.total_seconds() / 60
            for one in done
            if (seen := one.steps.get(name)) is not None
            and seen.state is State.DONE
            and seen.took is not None
        ]
        if took:
            found[name] = Pace(median(took), len(took))
    return found


def predicted(procedure: Procedure, known: dict[str, Pace]) -> float | None:
    """Minutes for all of it, one step after the other; None where a step was never done."""
    if known.keys() < procedure.steps.keys():
        return None
    return sum(known[name].minutes for name in procedure.steps)


def people_first(procedure: Procedure, known: dict[str, Pace]) -> Pace | None:
    """Minutes until kumiai's own first act, and how many runs tell of the step that fewest do;
    None where one of those steps was never done."""
    before = list(takewhile(lambda name: procedure.steps[name].act is None, procedure.in_order))
    if not before or not set(before) <= known.keys():
        return None
    minutes = sum(known[name].minutes for name in before)
    return Pace(minutes, min(known[name].runs for name in before))

"""Procedures and runs for a program that reads `--json`. Adapter: reads a run's folder."""

from __future__ import annotations

from runbooks.procedure import Procedure
from runbooks.progress import StepSeen, held_until, next_of
from runbooks.runs import RunFolder


def procedure_data(procedure: Procedure) -> dict[str, object]:
    """As its file has it, the steps in the order in which they are done."""
    found = procedure.model_dump(mode="json", exclude_defaults=True)
    return {**found, "steps": {step: found["steps"][step] for step in procedure.in_order}}


def run_data(folder: RunFolder) -> dict[str, object]:
    procedure, progress = folder.procedure, folder.progress
    following = next_of(procedure, progress)
    return {
        "run": folder.id,
        "procedure": progress.procedure,
        "values": progress.values,
        "reason": progress.reason,
        "begun_at": progress.begun_at,
        "holder": progress.holder,
        "held_until": held_until(procedure, progress),
        "turn": following.turn,
        "next": following.step or None,
        "ended": progress.end,
        "steps": [
            {"step": step, **_step(progress.steps.get(step, StepSeen()))}
            for step in procedure.in_order
        ],
    }


def _step(seen: StepSeen) -> dict[str, object]:
    return {
        "state": seen.state,
        "begun_at": seen.begun_at,
        "ended_at": seen.ended_at,
        "who": seen.who or None,
        "approved_by": seen.approved_by or None,
        "answers": dict(seen.answers),
        "why": seen.why.en or None,
    }

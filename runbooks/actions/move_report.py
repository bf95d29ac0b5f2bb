"""What a member's move came to: promised, predicted, measured, by step. Adapter: the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from core.canonical import canonical
from core.journal import entries
from core.run import BEGUN, DONE
from recovery.facts import Act
from recovery.manifest import moment
from recovery.plan import MemberPlan, minutes
from recovery.proven import newest_proven
from runbooks.actions.failover import failover_plans
from runbooks.actions.moves import Moving

MOVE = "failover"
"""The journal's word for each step of a move."""


def subject_of(stack: str, act: Act, volume: str = "") -> str:
    """As the journal names a step.

    >>> subject_of("aya.remote", Act.RESTORE, "aya-core-db-1-data")
    'aya.remote restore aya-core-db-1-data'
    """
    return f"{stack} {act} {volume}".rstrip()


def report_of(moving: Moving) -> str:
    """As JSON, in whole minutes as promises are, and seconds where it was measured."""
    paper, planned = moving.paper, _planned(moving)
    steps = list(_steps(moving))
    return canonical(
        {
            "member": moving.slug,
            "source": paper.source,
            "target": paper.target,
            "move": paper.id,
            "declared_at": moment(paper.declared_at),
            "reason": paper.reason,
            "lost_minutes": None if planned.lost is None else minutes(planned.lost),
            "promised_lost_minutes": min(one.promised.rpo_minutes for one in planned.systems),
            "promised_minutes": planned.promised_minutes,
            "predicted_data_after_minutes": minutes(planned.data_after),
            "predicted_runs_after_minutes": minutes(planned.runs_after),
            "data_after_seconds": _seconds_until(moving, steps, Act.ADOPT),
            "runs_after_seconds": _seconds_until(moving, steps, Act.VERIFY),
            "steps": steps,
        }
    )


def _planned(moving: Moving) -> MemberPlan:
    """What would have been said on the moment of the declaration, by the copies that there were."""
    given, paper = moving.given, moving.paper
    definitions = moving.placed_at(paper.source)
    then = replace(given, definitions=definitions, now=paper.declared_at)
    copies = {
        (moving.slug, system): copy
        for system, kept in moving.generations.items()
        if (copy := newest_proven([one.held for one in kept])) is not None
    }
    [plan] = failover_plans(then, paper.source, [moving.slug], copies=copies)
    return plan.members[0]


def _steps(moving: Moving) -> Iterator[dict[str, str]]:
    """Each that the journal has of this move, with how it ended."""
    begun: dict[str, str] = {}
    for one in entries(moving.given.home.journal):
        ours = one["act"] == MOVE and one["subject"].startswith(f"{moving.stack} ")
        if not ours or datetime.fromisoformat(one["at"]) < moving.paper.declared_at:
            continue
        step = one["subject"].removeprefix(f"{moving.stack} ")
        if one["outcome"] == BEGUN:
            begun[step] = one["at"]
        else:
            began = begun.pop(step, one["at"])
            yield {"step": step, "began": began, "ended": one["at"], "outcome": one["outcome"]}


def _seconds_until(moving: Moving, steps: Sequence[Mapping[str, str]], act: Act) -> int | None:
    """From the declaration until the act had ended well."""
    ends = [
        one["ended"] for one in steps if one["step"].split()[0] == act and one["outcome"] == DONE
    ]
    if not ends:
        return None
    return round((datetime.fromisoformat(ends[-1]) - moving.paper.declared_at).total_seconds())

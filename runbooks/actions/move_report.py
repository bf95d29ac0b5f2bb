"""What a member's move came to: promised, predicted, measured, by step. Adapter: the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.home import Home
from core.journal import entries
from core.run import BEGUN, DONE
from core.strict import LONGEST_LINE
from recovery.facts import Act
from recovery.move_told import MoveTold, StepTold
from recovery.plan import MemberPlan, minutes
from recovery.proven import newest_proven
from runbooks.actions.failover import failover_plans
from runbooks.actions.moves import Moving

MOVE = "failover"
"""The journal's word for each step of a move."""


def subject_of(stack: str, act: Act, volume: str = "") -> str:
    """As the journal names a step: `aya.remote restore aya-core-db-1-data`."""
    return f"{stack} {act} {volume}".rstrip()


def report_of(moving: Moving) -> MoveTold:
    paper, planned = moving.paper, _planned(moving)
    steps = tuple(steps_told(moving.given.home, MOVE, moving.stack, paper.declared_at))
    return MoveTold(
        member=moving.slug,
        source=paper.source,
        target=paper.target,
        move=paper.id,
        declared_at=paper.declared_at,
        reason=paper.reason,
        lost_minutes=_lost_minutes(moving, planned),
        promised_lost_minutes=min(one.promised.rpo_minutes for one in planned.systems),
        promised_minutes=planned.promised_minutes,
        predicted_data_after_minutes=minutes(planned.data_after),
        predicted_runs_after_minutes=minutes(planned.runs_after),
        data_after_seconds=_seconds_until(moving, steps, Act.ADOPT),
        runs_after_seconds=_seconds_until(moving, steps, Act.VERIFY),
        steps=steps,
    )


def _lost_minutes(moving: Moving, planned: MemberPlan) -> int | None:
    """Of a planned move nothing: its last copies were made of servers that stood still."""
    if moving.paper.is_planned:
        return 0
    return None if planned.lost is None else minutes(planned.lost)


def _planned(moving: Moving) -> MemberPlan:
    """What would have been said on the moment of the declaration, by the copies that there were."""
    given, paper = moving.given, moving.paper
    definitions = moving.placed_at(paper.source)
    then = replace(given, definitions=definitions, now=paper.declared_at)
    copies = {
        (moving.slug, system): copy
        for system, kept in moving.generations.items()
        if (copy := newest_proven(kept)) is not None
    }
    [plan] = failover_plans(then, paper.source, [moving.slug], copies=copies)
    return plan.members[0]


def steps_told(home: Home, act: str, subject: str, since: datetime) -> Iterator[StepTold]:
    """Each that the journal has of a move or a trial, with how it ended."""
    begun: dict[str, datetime] = {}
    for one in entries(home.journal):
        at = datetime.fromisoformat(one["at"])
        ours = one["act"] == act and one["subject"].startswith(f"{subject} ")
        if not ours or at < since:
            continue
        step = one["subject"].removeprefix(f"{subject} ")
        if one["outcome"] == BEGUN:
            begun[step] = at
        else:
            outcome = " ".join(one["outcome"].split())[:LONGEST_LINE]
            yield StepTold(step=step, began=begun.pop(step, at), ended=at, outcome=outcome)


def _seconds_until(moving: Moving, steps: Sequence[StepTold], act: Act) -> int | None:
    """From the declaration until the act had ended well."""
    ends = [one.ended for one in steps if one.step.split()[0] == act and one.outcome == DONE]
    if not ends:
        return None
    return round((ends[-1] - moving.paper.declared_at).total_seconds())

"""How far a run is, by its journal alone, and what comes next. Pure.

It keeps no memory: a run that was killed anywhere is continued by asking again. Invariant: no step
comes before those that it waits for are done or skipped, and nothing comes after the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from core.message import Message, Named, say
from runbooks.procedure import Procedure, Step
from runbooks.record import Record, What
from runbooks.vocabulary import Kind

SLOW_CLOCK = timedelta(minutes=1)
"""Two machines' clocks may differ by so much without anybody's being wrong."""


NO_REASON = Named("", "")


class State(StrEnum):
    """How one step stands."""

    WAITING = "waiting"
    BEGUN = "begun"
    """It was begun, and nobody wrote how it ended: it runs, or was killed."""
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNDONE = "undone"


SIGNED_AS = ("signer", "key")
"""How a line says by which name and key its writer signs."""

PASSED = frozenset({State.DONE, State.SKIPPED})


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step, as the journal has it."""

    state: State = State.WAITING
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    who: str = ""
    why: Named = NO_REASON
    again: int = 0
    """How often it was done and the world was not as it should be."""
    answers: Mapping[str, str] = field(default_factory=dict)
    approved_by: str = ""

    @property
    def touched(self) -> bool:
        """Whether it may have changed anything."""
        return self.begun_at is not None and self.state is not State.UNDONE

    @property
    def took(self) -> timedelta | None:
        if self.begun_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.begun_at


@dataclass(frozen=True, slots=True)
class Progress:
    """A run: who holds it, with what it was begun, and its steps."""

    procedure: str
    sha256: str
    values: Mapping[Kind, str]
    reason: str
    begun_at: datetime
    last_at: datetime
    holder: str
    holders: frozenset[str]
    """Everybody who ever held it: by login, by the name they sign with, and by their key."""
    approvers: frozenset[str]
    """Everybody who approved a step of it: by the name they sign with, and by their key."""
    steps: Mapping[str, StepSeen]
    forecast: Mapping[str, list[str]]
    """By step: what its acts would have done when the run began."""
    aborting: bool = False
    end: What | None = None


class Turn(StrEnum):
    """Whose turn it is."""

    KUMIAI = "kumiai"
    PERSON = "person"
    APPROVER = "approver"
    NOBODY = "nobody"
    """All is done."""
    ABORT = "abort"
    """It is being taken back, and nothing else may be done."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next."""

    turn: Turn
    step: str = ""


def progress_of(records: Iterable[Record]) -> Progress:
    """Raises: ValueError where the journal does not begin with a run's beginning."""
    found: Progress | None = None
    for record in records:
        if found is None:
            if record.what is not What.RUN_BEGUN:
                raise ValueError(record.what)
            found = _begun(record)
        else:
            found = _after(found, record)
    if found is None:
        raise ValueError("empty")
    return found


def next_of(procedure: Procedure, progress: Progress) -> Next:
    """The one thing to do now."""
    if progress.end is not None:
        return Next(Turn.ENDED)
    if progress.aborting:
        return Next(Turn.ABORT)
    passed = {name for name, seen in progress.steps.items() if seen.state in PASSED}
    for name in procedure.in_order:
        if name not in passed and set(procedure.after(name)) <= passed:
            return Next(_turn(procedure.steps[name]), name)
    return Next(Turn.NOBODY)


def held_until(procedure: Procedure, progress: Progress) -> datetime:
    """Until when the one who holds the run holds it: the limit of the step that is done or taken
    back next, after the last line."""
    undone = to_undo(procedure, progress) if progress.aborting else []
    step = undone[0] if undone else next_of(procedure, progress).step
    minutes = procedure.steps[step].limit_minutes if step else 0
    return progress.last_at + timedelta(minutes=minutes)


def not_yours(procedure: Procedure, progress: Progress, who: str, now: datetime) -> Message | None:
    """Why `who` may not go on with it now."""
    if now < progress.last_at - SLOW_CLOCK:
        return say(
            "this machine's clock says {now}, and the run's journal was written at {last}; set the "
            "clock right first",
            now=now.isoformat(" ", "seconds"),
            last=progress.last_at.isoformat(" ", "seconds"),
        )
    until = held_until(procedure, progress)
    if who != progress.holder and now < until:
        return say(
            "{holder} holds this run until {until}; take it over with "
            '`kumiai runbook take-over RUN --reason "…"` if that is agreed',
            holder=progress.holder,
            until=until.isoformat(" ", "minutes"),
        )
    return None


def to_undo(procedure: Procedure, progress: Progress) -> list[str]:
    """The steps of kumiai's that an abort takes back, the last one first."""
    return [
        name
        for name in reversed(procedure.in_order)
        if procedure.steps[name].act is not None and progress.steps.get(name, StepSeen()).touched
    ]


def deviation(expected: Iterable[str], found: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is done though it was not foretold, and what was foretold and is not done."""
    before, now = list(expected), list(found)
    return [one for one in now if one not in before], [one for one in before if one not in now]


def _turn(step: Step) -> Turn:
    if step.act is not None:
        return Turn.KUMIAI
    return Turn.APPROVER if step.approval else Turn.PERSON


def _begun(record: Record) -> Progress:
    facts = record.facts
    return Progress(
        facts["procedure"],
        facts["sha256"],
        {Kind(kind): value for kind, value in facts["values"].items()},
        record.reason,
        record.at,
        record.at,
        record.who,
        _people(record),
        frozenset(),
        {},
        facts.get("forecast", {}),
    )


def _people(record: Record) -> frozenset[str]:
    return frozenset({record.who, *(str(record.facts.get(one, "")) for one in SIGNED_AS)} - {""})


def _approvers(record: Record) -> frozenset[str]:
    return frozenset(str(record.facts.get(one, "")) for one in ("approver", "key")) - {""}


def _after(before: Progress, record: Record) -> Progress:
    if before.end is not None:
        return before
    found = replace(before, last_at=max(before.last_at, record.at))
    match record.what:
        case What.TAKEN_OVER:
            return replace(found, holder=record.who, holders=before.holders | _people(record))
        case What.ABORTING:
            return replace(found, aborting=True)
        case What.ABORTED | What.RUN_DONE:
            return replace(found, end=record.what)
        case What.APPROVED:
            found = replace(found, approvers=before.approvers | _approvers(record))
    seen = before.steps.get(record.step, StepSeen())
    return replace(found, steps={**before.steps, record.step: _step(seen, record)})


def _step(seen: StepSeen, record: Record) -> StepSeen:
    facts: Mapping[str, Any] = record.facts
    match record.what:
        case What.STEP_BEGUN:
            begun = seen.begun_at or record.at
            return replace(seen, state=State.BEGUN, begun_at=begun, who=record.who, why=NO_REASON)
        case What.STEP_DONE:
            return replace(
                seen, state=State.DONE, ended_at=record.at, who=record.who, why=NO_REASON
            )
        case What.STEP_FAILED:
            return replace(
                seen,
                state=State.FAILED,
                ended_at=record.at,
                why=record.why,
                again=seen.again + bool(facts.get("differs")),
            )
        case What.HELD_UP:
            return replace(seen, why=record.why)
        case What.ANSWERED:
            return replace(
                seen,
                state=State.DONE,
                begun_at=seen.begun_at or record.at,
                ended_at=record.at,
                who=record.who,
                answers=facts["answers"],
                why=NO_REASON,
            )
        case What.APPROVED if seen.state is not State.DONE:
            return replace(
                seen,
                state=State.DONE,
                begun_at=seen.begun_at or record.at,
                ended_at=record.at,
                who=record.who,
                approved_by=facts["approver"],
            )
        case What.SKIPPED:
            return replace(
                seen, state=State.SKIPPED, ended_at=record.at, who=record.who, why=record.why
            )
        case What.UNDONE | What.NOT_UNDONE:
            return replace(seen, state=State.UNDONE, why=record.why)
        case What.UNDO_FAILED:
            return replace(seen, state=State.FAILED, why=record.why)
        case _:
            return seen

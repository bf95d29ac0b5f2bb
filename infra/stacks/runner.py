"""Brings one stack up: lock, put in order, run, record. Adapter."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import OtherSystemFailed, UserError
from core.files import is_the_machines, not_written
from core.home import Home
from core.journal import Entry, append
from core.lock import Holder, locked
from core.message import Message, say
from infra.engine.process import RUN_SECONDS, Event, Outcome, Pulumi
from infra.engine.reasons import reason_of
from infra.resume.put_in_order import clear_dead_lock, put_in_order
from infra.stacks.digest import forget_applied, record_applied
from infra.stacks.guard import object_name, refusal
from infra.stacks.work import StackWork

Tell = Callable[[Message], None]
OnEvent = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Run:
    """One call of `kumiai up` or `kumiai down`: who, why, when, and its id."""

    id: str
    reason: str
    started_at: datetime

    @property
    def log_folder(self) -> str:
        return self.started_at.strftime("%Y%m%d-%H%M%S-") + self.id[:6]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a stack did not get where it should."""

    work: StackWork
    why: Message
    log: Path


def log_of(home: Home, run: Run, stack: str) -> Path:
    return home.logs / run.log_folder / f"{stack}.log"


def bring_up(
    home: Home, work: StackWork, run: Run, on_event: OnEvent, tell: Tell
) -> Failure | None:
    """The stack as its files say, or why not. Never raises for what belongs to one stack."""
    log = log_of(home, run, work.stack)
    pulumi = Pulumi(home, work.stack, run.id, log)
    try:
        if work.fate.refused:
            raise UserError(refusal(work.fate.refused))
        holder = Holder.this(run.id, run.started_at)
        with locked(home, work.stack, holder) as before:
            killed = before.run if before is not None else None
            cut_off = work.exists and put_in_order(pulumi, killed, work.site, tell)
            if not work.exists:
                _demand(pulumi.create_stack(), work)
            _journal(home, run, work, "up", "begun")
            forget_applied(home, work.stack)
            for resource in work.fate.retired:
                _demand(pulumi.unprotect(resource.urn), work)
                tell(
                    say(
                        "{subject}: {object} is retired and goes with its data",
                        subject=work.subject,
                        object=object_name(resource),
                    )
                )
            why = run.reason or "kumiai up"
            outcome = pulumi.up(on_event, why, work.refresh or cut_off)
            if clear_dead_lock(pulumi, outcome.errors, tell):
                outcome = pulumi.up(on_event, why, refresh=True)
            _demand(outcome, work)
            record_applied(home, work.stack, work.digest)
            _journal(home, run, work, "up", "done")
    except (UserError, OSError) as error:
        return Failure(work, _why(error), log)
    return None


def tear_down(
    home: Home, work: StackWork, run: Run, on_event: OnEvent, tell: Tell
) -> Failure | None:
    """Nothing of the stack is left, data included; only for a municipality that has left."""
    log = log_of(home, run, work.stack)
    pulumi = Pulumi(home, work.stack, run.id, log)
    try:
        with locked(home, work.stack, Holder.this(run.id, run.started_at)) as before:
            killed = before.run if before is not None else None
            put_in_order(pulumi, killed, work.site, tell)
            _journal(home, run, work, "down", "begun")
            forget_applied(home, work.stack)
            _demand(pulumi.unprotect_all(), work)
            _demand(pulumi.destroy(on_event, run.reason), work)
            _demand(pulumi.remove_stack(), work)
            _journal(home, run, work, "down", "done")
    except (UserError, OSError) as error:
        return Failure(work, _why(error), log)
    return None


def _why(error: UserError | OSError) -> Message:
    """Raises: the error itself where it is a defect of ours."""
    if isinstance(error, UserError):
        return error.message
    if is_the_machines(error):
        return not_written(error.filename, error).message
    raise error


def why_not(outcome: Outcome, work: StackWork) -> Message:
    """Why a run of Pulumi on the stack failed."""
    return reason_of(outcome.errors, outcome.timed_out, RUN_SECONDS, work.site.name)


def _demand(outcome: Outcome, work: StackWork) -> None:
    """Raises: OtherSystemFailed with the reason where Pulumi failed."""
    if outcome.exit_code < 0 and not outcome.timed_out:
        raise OtherSystemFailed(say("Pulumi was killed; run it again, and it goes on from there"))
    if not outcome.done:
        raise OtherSystemFailed(why_not(outcome, work))


def _journal(home: Home, run: Run, work: StackWork, act: str, outcome: str) -> None:
    now = datetime.now().astimezone()
    append(home.journal, Entry(now, getpass.getuser(), act, work.stack, run.reason, outcome))

"""Carries a plan out: lock, journal *begun*, do, journal *done* or *failed*. Adapter.

There is no other way to change the world. One action's failure stops only what comes after it;
an end is journalled for whatever was begun, also when a person interrupts it or we have a defect,
and for a run that was killed by the next one that takes its lock.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.errors import Exit, OtherSystemFailed, UserError
from core.files import is_the_machines, machine_refused
from core.home import Home
from core.interruption import undisturbed
from core.journal import Entry, append, entries
from core.lock import Holder, locked
from core.login import login_name
from core.message import Message
from core.plan import Action, Plan, Preview, Run, Turn, may_begin

BEGUN = "begun"
DONE = "done"
FAILED = "failed"
"""Followed by a colon and why."""
INTERRUPTED = "interrupted"
"""Why, where a person stopped it: what the act itself says of that is only how it felt it."""

PREVIEWS_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an action did not get where it should."""

    action: Action
    why: Message
    exit_code: Exit


class Watcher:
    """Is told how it goes, from several threads; this one shows nothing."""

    def begun(self, action: Action) -> None: ...

    def changed(self, action: Action, name: str) -> None: ...

    def ended(self, action: Action, failure: Failure | None) -> None: ...

    def interrupted(self) -> None: ...


def new_run(reason: str) -> Run:
    """A run that begins now, of whoever is logged in."""
    now = datetime.now().astimezone()
    return Run(uuid.uuid4().hex, login_name(), reason.strip(), now)


def carry_out(
    home: Home, plan: Plan, run: Run, watcher: Watcher, at_once: int | None = None
) -> list[Failure]:
    """Do every action; the failures, in the order of the plan.

    So many `at_once` in each lane, each in a thread of its own; without a number one after the
    other in this thread. Ctrl-C begins no more, and returns when what was begun has ended.

    Raises: UserError where there is an objection to the plan; nothing is done then.
    """
    for objection in plan.objections:
        raise UserError(objection.why, objection.exit_code)
    for over in plan.overrides:
        now = datetime.now().astimezone()
        entry = Entry(now, run.who, over.act, over.subject, over.reason, str(over.against))
        append(home.journal, entry)
    waiting = list(plan.actions)
    running: dict[Future[Failure | None], Action] = {}
    failures: dict[str, Failure] = {}
    stopped: set[str] = set()
    with _workers(plan, at_once) as workers:
        try:
            while True:
                for action in may_begin(waiting, running.values(), failures, at_once or 1):
                    waiting.remove(action)
                    with workers.begins():
                        future = workers.submit(_work_on, home, action, run, watcher, stopped)
                        running[future] = action
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    action = running.pop(future)
                    failure = future.result()
                    if failure is not None:
                        failures[action.subject] = failure
        except KeyboardInterrupt:
            if running:
                watcher.interrupted()
            for action in running.values():
                if action.stop is not None:
                    stopped.add(action.subject)
                    action.stop(run)
            raise
    if plan.afterwards is not None:
        plan.afterwards()
    return [failures[one.subject] for one in plan.actions if one.subject in failures]


def previewed(plan: Plan, run: Run) -> Iterator[tuple[Action, Preview]]:
    """What each action would do in detail, in the order of the plan, some looked at side by side.

    An action without a preview of its own does what it says.
    """
    with ThreadPoolExecutor(PREVIEWS_AT_ONCE) as workers:
        found = workers.map(
            lambda one: Preview(one.does) if one.preview is None else one.preview(run),
            plan.actions,
        )
        yield from zip(plan.actions, found, strict=True)


class _Here(Executor):
    """Does what is submitted at once and in this thread, where Ctrl-C reaches it."""

    begins = staticmethod(contextlib.nullcontext[None])

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class _Beside(ThreadPoolExecutor):
    """Does it in a thread of its own, which Ctrl-C does not reach."""

    begins = staticmethod(undisturbed)


def _workers(plan: Plan, at_once: int | None) -> _Here | _Beside:
    if at_once is None:
        return _Here()
    lanes = {action.lane for action in plan.actions}
    return _Beside(max(1, at_once * len(lanes)))


def _work_on(
    home: Home, action: Action, run: Run, watcher: Watcher, stopped: Collection[str]
) -> Failure | None:
    """Why it failed, if it did. Raises: whatever is a defect of ours, or an interruption."""
    watcher.begun(action)
    failure = None
    try:
        _do(home, action, run, watcher, stopped)
    except (UserError, OSError) as error:
        told = _told(error)
        failure = Failure(action, told.message, told.exit_code)
    watcher.ended(action, failure)
    return failure


def _do(home: Home, action: Action, run: Run, watcher: Watcher, stopped: Collection[str]) -> None:
    holder = Holder.this(run.id, run.started_at, action.act, action.subject)
    with ExitStack() as stack:
        killed = [
            before
            for name in sorted(set(action.locks))
            if (before := stack.enter_context(locked(home, name, holder, mends=action.mends)))
        ]
        for before in killed:
            _end_of_killed(home, before, run.who)
        _journal(home, run, action.act, action.subject, BEGUN)
        end = DONE
        try:
            action.do(
                Turn(
                    run,
                    killed[0].run if killed else None,
                    lambda name: watcher.changed(action, name),
                )
            )
        except BaseException as error:
            end = f"{FAILED}: {INTERRUPTED if action.subject in stopped else _reason(error)}"
            with contextlib.suppress(OtherSystemFailed):  # the first reason is the one to tell
                _journal(home, run, action.act, action.subject, end)
            raise
        _journal(home, run, action.act, action.subject, end)
    if action.verify is not None:
        action.verify()


def _end_of_killed(home: Home, killed: Holder, who: str) -> None:
    """Journal how it ended for what was begun and killed; some are killed when they have ended."""
    its = (killed.act, killed.subject)
    told = [one for one in entries(home.journal) if (one["act"], one["subject"]) == its]
    if told and told[-1]["outcome"] == BEGUN:
        end = f"{FAILED}: killed (process {killed.pid} of {killed.user} on {killed.host})"
        now = datetime.now().astimezone()
        append(home.journal, Entry(now, who, *its, told[-1]["reason"], end), ends=True)


def _reason(error: BaseException) -> str:
    if isinstance(error, (UserError, OSError)):
        with contextlib.suppress(OSError):
            return str(_told(error).message)
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return type(error).__name__


def _told(error: UserError | OSError) -> UserError:
    """Raises: the error itself where it is a defect of ours."""
    if isinstance(error, UserError):
        return error
    if is_the_machines(error):
        return machine_refused(error)
    raise error


def _journal(home: Home, run: Run, act: str, subject: str, outcome: str) -> None:
    now = datetime.now().astimezone()
    entry = Entry(now, run.who, act, subject, run.reason, outcome, run.id)
    append(home.journal, entry, ends=outcome != BEGUN)

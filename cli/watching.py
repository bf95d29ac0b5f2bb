"""Shows how it goes while a plan is carried out: a line per action, and one that counts.

Adapter.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import nullcontext

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cli.alive import alive
from cli.session import Session
from core.message import Message, say
from core.plan import Action, Plan, Run
from core.run import Failure, Watcher, carry_out


def watched(session: Session, plan: Plan, run: Run, at_once: int | None) -> list[Failure]:
    """Carry the plan out and show it; on a terminal with a line that moves."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=session.out,
        transient=True,
        disable=not session.out.is_terminal,
    ) as progress:
        screen = _Screen(session, progress, len(plan.actions))
        # On a terminal the progress shows it already.
        shown = nullcontext() if session.out.is_terminal else alive(session, screen.doing)
        with shown:
            return carry_out(session.home, plan, run, screen, at_once)


class _Screen(Watcher):
    """One finished line per action; sentences in between as they come."""

    def __init__(self, session: Session, progress: Progress, count: int) -> None:
        self._session = session
        self._progress = progress
        self._task = progress.add_task("…", total=count)
        self._count = count
        self._at_work: dict[str, Message] = {}
        self._done = 0
        self._began: dict[str, float] = {}
        self._objects: Counter[str] = Counter()
        self._lock = threading.Lock()

    def doing(self) -> Message:
        if not self._at_work:
            return say("looking at what stands")
        return say(
            "{done} of {all} done, at work on: {subjects}",
            done=self._done,
            all=self._count,
            subjects=tuple(self._at_work.values()),
        )

    def begun(self, action: Action) -> None:
        self._began[action.subject] = time.monotonic()
        self._at_work[action.subject] = action.title

    def changed(self, action: Action, name: str) -> None:
        self._objects[action.subject] += 1
        self._progress.update(self._task, description=f"{action.subject}: {name}")

    def ended(self, action: Action, failure: Failure | None) -> None:
        seconds = time.monotonic() - self._began[action.subject]
        how = say("failed") if failure is not None else say("done")
        if action.preview is None and not self._objects[action.subject]:
            self._told(say("{subject}: {how}", subject=action.title, how=how))
        else:
            self._told(
                say(
                    "{subject}: {how}, {count} objects changed in {seconds:.0f} s",
                    subject=action.title,
                    how=how,
                    count=self._objects[action.subject],
                    seconds=seconds,
                )
            )
        self._progress.advance(self._task)
        self._at_work.pop(action.subject, None)
        self._done += 1

    def interrupted(self) -> None:
        self._told(say("stopping: what is at work keeps what it has done, and ends …"))

    def _told(self, message: Message) -> None:
        with self._lock:
            self._session.say(message)

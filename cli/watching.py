"""Shows how it goes while many stacks are worked on: a line per stack, and one that counts."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cli.session import Session
from core.message import Message, say
from infra.engine.process import Event
from infra.engine.processes import stop_run
from infra.stacks.fleet import OneStack, Watcher, run_all
from infra.stacks.runner import Failure
from infra.stacks.work import StackWork

CHANGING = frozenset({"create", "update", "delete", "replace"})
"""Pulumi's words for steps that change an object, beside `same`, `read` and `refresh`."""


def watched(
    session: Session, works: Sequence[StackWork], one: OneStack, at_once: int, run: str
) -> list[Failure]:
    """Work on all stacks and show it; on a terminal with a line that moves."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=session.out,
        transient=True,
        disable=not session.out.is_terminal,
    ) as progress:
        return run_all(works, one, _Screen(session, progress, len(works), run), at_once)


class _Screen(Watcher):
    """One finished line per stack; sentences in between as they come."""

    def __init__(self, session: Session, progress: Progress, count: int, run: str) -> None:
        self._session = session
        self._progress = progress
        self._run = run
        self._task = progress.add_task("…", total=count)
        self._began: dict[str, float] = {}
        self._objects: Counter[str] = Counter()
        self._lock = threading.Lock()

    def begun(self, work: StackWork) -> None:
        self._began[work.stack] = time.monotonic()

    def event(self, work: StackWork, event: Event) -> None:
        metadata = event.get("resOutputsEvent", {}).get("metadata", {})
        if metadata.get("op") in CHANGING and str(metadata.get("type")).startswith("openstack:"):
            self._objects[work.stack] += 1
            self._progress.update(
                self._task, description=f"{work.stack}: {metadata['urn'].rsplit('::', 1)[-1]}"
            )

    def told(self, message: Message) -> None:
        with self._lock:
            self._session.say(message)

    def ended(self, work: StackWork, failure: Failure | None) -> None:
        seconds = time.monotonic() - self._began[work.stack]
        how = say("failed") if failure is not None else say("done")
        self.told(
            say(
                "{subject}: {how}, {count} objects changed in {seconds:.0f} s",
                subject=work.subject,
                how=how,
                count=self._objects[work.stack],
                seconds=seconds,
            )
        )
        self._progress.advance(self._task)

    def interrupted(self) -> None:
        self.told(say("stopping: each Pulumi saves what it has made …"))
        stop_run(self._run)

"""A limit on how long a step's acts may take: what can be stopped in good order is. Adapter."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.message import say
from core.plan import Action, Run
from core.run import Failure, Watcher
from runbooks.actions.given import Tell


class Limited(Watcher):
    """Passes on what it is told, and stops what is still at work when the time is over."""

    def __init__(self, watcher: Watcher, tell: Tell) -> None:
        self._watcher = watcher
        self._tell = tell
        self._at_work: dict[str, Action] = {}
        self._lock = threading.Lock()

    @contextmanager
    def limited(self, run: Run, minutes: float) -> Iterator[None]:
        timer = threading.Timer(minutes * 60, self._late, (run, minutes))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _late(self, run: Run, minutes: float) -> None:
        with self._lock:
            late = list(self._at_work.values())
        for action in late:
            self._tell(
                say(
                    "{subject} takes longer than {minutes} minutes",
                    subject=action.title,
                    minutes=f"{minutes:g}",
                )
            )
            if action.stop is not None:
                action.stop(run)

    def begun(self, action: Action) -> None:
        with self._lock:
            self._at_work[action.subject] = action
        self._watcher.begun(action)

    def changed(self, action: Action, name: str) -> None:
        self._watcher.changed(action, name)

    def ended(self, action: Action, failure: Failure | None) -> None:
        with self._lock:
            self._at_work.pop(action.subject, None)
        self._watcher.ended(action, failure)

    def interrupted(self) -> None:
        self._watcher.interrupted()

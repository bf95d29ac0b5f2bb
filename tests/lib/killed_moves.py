"""Moves that are killed, at an entry of the journal that is named, or wherever it is drawn."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.journal import entries
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL, chance
from tests.lib.killing import kill, victims

LOOK_SECONDS = 0.02
KILLS = 3
"""Of one move, unless all are."""


def begun(act: str, step: str) -> Callable[[dict[str, Any]], bool]:
    """Whether an entry tells of the beginning of that step."""
    return lambda one: (
        one["act"] == act and f" {step}" in one["subject"] and one["outcome"] == "begun"
    )


def killed_when(
    consortium: Consortium, words: tuple[str, ...], reached: Callable[[dict[str, Any]], bool]
) -> None:
    """The command is killed once the journal has such an entry."""
    run = until_journalled(consortium, words, reached)
    kill(victims(run.pid, "kumiai"))
    run.communicate()


def until_journalled(
    consortium: Consortium, words: tuple[str, ...], reached: Callable[[dict[str, Any]], bool]
) -> subprocess.Popen[str]:
    """The command, which runs, and has come so far."""
    journal = consortium.home.journal
    before = len(entries(journal))
    run = consortium.begin(*words)
    while run.poll() is None and not any(map(reached, entries(journal)[before:])):
        time.sleep(LOOK_SECONDS)
    assert run.poll() is None, f"it ended before it came so far: {run.communicate()[0]}"
    return run


@dataclass
class Killed:
    """A command that is killed and begun again, until it comes to its end.

    At every entry of the journal once; unless all are wanted, at some that are drawn.
    """

    consortium: Consortium
    words: tuple[str, ...]
    at: list[str] = field(default_factory=list)
    """The entries at which it was, for whoever reads a failure."""
    said: str = ""
    """What the run said that came to its end."""

    def to_its_end(self) -> int:
        """The exit code of the run that nobody killed."""
        drawn = chance(" ".join(self.words[:2]))
        while (code := self._run(drawn.choice)) is None:
            pass
        return code

    def _run(self, choose: Callable[[tuple[Any, ...]], Any]) -> int | None:
        """None where it was killed."""
        journal = self.consortium.home.journal
        before = len(entries(journal))
        run = self.consortium.begin(*self.words)
        while run.poll() is None:
            for one in entries(journal)[before:]:
                at = f"{one['act']} {one['subject']} {one['outcome'].partition(':')[0]}"
                if at not in self.at and (
                    ALL or (len(self.at) < KILLS and choose((0,) * 9 + (1,)))
                ):
                    self.at.append(at)
                    kill(victims(run.pid, choose(("kumiai", "everything"))))
                    run.communicate()
                    return None
                before += 1
            time.sleep(LOOK_SECONDS)
        self.said = run.communicate()[0]
        return run.returncode

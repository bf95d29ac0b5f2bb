"""One line of a run's journal: what happened to which step, by whom, when and why. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.message import Named


class What(StrEnum):
    """What a line tells."""

    RUN_BEGUN = "run begun"
    TAKEN_OVER = "taken over"
    HELD_UP = "held up"
    STEP_BEGUN = "step begun"
    DEVIATED = "deviated"
    STEP_DONE = "step done"
    STEP_FAILED = "step failed"
    ANSWERED = "answered"
    APPROVED = "approved"
    SKIPPED = "skipped"
    ABORTING = "aborting"
    UNDO_BEGUN = "undo begun"
    UNDONE = "undone"
    NOT_UNDONE = "not undone"
    UNDO_FAILED = "undo failed"
    ABORTED = "aborted"
    RUN_DONE = "run done"


REASON_JA = "reason_ja"
"""The fact that is a line's reason in Japanese, where it was no person who gave it."""

ENDS = frozenset({What.STEP_DONE, What.STEP_FAILED, What.UNDONE, What.UNDO_FAILED})
"""What is written though the disk is full: room was kept for it."""


@dataclass(frozen=True, slots=True)
class Record:
    """`facts` are what else is known, for a person and for the next process."""

    at: datetime
    who: str
    what: What
    step: str = ""
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def why(self) -> Named:
        return Named(str(self.facts.get(REASON_JA) or self.reason), self.reason)

    @property
    def act(self) -> str:
        return str(self.what)

    @property
    def subject(self) -> str:
        return self.step

    @property
    def outcome(self) -> str:
        return self.reason

    def as_json(self) -> dict[str, object]:
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "what": str(self.what),
            "step": self.step,
            "reason": self.reason,
            "facts": dict(self.facts),
        }


def read_record(line: Mapping[str, Any]) -> Record:
    """Raises: KeyError or ValueError where the line is none of a run's."""
    return Record(
        datetime.fromisoformat(line["at"]),
        line["who"],
        What(line["what"]),
        line["step"],
        line["reason"],
        line["facts"],
    )


def key_of(run: str, step: str, again: int) -> str:
    """The key under which a step's acts are done, so that none is done twice.

    It changes when a step has to be done `again` since the world was not as it should be after it.
    """
    return hashlib.sha256(f"{run}/{step}/{again}".encode()).hexdigest()[:32]

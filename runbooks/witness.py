"""The head of a journal, kept where whoever cuts the journal's tail off cannot reach. Pure.

A chain of hashes shows a changed line, and not a missing end. So its head is witnessed: how many
lines it has and the hash of the last. What the witness keeps must be in the journal for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.message import Message, say


class Witness(Protocol):
    """Where heads are kept; nobody who works every day can take one away."""

    @property
    def name(self) -> str: ...

    def heads(self) -> list[Head]:
        """All that were ever kept of this machine's journals. Raises: OtherSystemFailed."""

    def keep(self, head: Head) -> None:
        """Raises: OtherSystemFailed where it is refused."""


@dataclass(frozen=True, slots=True)
class Head:
    """A journal as far as it went: so many whole lines, and the hash of the last of them."""

    journal: str
    lines: int
    sha256: str

    @property
    def file_name(self) -> str:
        """As a witness files it, below the journal's name."""
        return f"{self.lines:08}-{self.sha256}"


def filed(journal: str, file_name: str) -> Head:
    """What was filed under that name."""
    lines, _, sha256 = file_name.partition("-")
    return Head(journal, int(lines), sha256)


def head_of(journal: str, content: bytes) -> Head | None:
    """None of a journal without a whole line."""
    lines = content.split(b"\n")[:-1]
    if not lines:
        return None
    return Head(journal, len(lines), hashlib.sha256(lines[-1]).hexdigest())


def against(content: bytes, kept: Iterable[Head]) -> Message | None:
    """Why the journal is not what was witnessed; None where it is, and may have grown since."""
    lines: Sequence[bytes] = content.split(b"\n")[:-1]
    for head in sorted(kept, key=lambda one: one.lines):
        if head.lines > len(lines):
            return say(
                "had {kept} lines when it was witnessed, and has {lines}: its end was cut off",
                kept=head.lines,
                lines=len(lines),
            )
        if hashlib.sha256(lines[head.lines - 1]).hexdigest() != head.sha256:
            return say("line {line} is not the one that was witnessed", line=head.lines)
    return None

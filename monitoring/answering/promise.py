"""A promise: somebody has taken an alert, until when; signed, so that it is known who. Pure.

It silences nothing: the alert itself is told until it is over, and "over" reaches everybody who was
called. What it stops is the ladder, which is reckoned from these promises (ADR 21).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.canonical import canonical
from core.signing import Signer, sign, signed_by
from monitoring.answering.held import Held

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = "kumiai-acknowledgement"

TAKEN = "ack"
GIVEN_BACK = "give-back"
"""The same with an end that is now: the ladder goes on from there."""

LONGEST = timedelta(hours=24)
"""Whoever needs longer looks again, and promises again: a forgotten promise silences a ladder."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the log."""

    alert: str
    who: str
    at: datetime
    until: datetime
    reason: str
    signature: str = ""

    @property
    def act(self) -> str:
        return TAKEN if self.until > self.at else GIVEN_BACK

    @property
    def subject(self) -> str:
        return self.alert

    @property
    def outcome(self) -> str:
        return self.until.isoformat()

    def as_json(self) -> dict[str, str]:
        return {**self._said, "signature": self.signature}

    @property
    def _said(self) -> dict[str, str]:
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "act": self.act,
            "subject": self.alert,
            "reason": self.reason,
            "outcome": self.outcome,
        }

    @property
    def content(self) -> bytes:
        """What is signed."""
        return canonical(self._said).encode()

    def signed(self, key: Ed25519PrivateKey) -> Promise:
        return replace(self, signature=sign(key, self.content, NAMESPACE))

    def holds_at(self, moment: datetime) -> bool:
        return moment < self.until


def promise_of(line: Mapping[str, Any]) -> Promise:
    """As the log has it. Raises: ValueError, KeyError or TypeError where it is none."""
    return Promise(
        line["subject"],
        line["who"],
        datetime.fromisoformat(line["at"]),
        datetime.fromisoformat(line["outcome"]),
        line["reason"],
        line["signature"],
    )


def believed(lines: Iterable[Mapping[str, Any]], signers: Sequence[Signer]) -> dict[str, Promise]:
    """Of each alert the last promise that its own person signed: what nobody signed stops no
    ladder."""
    found: dict[str, Promise] = {}
    for line in lines:
        try:
            promise = promise_of(line)
        except (ValueError, KeyError, TypeError):
            continue
        own = [one for one in signers if one.name == promise.who]
        if signed_by(promise.signature, promise.content, NAMESPACE, own) is not None:
            found[promise.alert] = promise
    return found


def unanswered_since(held: Held, promise: Promise | None, now: datetime) -> datetime | None:
    """Since when nobody has the alert: from the end of the last promise; None while one holds.

    A promise outlives the alert: what comes again meanwhile is still somebody's.
    """
    if promise is None:
        return held.since
    if promise.holds_at(now):
        return None
    return max(held.since, promise.until)

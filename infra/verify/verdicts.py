"""What `kumiai verify` last found of each stack, kept for those who look at the whole.

Pure: `kept.py` keeps them. A verdict holds only for the files it was reached with,
and only for so long: whatever is older is unknown, and unknown is never shown as good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from blueprint.parts import Blueprint, SiteBlueprint

VALID_FOR = timedelta(hours=24)
"""How long a verdict is believed: operators verify once a day."""


class Status(StrEnum):
    """正常・注意・異常・未確認."""

    OK = "ok"
    CAUTION = "caution"
    FAULT = "fault"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One stack as it was found at one moment.

    `missing` counts what the files name and the cloud has not, or has otherwise; `extra` counts
    what the cloud has and no file names. A site that did not answer was not `reached`.
    """

    stack: str
    at: datetime
    digest: str
    reached: bool
    missing: int
    extra: int

    @property
    def differences(self) -> int:
        return self.missing + self.extra


def digest_of(subject: Blueprint | SiteBlueprint) -> str:
    """What a verdict was reached with; it changes when the files ask for something else."""
    return hashlib.sha256(repr(subject).encode()).hexdigest()


def status_of(verdict: Verdict | None, digest: str, now: datetime) -> Status:
    """What the verdict says today of a stack whose files have this digest."""
    if verdict is None or verdict.digest != digest or now - verdict.at > VALID_FOR:
        return Status.NOT_VERIFIED
    if not verdict.reached or verdict.missing:
        return Status.FAULT
    return Status.CAUTION if verdict.extra else Status.OK


WORST_FIRST = (Status.FAULT, Status.CAUTION, Status.NOT_VERIFIED, Status.OK)


def worst(statuses: Iterable[Status]) -> Status:
    """The one that a whole has whose parts have these. A fault somewhere is not made less by what
    nobody looked at."""
    return min(statuses, key=WORST_FIRST.index)

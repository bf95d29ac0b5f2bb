"""How much may be lost, and how soon it is back: `tenants/recovery.yaml`, field for field. Pure.

A tier is named by the priority that the catalogue gives each service, so that no second list says
what is urgent: a system belongs to the tier of the most urgent service that a municipality has of
it (tenants/protection.py).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from math import ceil
from typing import Annotated

from pydantic import Field

from core.strict import Strict, Text
from core.units import (
    MINUTES_PER_DAY,
    Positive,
    PositiveDays,
    PositiveMinutes,
    PositiveSeconds,
)
from tenants.vocabulary import Priority

Rate = Annotated[float, Field(gt=0, le=10**6, strict=True, allow_inf_nan=False)]
"""Seconds for each GiB."""


class Consistency(StrEnum):
    """How a system's volumes come to have one point in time.

    `paused`: its servers stand still while they are copied. `storage_group`: the storage takes all
    of them at once. `crash`: each by itself, as after a power cut; for a system of one volume.
    """

    PAUSED = "paused"
    STORAGE_GROUP = "storage_group"
    CRASH = "crash"


class Objectives(Strict):
    """What is promised of a system, and what is done to keep it."""

    rpo_minutes: PositiveMinutes
    """At most so much of what was entered last is lost (目標復旧時点)."""
    system_rto_minutes: PositiveMinutes
    """After so long the system runs at the other site (目標復旧時間)."""
    data_access_rto_minutes: PositiveMinutes
    """After so long its data can be read there, before the system runs."""
    backup_every_minutes: PositiveMinutes
    """From one generation to the next."""
    full_every: Positive
    """Every so many generations one is copied in full; those between hold what has changed."""
    generations: Positive
    """At least so many are kept."""
    retention_days: PositiveDays
    """Each is kept at least so long."""
    restore_test_days: PositiveDays | None = None
    """A generation is restored and compared at least so often; what was not counts as no copy."""
    consistency: Consistency

    @property
    def rpo(self) -> timedelta:
        return timedelta(minutes=self.rpo_minutes)

    @property
    def proven_within(self) -> timedelta:
        """What was restored longer ago counts as no copy: by then the copies are others."""
        return timedelta(days=self.restore_test_days or self.retention_days)

    @property
    def most_generations(self) -> int:
        """How many stand at the most: those that must be kept, and one that is being made.

        Generations hang on the full one that they begin with, so that the oldest go together.
        """
        young = ceil(self.retention_days * MINUTES_PER_DAY / self.backup_every_minutes)
        return max(self.generations, young) + (self.full_every - 1) + 1


class Departure(Strict):
    """Where one municipality's system departs from its tier, and why."""

    reason: Text
    rpo_minutes: PositiveMinutes | None = None
    system_rto_minutes: PositiveMinutes | None = None
    data_access_rto_minutes: PositiveMinutes | None = None
    backup_every_minutes: PositiveMinutes | None = None
    full_every: Positive | None = None
    generations: Positive | None = None
    retention_days: PositiveDays | None = None
    restore_test_days: PositiveDays | None = None
    consistency: Consistency | None = None

    @property
    def changes(self) -> dict[str, object]:
        """The fields that it sets otherwise."""
        return self.model_dump(exclude={"reason"}, exclude_none=True)


class Rates(Strict):
    """How long each step takes, as measured; `at_once` of them run beside each other at a site."""

    source: Text
    """Where and when these were measured."""
    at_once: Positive
    """How many volumes a site copies or restores at the same time; more are not faster."""
    backup_seconds_per_gib: Rate
    """From a snapshot into the object store, of all that run at once together."""
    pull_seconds_per_gib: Rate
    """From one site's object store into the other's vault; each object is hashed on its way."""
    check_seconds_per_gib: Rate
    """Reading each object out of the vault again and hashing it."""
    copy_seconds_per_gib: Rate
    """Within the other site's object store, out of the vault."""
    restore_seconds_per_gib: Rate
    """From the object store into volumes, of all that run at once together."""
    hash_seconds_per_gib: Rate
    """Reading a restored volume and hashing it."""
    up_seconds: PositiveSeconds
    """Building a municipality's servers around its restored volumes, and verifying them."""


class Recovery(Strict):
    """What the consortium has agreed about losses, and how fast its sites are."""

    detection_days: PositiveDays
    """So long damage may go unnoticed; a copy is worth something if it is older than the damage."""
    bulk_deletion_percent: int = Field(default=25, ge=1, le=100, strict=True)
    """If more of a system's generations would go at once, two persons must have signed it."""
    tiers: dict[Priority, Objectives] = Field(default_factory=dict)
    rates: Rates

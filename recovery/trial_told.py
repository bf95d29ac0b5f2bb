"""A trial of a member at the site that would take over: that it was begun, and its outcome. Pure.

The first paper is written before anything is made and goes once nothing is left: whoever finds one
finds what a killed trial left behind.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from core.strict import Line, Slug, Strict
from core.units import Count
from recovery.manifest import Document, Instant
from recovery.move_told import StepTold
from recovery.receipt import ProvenVolume


class TrialPaper(Document):
    """A member that runs at `source` is brought up at `site` for trial."""

    form: Literal["kumiai.trial-begun.1"] = "kumiai.trial-begun.1"
    id: Line
    member: Slug
    source: Slug
    site: Slug
    began_at: Instant
    reason: Line
    before: Instant | None = None
    """From copies taken until then; from the newest ones where it is not said."""

    def takes(self, taken_at: datetime) -> bool:
        return self.before is None or taken_at <= self.before


class Check(StrEnum):
    """What a trial looks at, once its servers run."""

    VOLUMES_EQUAL = "volumes_equal"
    """Each volume with its manifest."""
    SERVERS_RUN = "servers_run"
    NOTHING_LEADS_OUT = "nothing_leads_out"
    """Neither a router nor anybody else's port."""


class Found(Strict):
    """One check, and what speaks against it, by name; nothing where all is well."""

    check: Check
    against: tuple[Line, ...]


class TrialTold(Document):
    """What was found, and how long it took. `left_out` are servers that a licence keeps from being
    started twice."""

    form: Literal["kumiai.trial.1"] = "kumiai.trial.1"
    trial: TrialPaper
    volumes: tuple[ProvenVolume, ...]
    started: tuple[Line, ...]
    left_out: tuple[Line, ...]
    found: tuple[Found, ...]
    data_after_seconds: Count
    runs_after_seconds: Count
    steps: tuple[StepTold, ...]

    @property
    def is_well(self) -> bool:
        return not any(one.against for one in self.found)

"""What a member's move came to: promised, predicted and measured, step by step. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from core.strict import Line, Slug, Strict
from core.units import Count
from recovery.manifest import Document, Instant


class StepTold(Strict):
    """One step, as the journal has it; one that failed or was killed is there as well."""

    step: Line
    began: Instant
    ended: Instant
    outcome: Line

    @property
    def seconds(self) -> int:
        return round((self.ended - self.began).total_seconds())


class MoveTold(Document):
    """Minutes where something is promised or predicted, seconds from the declaration on where it
    was measured."""

    form: Literal["kumiai.move.1"] = "kumiai.move.1"
    member: Slug
    source: Slug
    target: Slug
    move: Line
    declared_at: Instant
    reason: Line
    lost_minutes: Count | None
    """What was entered since the copy; None where there was no proven one."""
    promised_lost_minutes: Count
    promised_minutes: Count
    predicted_data_after_minutes: Count
    predicted_runs_after_minutes: Count
    data_after_seconds: Count | None
    runs_after_seconds: Count | None
    steps: tuple[StepTold, ...]

    @property
    def runs_in_time(self) -> bool:
        """Whether it ran again within what was promised."""
        after = self.runs_after_seconds
        return after is not None and timedelta(seconds=after) <= timedelta(
            minutes=self.promised_minutes
        )

    @property
    def lost_no_more(self) -> bool:
        """Whether no more was lost than what was promised."""
        return self.lost_minutes is not None and self.lost_minutes <= self.promised_lost_minutes

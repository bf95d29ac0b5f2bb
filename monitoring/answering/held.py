"""What an Alertmanager holds: each alert, since when, and whether anything keeps it silent. Pure.

Source: Alertmanager 0.25, api/v2/openapi.yaml, `gettableAlert`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitoring.routing.labels import (
    ALERTNAME,
    DRILL,
    HEARTBEAT,
    LADDER,
    OWNER,
    TOLD,
    UNANSWERED,
    Labels,
)
from monitoring.routing.proof import shown


@dataclass(frozen=True, slots=True)
class Held:
    """One alert that fires."""

    labels: Labels
    annotations: Mapping[str, str]
    since: datetime
    silent: bool
    """Whether a lower layer's alert, or a silence, keeps it from calling anybody."""
    fingerprint: str

    @property
    def name(self) -> str:
        return self.labels.get(ALERTNAME, "")

    @property
    def key(self) -> str:
        """By what it is known in the log: a new owner has not taken it, a new reader of copies
        changes nothing."""
        return shown({name: self.labels[name] for name in sorted(self.labels) if name != TOLD})

    @property
    def is_fault(self) -> bool:
        """Whether somebody has to take it: a call for an alert that nobody took is none itself."""
        return bool(self.labels.get(OWNER)) and self.name not in (HEARTBEAT, UNANSWERED)

    @property
    def climbs(self) -> bool:
        """Whether the next one is called where nobody takes it: a drill of the first call ends with
        that, one of the ladder goes on."""
        tried = self.name != DRILL or bool(self.labels.get(LADDER))
        return self.is_fault and tried and not self.silent

    def fits(self, wanted: Labels) -> bool:
        return all(self.labels.get(name, "") == value for name, value in wanted.items())


def held_of(rows: Iterable[Mapping[str, Any]]) -> list[Held]:
    """The longest first."""
    found = [
        Held(
            row["labels"],
            row.get("annotations", {}),
            datetime.fromisoformat(row["startsAt"]),
            bool(row["status"]["inhibitedBy"] or row["status"]["silencedBy"]),
            row["fingerprint"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.since, one.key))

"""A server with a product on one host, unchanged for a while. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from blueprint.naming import Role


@dataclass(frozen=True, slots=True)
class Stay:
    """A server with a product on one host, unchanged, from `since` until `until` (None: still).

    Half-open, as intervals of time should be: it is there at `since` and no more at `until`.
    """

    server: str
    member: str
    host: str
    vcpus: int
    powered_on: bool
    role: Role
    since: datetime
    until: datetime | None

    def holds_at(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)

    def ended_within(self, window: timedelta, at: datetime) -> bool:
        """Whether it had gone by `at`, and no longer ago than the window."""
        return self.until is not None and self.until <= at < self.until + window

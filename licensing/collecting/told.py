"""How Nova writes a moment, and whether a server is on: in its API and its notifications. Pure.

The API has power states as numbers and the server's state in capitals, a notification has both as
words. Source: Nova 2026.2, nova/compute/power_state.py, nova/notifications/objects/instance.py.
"""

from __future__ import annotations

from datetime import UTC, datetime

ON = frozenset({1, 3, "running", "paused"})
"""Power states of a server that runs, or is paused: it is in its host's memory still."""

SUSPENDED = frozenset({"SUSPENDED", "suspended"})
"""What is not in its host's memory, whatever power state the host's driver tells of it."""


def is_on(power: object, state: object) -> bool:
    """Whether the server is in its host's memory."""
    return power in ON and state not in SUSPENDED


def moment_of(text: str) -> datetime:
    """Nova's times: UTC, with or without a zone. Raises: ValueError where it is none."""
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)

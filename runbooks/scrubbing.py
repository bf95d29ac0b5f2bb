"""Secrets taken out of what is handed to others. Pure."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 6
"""Characters; what is shorter would be found in every other word."""
BLACKED_OUT = "█████"


def scrubbed(text: str, secrets: Iterable[str]) -> str:
    """The text without any of the secrets, the longest first."""
    for secret in sorted({one for one in secrets if len(one) >= SHORTEST}, key=len, reverse=True):
        text = text.replace(secret, BLACKED_OUT)
    return text

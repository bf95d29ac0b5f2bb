"""A problem in a file of the matrix. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from core.message import Message, say


def unknown(value: str, known: Iterable[str]) -> Message:
    return say(
        "{value} is not known; known here: {known}", value=value, known=", ".join(known) or "–"
    )

"""Waiting for what happens by itself, never longer than a limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")

LIMIT_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.2


def until(holds: Callable[[], bool], what: str, limit_seconds: float = LIMIT_SECONDS) -> None:
    """Raises: TimeoutError that names what did not happen."""
    deadline = time.monotonic() + limit_seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {limit_seconds} s")
        time.sleep(LOOK_EVERY_SECONDS)


def until_equal(
    look: Callable[[], Seen], wanted: Seen, what: str, limit_seconds: float = LIMIT_SECONDS
) -> None:
    """Raises: TimeoutError that shows what was wanted, and what there was in the end."""
    try:
        until(lambda: look() == wanted, what, limit_seconds)
    except TimeoutError as error:
        raise TimeoutError(f"{error}\nwanted {wanted}\nseen   {look()}") from None

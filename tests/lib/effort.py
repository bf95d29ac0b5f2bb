"""How much of what could be tried is tried: everything by `make test-all`, a sample otherwise.

The sample is drawn by a seed, which pytest's header shows; `KUMIAI_SEED` draws the same again.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from typing import TypeVar

One = TypeVar("One")

ALL = os.environ.get("KUMIAI_EXAMPLES") == "all"
QUICK_PART = 10
"""The sample of a property's examples is one in so many."""

SEED = int(os.environ.get("KUMIAI_SEED") or random.SystemRandom().randrange(10**6))


def examples(number: int) -> int:
    return number if ALL else number // QUICK_PART


def some(whole: Sequence[One], number: int, what: str) -> list[One]:
    """So many of them, in their order; `what` keeps one draw apart from another."""
    if ALL or number >= len(whole):
        return list(whole)
    drawn = sorted(chance(what).sample(range(len(whole)), number))
    return [whole[index] for index in drawn]


def kills(most: int, usual: int, number: int, what: str) -> list[tuple[int, bool]]:
    """At which request something is killed, and whether that one is done.

    All: every one of `most`, of which its end comes first; else so many, drawn of the `usual` ones,
    which it always asks: whoever ends before one of those was not killed.
    """
    if ALL:
        return [(request, done) for request in range(most) for done in (False, True)]
    drawn = chance(f"kills of {what}")
    return [(drawn.randrange(usual), drawn.random() < 0.5) for _ in range(number)]


def chance(what: str) -> random.Random:
    """The same for the same seed, whatever else is drawn."""
    return random.Random(f"{SEED} {what}")

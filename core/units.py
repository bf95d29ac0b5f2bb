"""Units as types, so that a number never travels without one; conversion only here. Pure."""

from __future__ import annotations

from typing import Annotated, NewType

from pydantic import Field

Gib = NewType("Gib", int)
"""Gibibytes, 2**30 bytes."""

MIB_PER_GIB = 1024
MINUTES_PER_DAY = 24 * 60

LARGEST = 10**12
"""No number that a person writes is larger; products of a few still fit every database."""

Count = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Positive = Annotated[int, Field(gt=0, le=LARGEST, strict=True)]
PositiveGib = Annotated[Gib, Field(gt=0, le=LARGEST, strict=True)]

LONGEST_DAYS = 36_525
"""A century: no span that a person writes is longer, and what is reckoned from it stays a date."""
LONGEST_MINUTES = LONGEST_DAYS * MINUTES_PER_DAY

Days = Annotated[int, Field(ge=0, le=LONGEST_DAYS, strict=True)]
PositiveDays = Annotated[int, Field(gt=0, le=LONGEST_DAYS, strict=True)]
PositiveMinutes = Annotated[int, Field(gt=0, le=LONGEST_MINUTES, strict=True)]
PositiveSeconds = Annotated[int, Field(gt=0, le=LONGEST_MINUTES * 60, strict=True)]


def mib(gib: int) -> int:
    """The same amount in mebibytes, the unit of Nova's RAM.

    >>> mib(3)
    3072
    """
    return gib * MIB_PER_GIB

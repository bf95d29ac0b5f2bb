"""Units as types, so that a number never travels without one; conversion only here. Pure."""

from __future__ import annotations

from typing import Annotated, NewType

from pydantic import Field

Gib = NewType("Gib", int)
"""Gibibytes, 2**30 bytes."""

MIB_PER_GIB = 1024

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(gt=0)]
PositiveGib = Annotated[Gib, Field(gt=0)]


def mib(gib: int) -> int:
    """The same amount in mebibytes, the unit of Nova's RAM."""
    return gib * MIB_PER_GIB

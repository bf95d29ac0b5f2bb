"""A product as a person types it, among those that run or are owned. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import UserError
from core.message import say
from core.names import nearest


def no_product(product: str, known: Iterable[str]) -> UserError:
    """What to raise where none of that name runs or is owned."""
    near = nearest(product, known)
    if near is None:
        return UserError(say("{product} neither runs nor is owned", product=product))
    return UserError(
        say("{product} neither runs nor is owned; did you mean {near}?", product=product, near=near)
    )

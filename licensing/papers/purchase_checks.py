"""How an entitlement says that more is sold: prices, packs, the least order. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from core.message import say
from core.problem import Problem
from licensing.counting.rounding import shown
from licensing.papers.entitlement import Entitlement
from tenants.definitions import Read


def purchase_problems(read: Read[Entitlement]) -> Iterator[Problem]:
    """What would be believed to change a price, and does not."""
    said = read.value
    more = said.more_at_yen is not None or bool(said.prices_by_quantity)
    for field in ("sold_in_packs_of", "least_order"):
        if field in said.model_fields_set and not more:
            yield read.document.problem(
                (field,),
                say("no more can be had by this entitlement; leave it out, or add more_at_yen"),
            )
    if said.prices_by_quantity and said.more_at_yen is not None:
        yield read.document.problem(
            ("more_at_yen",),
            say("prices_by_quantity says what more licences cost; leave one of them out"),
        )
    if said.quantity % said.sold_in_packs_of:
        yield read.document.problem(
            ("quantity",),
            say(
                "{quantity} is no whole number of packs of {packs}; correct one of them",
                quantity=shown(said.quantity),
                packs=said.sold_in_packs_of,
            ),
        )
    yield from _prices(read)


def _prices(read: Read[Entitlement]) -> Iterator[Problem]:
    steps = read.value.prices_by_quantity
    for index, (one, following) in enumerate(pairwise(steps)):
        end, next_end = one.up_to, following.up_to
        if end is None or (next_end is not None and next_end <= end):
            yield read.document.problem(
                ("prices_by_quantity", index),
                say("each step ends above the one before, and only the last has no up_to"),
            )
    if steps and steps[-1].up_to is not None:
        yield read.document.problem(
            ("prices_by_quantity", len(steps) - 1),
            say("the last step has no up_to, or a larger order would have no price; take it out"),
        )

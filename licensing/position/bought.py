"""What was bought of a product and holds on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from licensing.papers.entitlement import Entitlement
from licensing.papers.licences import Licences
from licensing.papers.rule import Rule


@dataclass(frozen=True, slots=True)
class Bought:
    """What holds on one day for a product: how many, by which rule, for how much."""

    product: str
    rule: Rule
    quantity: Fraction
    unit_price_yen: int
    more_at_yen: int | None
    """Of the contract that sells more at the lowest price; None where none does."""


def bought_on(licences: Licences, product: str, day: date) -> Bought | None:
    """What holds on `day`, of all owners together; None where nothing does."""
    found = [
        read.value
        for read in licences.entitlements.values()
        if read.value.product == product and read.value.holds_on(day)
    ]
    if not found:
        return None
    return Bought(
        product,
        licences.rules[found[0].rule].value,
        sum((one.quantity for one in found), Fraction(0)),
        max(one.unit_price_yen for one in found),
        _least(found),
    )


def _least(found: Iterable[Entitlement]) -> int | None:
    prices = [one.more_at_yen for one in found if one.more_at_yen is not None]
    return min(prices) if prices else None


def owned_products(licences: Licences) -> set[str]:
    return {read.value.product for read in licences.entitlements.values()}

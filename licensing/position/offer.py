"""What more licences of a contract cost: packs, the least order, prices by quantity. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from licensing.papers.entitlement import Entitlement

Prices = tuple[tuple[int | None, int], ...]
"""Yen for each licence of an order of at most so many; the last one has no end."""


@dataclass(frozen=True, slots=True)
class Offer:
    """How a contract sells more. The whole order has the price of its quantity."""

    prices: Prices
    packs_of: int = 1
    least: int = 0
    until: date | None = None
    """The last day on which more of that contract holds; none where it is perpetual."""

    def ordered(self, missing: Fraction) -> int:
        """How many are bought where so many are missing: whole packs, no less than the least order.

        More than that where the next price makes the whole order cheaper.
        """
        if missing <= 0:
            return 0
        needed = self._in_packs(max(ceil(missing), self.least))
        ends = [end for end, _ in self.prices if end is not None and end >= needed]
        return min((needed, *(self._in_packs(end + 1) for end in ends)), key=self._total)

    def yen(self, missing: Fraction) -> int:
        return self._total(self.ordered(missing))

    def _in_packs(self, quantity: int) -> int:
        return -(-quantity // self.packs_of) * self.packs_of

    def _total(self, quantity: int) -> int:
        return quantity * self.price(quantity)

    def price(self, quantity: int) -> int:
        """Of one licence in an order of so many."""
        return next(yen for end, yen in self.prices if end is None or quantity <= end)


def at_one_price(yen: int) -> Offer:
    """Any number, each at so much."""
    return Offer(((None, yen),))


def offer_of(entitlement: Entitlement) -> Offer | None:
    """How more is sold within the term; None where no more can be had."""
    yen = entitlement.more_at_yen
    return None if yen is None and not entitlement.prices_by_quantity else _offer(entitlement, yen)


def offer_anew(entitlement: Entitlement) -> Offer:
    """How all of it is sold, as by that contract."""
    return _offer(entitlement, entitlement.unit_price_yen)


def _offer(entitlement: Entitlement, yen: int | None) -> Offer:
    prices: Prices = tuple((step.up_to, step.yen) for step in entitlement.prices_by_quantity)
    return Offer(
        prices or ((None, yen or 0),),
        entitlement.sold_in_packs_of,
        entitlement.least_order,
        entitlement.ends_on,
    )

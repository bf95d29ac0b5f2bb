"""What was bought: an entitlement's YAML file, field for field. Pure."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from core.strict import Day, Line, Slug, Strict, Text, Truth
from core.units import Count, Positive
from licensing.papers.measure import Exact

CONSORTIUM = "consortium"
"""The owner of what all members share; any other owner is a member's slug."""


class PriceStep(Strict):
    """The price of each licence in an order of at most `up_to`; the last step has no end."""

    up_to: Positive | None = None
    yen: Count


class Entitlement(Strict):
    """Licences of one product from one contract."""

    id: Slug
    product: Slug
    """As the catalogue's `software` names it."""
    rule: Slug
    quantity: Exact = Field(ge=0)
    owner: Slug
    pooled: Truth = False
    """Whether the contract lets all members use what one of them owns."""
    sites: tuple[Slug, ...] = ()
    """Where alone it may be used; anywhere if none is named."""
    region: Slug | None = None
    """The same by vendors' terms: at sites with this `licence_region`."""
    contract: Line
    starts_on: Day
    ends_on: Day | None = None
    """The last day on which it holds; none where it is perpetual."""
    unit_price_yen: Count
    """Of one licence, for its whole term."""
    more_at_yen: Count | None = None
    """What one licence more costs within the term; none where no more can be had."""
    prices_by_quantity: tuple[PriceStep, ...] = ()
    """Instead of one price: what each licence costs in an order of so many."""
    sold_in_packs_of: Positive = 1
    least_order: Count = 0
    """Fewer are not sold at once, however few are missing."""
    proof: Text
    """Where the paper is."""
    changed_on: Day | None = None
    """From which day on it says this, where that is not the day of the edit."""

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

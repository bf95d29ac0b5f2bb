"""What was bought of a product and holds on a day. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from core.calendar import A_DAY
from core.eras import FIRST_DAY
from core.message import Named
from core.strict import Name
from licensing.papers.entitlement import CONSORTIUM, Entitlement
from licensing.papers.licences import Licences
from licensing.papers.measure import Metric
from licensing.papers.rule import Confidence, Rule
from licensing.position.lots import Lot
from licensing.position.offer import Offer, offer_of


@dataclass(frozen=True, slots=True)
class Bought:
    """What holds on one day for a product: how many, by which rule, for how much."""

    product: str
    rule: Rule
    quantity: Fraction
    unit_price_yen: int
    more_at_yen: int | None
    """Of the contract that sells more at the lowest price; None where none does."""
    is_owned: bool = True
    """Whether an entitlement holds on the day; if not, all that is required is missing."""
    name: Named | None = None
    since: date | None = None
    """The first day on which so many are owned by this rule, by whom they are; None: it was never
    otherwise."""
    offers: tuple[Offer, ...] = ()
    """How contracts sell more."""
    lots: tuple[Lot, ...] = ()
    """What may be used by whom and where, as far as some of it may not be by everybody."""

    @property
    def called(self) -> Named:
        return self.name or Named(self.product, self.product)

    def order_of(self, missing: Fraction) -> tuple[int, int]:
        """How many are bought where so many are missing, and for how much, where that is least.

        Where no more can be had it is what they are worth.
        """
        best = self.offer(missing)
        if best is None:
            whole = ceil(missing)
            return whole, whole * (self.more_at_yen or self.unit_price_yen)
        return best.ordered(missing), best.yen(missing)

    def offer(self, missing: Fraction) -> Offer | None:
        """Where so many cost least; None where no more can be had."""
        return min(self.offers, key=lambda offer: offer.yen(missing), default=None)


def bought_on(licences: Licences, product: str, day: date) -> Bought | None:
    """What holds on `day`, of all owners together; None where nothing does."""
    found = licences.on(product, day)
    if not found:
        return None
    offers = tuple(offer for one in found if (offer := offer_of(one)) is not None)
    return Bought(
        product,
        licences.rules[found[0].rule].value,
        sum((one.quantity for one in found), Fraction(0)),
        max(one.unit_price_yen for one in found),
        min((yen for offer in offers for _, yen in offer.prices), default=None),
        name=licences.called(product),
        offers=offers,
        lots=_lots(found),
    )


NO_RULE = Rule(
    id="no-rule",
    title=Name(ja="規則なし（1台に1）", en="No rule: one for each server"),
    vendor="–",
    counts=Metric.SERVERS,
    powered_off_counts=True,
    source="kumiai: whatever a contract will say, a server needs one licence at least",
    read_on=date(2026, 11, 26),
    confidence=Confidence.TOOL,
    valid_from=FIRST_DAY,
)
"""For what runs and was never bought, so that nobody wrote by which rule it counts."""


def bought_or_nothing(licences: Licences, product: str, day: date) -> Bought:
    """What holds on `day`, and since when so many have; nothing where nothing does."""
    found = _bought_or_nothing(licences, product, day)
    for first in reversed([one for one in licences.days(product) if one <= day]):
        if _says(_bought_or_nothing(licences, product, first - A_DAY)) != _says(found):
            return replace(found, since=first)
    return found


def _says(bought: Bought) -> object:
    """What a mark is compared with: how many by which rule, and who may use them where."""
    lots = Counter((lot.quantity, lot.owner, lot.sites, lot.region) for lot in bought.lots)
    return bought.rule.id, bought.quantity, bought.is_owned, lots


def _bought_or_nothing(licences: Licences, product: str, day: date) -> Bought:
    """What holds on `day`; where nothing does, nothing, by the rule of the last contract.

    By that of the next one where there was none before.
    """
    found = bought_on(licences, product, day)
    if found is not None:
        return found
    papers = [paper for paper in licences.papers if paper.product == product]
    papers.sort(key=lambda paper: paper.starts_on)
    called = licences.called(product)
    if not papers:
        return Bought(product, NO_RULE, Fraction(0), 0, None, is_owned=False, name=called)
    before = [paper for paper in papers if paper.starts_on <= day]
    nearest = before[-1] if before else papers[0]
    rule, price = licences.rules[nearest.rule].value, nearest.unit_price_yen
    return Bought(product, rule, Fraction(0), price, None, is_owned=False, name=called)


def _lots(found: Iterable[Entitlement]) -> tuple[Lot, ...]:
    """None where everybody may use everything anywhere, which is counted as a whole."""
    lots = tuple(
        Lot(
            one.quantity,
            None if one.pooled or one.owner == CONSORTIUM else one.owner,
            frozenset(one.sites) or None,
            one.region,
            one.id,
        )
        for one in found
    )
    return lots if any(lot.is_bound for lot in lots) else ()


def owned_products(licences: Licences) -> set[str]:
    return {paper.product for paper in licences.papers}

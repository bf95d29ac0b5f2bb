"""What each edition of a product would need and cost for the same machines. Pure.

Editions are counting rules that say they are (`edition_of`), or any that somebody names: Standard
by server against Enterprise by host. Each is counted on the hosts and servers as they are, for its
own period and with its own window. Source of the question: ServiceNow,
windows-cluster-optimization.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil, floor

from licensing.counting.figure import declared_at
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.measure import DECLARED_METRICS
from licensing.papers.rule import Rule
from licensing.position.offer import Offer
from licensing.position.owed import Owed, owed
from licensing.position.period import japan_day, start_of_period


@dataclass(frozen=True, slots=True)
class Edition:
    """What a product would be by one rule; without an `offer` nobody says what a licence costs."""

    rule: Rule
    required: Owed
    offer: Offer | None
    break_even_yen: int | None
    """Up to this price of a licence it costs no more than what the product is counted by now."""
    undeclared: tuple[str, ...] = ()
    """What the rule counts and not every municipality has declared: the number may be too low."""

    @property
    def refused(self) -> tuple[str, ...]:
        """Hosts that the rule does not allow at all."""
        return tuple(sorted(self.required.refused))

    @property
    def ordered(self) -> int:
        """How many are bought: whole ones, in packs, so many at least."""
        return _ordered(self.offer, self.required.licences)

    @property
    def unit_price_yen(self) -> int | None:
        return None if self.offer is None else self.offer.price(self.ordered)

    @property
    def yen(self) -> int | None:
        return None if self.offer is None else self.offer.yen(self.required.licences)

    @property
    def can_be_had(self) -> bool:
        return not self.refused and not self.undeclared


def editions_of(licences: Licences, rule: Rule, at: datetime) -> list[Rule]:
    """The rule, and those that hold at `at` and count another edition of the same."""
    day = japan_day(at)
    found = [
        read.value
        for read in licences.rules.values()
        if read.value.edition_of is not None
        and read.value.edition_of == rule.edition_of
        and read.value.id != rule.id
        and read.value.valid_from <= day
        and (read.value.valid_to is None or day <= read.value.valid_to)
    ]
    return [rule, *found]


def comparison(
    rules: Sequence[Rule],
    offers: Mapping[str, Offer],
    park: Park,
    stays: Sequence[Stay],
    at: datetime,
    members: Collection[str] = (),
) -> list[Edition]:
    """Each rule for the same machines at `at`, the first being what the product is counted by.

    `members` are those that are to declare what no machine tells.
    """
    required = [owed(rule, park, stays, start_of_period(rule, at), at) for rule in rules]
    now = offers.get(rules[0].id)
    budget = None if now is None else now.yen(required[0].licences)
    return [
        Edition(
            rule,
            one,
            offers.get(rule.id),
            _break_even(budget, _ordered(offers.get(rule.id), one.licences))
            if rule is not rules[0]
            else None,
            tuple(sorted(_undeclared(rule, park, stays, at, members))),
        )
        for rule, one in zip(rules, required, strict=True)
    ]


def _ordered(offer: Offer | None, licences: Fraction) -> int:
    return ceil(licences) if offer is None else offer.ordered(licences)


def _break_even(budget: int | None, ordered: int) -> int | None:
    if budget is None or not ordered:
        return None
    return floor(Fraction(budget, ordered))


def _undeclared(
    rule: Rule, park: Park, stays: Iterable[Stay], at: datetime, members: Collection[str]
) -> set[str]:
    """What is counted and somebody has not declared, of those whose number counts."""
    running = {stay.member for stay in stays if stay.holds_at(at)}
    found: set[str] = set()
    for one in rule.measures:
        if one.counts in DECLARED_METRICS:
            declared = declared_at(park.declared, one.counts, at).keys()
            wanted = set(members) & running if one.where_it_runs else set(members)
            if not declared or wanted - declared:
                found.add(str(one.counts))
    return found


def cheapest(editions: Iterable[Edition]) -> Edition | None:
    """The first of those that cost least, among those that can be had at a known price."""
    known = [(one.yen, number, one) for number, one in enumerate(editions) if one.can_be_had]
    priced = [(yen, number, one) for yen, number, one in known if yen is not None]
    return min(priced, key=lambda found: found[:2])[2] if priced else None

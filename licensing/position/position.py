"""What is required, what is owned, what is left: product by product. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from core.errors import Exit, UserError
from core.message import say
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.rule import Rule
from licensing.position.bought import Bought, bought_on, owned_products
from licensing.position.owed import Owed, owed
from licensing.position.period import start_of_period

Stays = Mapping[str, Sequence[Stay]]
"""By product: every stay of a server that runs it."""


@dataclass(frozen=True, slots=True)
class Position:
    """One product at one moment. Licences; `headroom` is negative in a breach."""

    product: str
    rule: Rule
    required: Owed
    entitled: Fraction

    @property
    def headroom(self) -> Fraction:
        return headroom_of(self.rule, self.entitled, self.required.licences)

    @property
    def refused(self) -> frozenset[str]:
        """Hosts that the rule does not allow at all."""
        if self.rule.sockets_at_most is None:
            return frozenset()
        return frozenset(self.required.requirement.refused)

    @property
    def in_breach(self) -> bool:
        return self.headroom < 0 or bool(self.refused)


def headroom_of(rule: Rule, entitled: Fraction, required: Fraction) -> Fraction:
    """What is left; what is missing where it is negative, by the rule's own measure."""
    left = entitled - required
    return -required if rule.all_or_nothing and left < 0 else left


def position(bought: Bought, park: Park, stays: Sequence[Stay], at: datetime) -> Position:
    """The position of a product at `at`, which is aware."""
    start = start_of_period(bought.rule, at)
    required = owed(bought.rule, park.for_product(bought.product), stays, start, at)
    return Position(bought.product, bought.rule, required, bought.quantity)


def positions(licences: Licences, park: Park, stays: Stays, at: datetime) -> list[Position]:
    """Of every product that is owned on that day, in order of name.

    Raises: UserError where a product runs somewhere and nothing says how it is counted.
    """
    found: list[Position] = []
    for product in sorted({*stays, *owned_products(licences)}):
        bought = bought_on(licences, product, at.date())
        if bought is not None:
            found.append(position(bought, park, stays.get(product, ()), at))
        elif any(stay.holds_at(at) for stay in stays.get(product, ())):
            raise UserError(
                say(
                    "{product} runs on {day}, and no entitlement says by which rule it is "
                    "counted; add one to licensing/entitlements, with quantity 0 if none is owned",
                    product=product,
                    day=at.date(),
                ),
                Exit.RULE_BROKEN,
            )
    return found

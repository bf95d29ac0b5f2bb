"""What is required, what is owned, what is left: product by product. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from fractions import Fraction

from core.errors import Exit, UserError
from core.message import say
from licensing.counting.park import Park, Stay
from licensing.counting.stays import History
from licensing.papers.entitlement import Entitlement
from licensing.papers.rule import Peak, Rule
from licensing.papers.store import Licences
from licensing.position.peak import Owed, owed, period_start

Stays = Mapping[str, Sequence[Stay]]
"""By product: every stay of a server that runs it."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What holds on one day for a product: how many, by which rule, for how much."""

    product: str
    rule: Rule
    quantity: Fraction
    unit_price_yen: int
    more_at_yen: int | None
    """Of the contract that sells more at the lowest price; None where none does."""


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


def owned_products(licences: Licences) -> set[str]:
    return {read.value.product for read in licences.entitlements.values()}


def start_of_period(rule: Rule, at: datetime) -> datetime:
    """When the rule's period began, at midnight in the time zone of `at`."""
    day = period_start(rule.period, at.date())
    zone: tzinfo | None = at.tzinfo
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def course(
    bought: Bought, park: Park, stays: Sequence[Stay], at: datetime
) -> list[tuple[datetime, Fraction]]:
    """What is required from `at` on if nothing else happens: each moment at which it changes.

    The first is `at` itself. It ends when the last window is over.
    """
    history = History.of(stays)
    found = [(at, position(bought, park, history, at).required.licences)]
    windows = history.windows(bought.rule, at)
    if bought.rule.peak is Peak.CURRENT:
        then = _as_windows_end(bought.rule, park.for_product(bought.product), history, at, windows)
    else:
        ends = sorted({moment for moment, _ in windows})
        then = [(m, position(bought, park, history, m).required.licences) for m in ends]
    for moment, licences in then:
        if licences != found[-1][1]:
            found.append((moment, licences))
    return found


def _as_windows_end(
    rule: Rule,
    park: Park,
    history: History,
    at: datetime,
    windows: Sequence[tuple[datetime, str]],
) -> list[tuple[datetime, Fraction]]:
    """What is required once each window has ended; those of one moment together."""
    found: dict[datetime, Fraction] = {}
    with history.tallied(rule, park, at) as tally:
        for moment, host in windows:
            tally.let_go(host)
            found[moment] = Fraction(tally.licences)
        for _, host in windows:
            tally.hold(host)
    return list(found.items())

"""What is required, what is owned, what is left: product by product. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from core.calendar import MOMENT
from core.message import Named
from licensing.counting.park import Park, undeclared
from licensing.counting.spare_days import Counting, beyond_free_days
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences
from licensing.papers.rule import Peak, Rule
from licensing.position.bought import Bought, bought_or_nothing, owned_products
from licensing.position.lots import Group, groups, park_of_group, uncovered, usable_lots
from licensing.position.owed import Owed, owed, owed_of_part
from licensing.position.period import japan_day, midnight, start_of_period

Stays = Mapping[str, Sequence[Stay]]
"""By product: every stay of a server that runs it."""


@dataclass(frozen=True, slots=True)
class Position:
    """One product at one moment. Licences; `headroom` is negative in a breach.

    On a host that the rule does not allow no licence covers anything: all that is required is
    missing.
    """

    product: str
    rule: Rule
    required: Owed
    entitled: Fraction
    is_owned: bool = True
    undeclared: tuple[str, ...] = ()
    """Hosts that no site's file has, and that count as they were last known."""
    name: Named | None = None
    elsewhere: Fraction = Fraction(0)
    """How much less than what is owned counts against what is required, since some of it is bound
    to owners or sites; more than all of it where these need more each than all together."""
    idle: Fraction = Fraction(0)
    """Of what is owned, what covers nothing while others lack some."""
    bound: tuple[str, ...] = ()
    """The entitlements that are bound so."""
    owned_now: Fraction | None = None
    """Where the mark was reached while another number was owned."""
    higher: Position | None = None
    """The highest mark of the period, where that left more of what was owned then."""

    @property
    def called(self) -> Named:
        return self.name or Named(self.product, self.product)

    @property
    def has_mark(self) -> bool:
        """Whether what was required before counts, and not only what is."""
        return self.rule.peak is Peak.HIGH_WATER_MARK

    @property
    def headroom(self) -> Fraction:
        usable, required = self.entitled - self.elsewhere, self.required.licences
        left = headroom_of(usable, required, all_or_nothing=self.rule.all_or_nothing)
        return min(left, -required) if self.refused else left

    @property
    def short(self) -> Fraction:
        """How many are missing, counted one by one."""
        return self.short_of(self.required.licences)

    def short_of(self, required: Fraction) -> Fraction:
        """How many would be missing if so many were required."""
        return max(Fraction(0), required - (self.entitled - self.elsewhere))

    @property
    def refused(self) -> frozenset[str]:
        """Hosts that the rule does not allow at all."""
        return self.required.refused if self.rule.sockets_at_most is not None else frozenset()

    @property
    def in_breach(self) -> bool:
        return self.headroom < 0 or bool(self.refused)


def headroom_of(entitled: Fraction, required: Fraction, *, all_or_nothing: bool) -> Fraction:
    """What is left; what is missing where it is negative, by the rule's own measure."""
    left = entitled - required
    return min(left, -required) if all_or_nothing and left < 0 else left


def position(bought: Bought, park: Park, stays: Sequence[Stay], at: datetime) -> Position:
    """The position of a product at `at`, which is aware.

    A mark is that of the days on which so many were owned: those of another number are another's.
    """
    start = _start(bought, at)
    required = owed(bought.rule, park.for_product(bought.product), stays, start, at)
    strangers = undeclared(park, stays, at)
    needs = owed_by_group(bought, park, stays, start, at) if bought.lots else {}
    return Position(
        bought.product,
        bought.rule,
        required,
        bought.quantity,
        bought.is_owned,
        strangers,
        bought.called,
        unusable_beside(bought, park, required.licences, needs) if needs else Fraction(0),
        idle_beside(bought, park, needs) if needs else Fraction(0),
        tuple(lot.entitlement for lot in bought.lots if lot.is_bound),
    )


def _start(bought: Bought, at: datetime) -> datetime:
    """When the period began, or the days of this number if that was later."""
    start = start_of_period(bought.rule, at)
    return start if bought.since is None else max(start, midnight(bought.since))


def owed_by_group(
    bought: Bought, park: Park, stays: Sequence[Stay], start: datetime, at: datetime
) -> dict[Group, Owed]:
    """What each group of servers that lots tell apart asks for by itself, from `start` to `at`."""
    rule, lots = bought.rule, usable_lots(bought.lots, bought.quantity, park.regions)
    here = park.for_product(bought.product)
    counting = beyond_free_days(rule, stays)
    return {
        group: owed_of_part(rule, park_of_group(lots, here, group), Counting(there), start, at)
        for group, there in groups(lots, here, counting.stays).items()
    }


def unusable_beside(
    bought: Bought, park: Park, required: Fraction, needs: Mapping[Group, Owed]
) -> Fraction:
    """How much less than what is owned counts, where so many are required in all."""
    return unusable(bought.quantity, required, _missing(bought, park, needs))


def idle_beside(bought: Bought, park: Park, needs: Mapping[Group, Owed]) -> Fraction:
    """What is owned and covers none of these needs, while some are not covered."""
    missing = _missing(bought, park, needs)
    covered = sum((one.licences for one in needs.values()), -missing)
    return bought.quantity - covered if missing else Fraction(0)


def _missing(bought: Bought, park: Park, needs: Mapping[Group, Owed]) -> Fraction:
    lots = usable_lots(bought.lots, bought.quantity, park.regions)
    return uncovered(lots, {group: one.licences for group, one in needs.items()})


def unusable(owned: Fraction, required: Fraction, missing: Fraction) -> Fraction:
    """What is owned and covers nothing, where so many are missing."""
    return max(Fraction(0), missing + owned - required) if missing else Fraction(0)


def positions(licences: Licences, park: Park, stays: Stays, at: datetime) -> list[Position]:
    """Of every product that is owned on that day, runs or counts on for what ran, by name."""
    found: list[Position] = []
    for product in sorted({*stays, *owned_products(licences)}):
        bought = bought_or_nothing(licences, product, japan_day(at))
        present = stays.get(product, ())
        if not (bought.is_owned or present):
            continue
        one = tightest(licences, bought, park, present, at)
        counts = bought.is_owned or one.required.licences > 0
        if counts or any(stay.holds_at(at) for stay in present):
            found.append(one)
    return found


def tightest(
    licences: Licences, bought: Bought, park: Park, stays: Sequence[Stay], at: datetime
) -> Position:
    """Of a period in which other numbers were owned, the mark that leaves least of its own."""
    found = most = position(bought, park, stays, at)
    start, one = start_of_period(bought.rule, at), bought
    while one.rule.peak is Peak.HIGH_WATER_MARK and one.since and midnight(one.since) > start:
        last = midnight(one.since) - MOMENT
        one = bought_or_nothing(licences, bought.product, japan_day(last))
        then = position(one, park, stays, last)
        if then.headroom < found.headroom and (one.is_owned or then.required.licences):
            found = replace(then, owned_now=bought.quantity)
        if then.required.licences > most.required.licences:
            most = then
    if most.required.licences > found.required.licences:
        return replace(found, higher=most)
    return found

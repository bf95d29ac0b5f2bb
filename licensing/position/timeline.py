"""A product over a period: required and entitled at every moment at which either changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import groupby, pairwise
from operator import itemgetter

from core.calendar import MOMENT
from licensing.counting.park import Park
from licensing.counting.requirement import required
from licensing.counting.spare_days import beyond_free_days
from licensing.counting.stay import Stay
from licensing.counting.sweep import sweep
from licensing.papers.licences import Licences
from licensing.papers.rule import Peak, Rule
from licensing.position.bought import Bought, bought_or_nothing, owned_products
from licensing.position.lots import Group, groups, park_of_group, uncovered, usable_lots
from licensing.position.owed import Owed, owed
from licensing.position.period import japan_day, midnight, periods
from licensing.position.position import headroom_of, owed_by_group, unusable, unusable_beside
from licensing.position.refusing import may_refuse
from licensing.position.shares import on_paper, shares


@dataclass(frozen=True, slots=True)
class Point:
    """From `at` on. `required` is None where no entitlement says how the product is counted.

    `entitled` is what of all that is owned may be used where it is required.
    """

    at: datetime
    required: Fraction | None
    entitled: Fraction
    refused: tuple[str, ...] = ()
    """Hosts that the rule does not allow: no licence covers what runs there."""
    all_or_nothing: bool = False
    """Where too few are owned none of them counts."""

    @property
    def headroom(self) -> Fraction | None:
        if self.required is None:
            return None
        left = headroom_of(self.entitled, self.required, all_or_nothing=self.all_or_nothing)
        return min(left, -self.required) if self.refused else left


@dataclass(frozen=True, slots=True)
class Timeline:
    """`highest` is the high-water mark, `by` on paper whose doing it is; `bought` held then."""

    product: str
    points: tuple[Point, ...]
    end: datetime
    bought: Bought
    highest: Owed
    by: dict[str, Fraction]
    marks: tuple[Point, ...] = ()
    """Where regions or owners have marks of their own: when the last of them was reached, and what
    is owed by all of them together, which at no moment was required at once."""
    rules: tuple[Rule, ...] = ()
    """By which it was counted, one after the other."""
    shared_at: datetime | None = None
    """Of which moment `by` is, where the rule has no mark; else it is of all the peak."""
    not_owned: tuple[tuple[datetime, Rule], ...] = ()
    """When something was required first of what no entitlement held for, in each such stretch."""

    @property
    def refused(self) -> tuple[str, ...]:
        """Hosts that a rule did not allow at any moment."""
        return tuple(sorted({host for point in self.points for host in point.refused}))

    @property
    def in_breach(self) -> bool:
        return (self.tightest.headroom or 0) < 0

    @property
    def tightest(self) -> Point:
        """The first moment of the least headroom."""
        known = [one for one in (*self.points, *self.marks) if one.headroom is not None]
        return min(known, key=lambda point: (point.headroom or 0, point.at))


def timelines(
    licences: Licences,
    park: Park,
    stays: Mapping[str, Sequence[Stay]],
    start: datetime,
    end: datetime,
) -> list[Timeline]:
    """Every product that is owned or runs, by name; each as `timeline`."""
    lines = (
        timeline(licences, name, park, stays.get(name, ()), start, end)
        for name in sorted({*stays, *owned_products(licences)})
    )
    return [line for line in lines if line is not None]


def timeline(
    licences: Licences,
    product: str,
    park: Park,
    stays: Sequence[Stay],
    start: datetime,
    end: datetime,
) -> Timeline | None:
    """The product from `start` until `end`, both aware; None where nothing ever said how to count.

    The mark is the highest of those of the rule's own periods, as far as they are asked for: what
    regions had at most in different quarters was never owed together.
    """
    park = park.for_product(product)
    points: list[Point] = []
    parts: list[tuple[Bought, datetime, datetime]] = []
    cuts = [*_cuts(licences, product, start, end), end]
    for since, until in pairwise(cuts):
        bought = bought_or_nothing(licences, product, japan_day(since))
        counted_from = since - bought.rule.window
        if not bought.is_owned and not any(_overlaps(s, counted_from, until) for s in stays):
            points.append(Point(since, None, Fraction(0)))
            continue
        parts.append((bought, since, until))
        points += _points(bought, park, stays, since, until)
    if not parts:
        return None
    spans = [
        (bought, begins, ends)
        for bought, since, until in parts
        for begins, ends in _marked_apart(bought.rule, since, until)
    ]
    marks = [
        (bought, owed(_marked(bought), park, stays, begins, ends - MOMENT))
        for bought, begins, ends in spans
    ]
    sums = [
        _sum_of_marks(*span, owing, park, stays)
        for span, (_, owing) in zip(spans, marks, strict=True)
        if span[0].rule.peak is Peak.HIGH_WATER_MARK
        and (owing.parts or span[0].lots or owing.refused)
    ]
    bought, highest = max(marks, key=lambda mark: mark[1].licences)
    shared = _shared(bought.rule, park, stays, highest)
    by = on_paper(shares(bought.rule, shared, stays))
    return Timeline(
        product,
        tuple(points),
        end,
        bought,
        highest,
        by,
        tuple(sums),
        tuple(one.rule for one, _, _ in parts),
        None if shared is highest else shared.at,
        tuple(_not_owned(parts, points)),
    )


def _marked_apart(rule: Rule, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    if rule.peak is Peak.HIGH_WATER_MARK:
        return periods(rule, since, until)
    return [(since, until)]


def _shared(rule: Rule, park: Park, stays: Sequence[Stay], highest: Owed) -> Owed:
    """What is shared: the peak that the rule asks for; without a mark the last moment of the
    highest, as position and `explain` share that moment."""
    if rule.peak is Peak.HIGH_WATER_MARK:
        return highest
    then = owed(rule, park, stays, highest.until, highest.until)
    if then.licences == highest.licences:
        return then
    last = highest.until - MOMENT
    return owed(rule, park, stays, last, last)


def _not_owned(
    parts: Iterable[tuple[Bought, datetime, datetime]], points: Sequence[Point]
) -> Iterator[tuple[datetime, Rule]]:
    for bought, since, until in parts:
        needed = [p.at for p in points if since <= p.at < until and p.required]
        if needed and not bought.is_owned:
            yield needed[0], bought.rule


def _sum_of_marks(
    bought: Bought,
    begins: datetime,
    ends: datetime,
    owing: Owed,
    park: Park,
    stays: Sequence[Stay],
) -> Point:
    """What is owed of a period, against what may be used of all that is owned, as `position` says:
    regions, and owners of what is theirs alone, have marks of their own, and a host that was
    refused at any moment leaves nothing covered."""
    needs = owed_by_group(bought, park, stays, begins, ends - MOMENT) if bought.lots else {}
    groups_too = (owing, *needs.values())
    at = max(part.at for one in groups_too for part in one.parts or (one,))
    elsewhere = unusable_beside(bought, park, owing.licences, needs) if needs else 0
    return Point(
        at,
        owing.licences,
        bought.quantity - elsewhere,
        tuple(sorted(owing.refused)),
        bought.rule.all_or_nothing,
    )


def _overlaps(stay: Stay, since: datetime, until: datetime) -> bool:
    return stay.since < until and (stay.until is None or stay.until > since)


def _marked(bought: Bought) -> Rule:
    return bought.rule.model_copy(update={"peak": Peak.HIGH_WATER_MARK})


def _cuts(licences: Licences, product: str, start: datetime, end: datetime) -> list[datetime]:
    """The start, and every midnight within from which on another number may be owned."""
    midnights = [midnight(day) for day in licences.days(product)]
    return [start, *(at for at in midnights if start < at < end)]


def _points(
    bought: Bought, park: Park, stays: Sequence[Stay], since: datetime, until: datetime
) -> list[Point]:
    counting = beyond_free_days(bought.rule, stays).stays
    rule, refuses = bought.rule, may_refuse(bought.rule, park)
    refused = required(rule, park, counting, since).refused if refuses else ()
    begins = Point(since, Fraction(0), bought.quantity, refused, rule.all_or_nothing)
    found = [begins]
    for at, licences, usable in _course(bought, park, counting):
        if at >= until:
            break
        point = replace(begins, at=max(at, since), required=licences, entitled=usable)
        if at <= since:
            found = [point]
            continue
        if refuses:  # another host may ask for as many, and not be allowed
            point = replace(point, refused=required(rule, park, counting, at).refused)
        if replace(point, at=found[-1].at) != found[-1]:
            found.append(point)
    return found


def _course(
    bought: Bought, park: Park, stays: Sequence[Stay]
) -> Iterator[tuple[datetime, Fraction, Fraction]]:
    """Each moment at which something changes: what is required, what of all owned may be used."""
    whole = sweep(bought.rule, park, stays)
    if not bought.lots:
        yield from ((at, Fraction(licences), bought.quantity) for at, licences in whole)
        return
    lots = usable_lots(bought.lots, bought.quantity, park.regions)
    by_group = {
        group: sweep(bought.rule, park_of_group(lots, park, group), there)
        for group, there in groups(lots, park, stays).items()
    }
    needs = dict.fromkeys(by_group, Fraction(0))
    required = Fraction(0)
    dated: list[tuple[datetime, Group | None, Fraction | int]] = [(at, None, n) for at, n in whole]
    dated += [(at, group, n) for group, course in by_group.items() for at, n in course]
    dated.sort(key=itemgetter(0))
    for at, changes in groupby(dated, key=itemgetter(0)):
        for _, group, licences in changes:
            if group is None:
                required = Fraction(licences)
            else:
                needs[group] = Fraction(licences)
        missing = uncovered(lots, needs)
        yield at, required, bought.quantity - unusable(bought.quantity, required, missing)

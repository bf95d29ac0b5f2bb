"""Licences for what municipalities declare: staff, users, devices, storage. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from core.message import Message, Named, say
from licensing.counting.combination import at_least
from licensing.counting.figure import Figure, declared_at
from licensing.counting.group import Held
from licensing.counting.park import Park
from licensing.counting.rounding import licences_of
from licensing.counting.stay import Stay
from licensing.counting.units import is_counted
from licensing.papers.measure import Metric
from licensing.papers.rule import Rule


def declared_units(
    rule: Rule,
    figures: Iterable[Figure],
    stays: Iterable[Stay],
    at: datetime,
    steps: list[Message],
) -> Fraction:
    """What all members together have at `at`, or those that run the product."""
    running = {s.member for s in stays if s.holds_at(at) and is_counted(rule, s)}
    found = declared_at(figures, rule.counts, at)
    counted = {m: n for m, n in sorted(found.items()) if m in running or not rule.where_it_runs}
    for member, count in counted.items():
        steps.append(declares(member, rule.counts, count))
    return Fraction(sum(counted.values()))


def declares(member: str | Named, metric: Metric, count: int) -> Message:
    """A slug is put into words by whoever shows it, who knows what the member is called."""
    match metric:
        case Metric.STAFF:
            return say("{member}: {count} staff", member=member, count=count)
        case Metric.USERS:
            return say("{member}: {count} users", member=member, count=count)
        case Metric.DEVICES:
            return say("{member}: {count} devices", member=member, count=count)
        case _:
            return say("{member}: {count} TiB of storage", member=member, count=count)


class DeclaredTally:
    """The same kept up to date, as days pass and servers come and go."""

    def __init__(self, rule: Rule, figures: Sequence[Figure]) -> None:
        self._rule = rule
        mine = [one for one in figures if one.metric is rule.counts]
        self._ahead = deque(sorted(mine, key=lambda one: one.since))
        self._declared: dict[str, int] = {}
        self._running: Counter[str] = Counter()

    @property
    def licences(self) -> Fraction | int:
        everybody = not self._rule.where_it_runs
        units = sum(n for m, n in self._declared.items() if everybody or self._running[m])
        return at_least(self._rule, licences_of(self._rule, Fraction(units)))

    @property
    def by_host(self) -> Mapping[tuple[str, str], Fraction | int]:
        return {}

    def turn_to(self, at: datetime) -> None:
        """Time only goes on, so each figure is looked at once."""
        while self._ahead and self._ahead[0].since <= at:
            one = self._ahead.popleft()
            self._declared[one.member] = one.count

    def begin_all(self, stays: Iterable[Stay]) -> None:
        for stay in stays:
            self.begin(stay)

    def begin(self, stay: Stay) -> None:
        self._running[stay.member] += is_counted(self._rule, stay)

    def end(self, stay: Stay) -> None:
        self._running[stay.member] -= is_counted(self._rule, stay)

    def next_moment(self) -> None:
        """Nothing that ends here counts on."""

    def settled(self) -> tuple[Held, ...]:
        return ()

    def let_go(self, held: Iterable[Held]) -> None:
        """As `next_moment`."""

    def hold_again(self, held: Iterable[Held]) -> None:
        """As `next_moment`."""

    def enter(self, park: Park, there: Iterable[Stay]) -> None:
        """Hosts are none of its business."""

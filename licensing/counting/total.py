"""A rule's licences kept up to date event by event, whatever it counts and puts together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from licensing.counting.combination import HostKey, at_least, each_host, taken
from licensing.counting.declared import DeclaredTally
from licensing.counting.group import Held
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.counting.tally import Tally
from licensing.papers.measure import DECLARED_METRICS, Each
from licensing.papers.rule import Rule


class RunningTotal(Protocol):
    """What is required for the servers that have begun and not ended, at the day turned to."""

    @property
    def licences(self) -> Fraction | int: ...
    @property
    def by_host(self) -> Mapping[HostKey, Fraction | int]:
        """Of a measure that is rounded host by host, or below."""
        ...

    def turn_to(self, at: datetime) -> None: ...
    def begin_all(self, stays: Iterable[Stay]) -> None:
        """All that is there from the start, as if each had begun; nothing did before."""
        ...

    def begin(self, stay: Stay) -> None: ...
    def end(self, stay: Stay) -> None: ...
    def next_moment(self) -> None: ...
    def settled(self) -> tuple[Held, ...]: ...
    def let_go(self, held: Iterable[Held]) -> None: ...
    def hold_again(self, held: Iterable[Held]) -> None: ...
    def enter(self, park: Park, there: Iterable[Stay]) -> None: ...


def running_total(rule: Rule, park: Park) -> RunningTotal:
    """Nothing has begun yet."""
    if rule.counts_what_is_declared or rule.combined or rule.floors.licences_at_least:
        return _Whole(rule, park)
    return Tally(rule, park)


def _of_measure(rule: Rule, park: Park) -> RunningTotal:
    if rule.counts in DECLARED_METRICS:
        return DeclaredTally(rule, park.declared)
    return Tally(rule, park)


class _Whole:
    """All measures of a rule at once."""

    def __init__(self, rule: Rule, park: Park) -> None:
        self._rule = rule
        self._parts = [(one, _of_measure(one, park)) for one in rule.measures]

    @property
    def licences(self) -> Fraction | int:
        return at_least(self._rule, self._together())

    def _together(self) -> Fraction | int:
        combined = self._rule.combined
        if combined is None:
            return self._parts[0][1].licences
        if combined.each is Each.HOST:
            return sum(self.by_host.values(), Fraction(0))
        numbers = [at_least(one, part.licences) for one, part in self._parts]
        return taken(combined.take, numbers)

    @property
    def by_host(self) -> Mapping[HostKey, Fraction | int]:
        combined = self._rule.combined
        if combined is None:
            return self._parts[0][1].by_host
        return each_host(combined.take, [part.by_host for _, part in self._parts])

    def turn_to(self, at: datetime) -> None:
        for _, part in self._parts:
            part.turn_to(at)

    def begin_all(self, stays: Iterable[Stay]) -> None:
        there = list(stays)
        for _, part in self._parts:
            part.begin_all(there)

    def begin(self, stay: Stay) -> None:
        for _, part in self._parts:
            part.begin(stay)

    def end(self, stay: Stay) -> None:
        for _, part in self._parts:
            part.end(stay)

    def next_moment(self) -> None:
        for _, part in self._parts:
            part.next_moment()

    def settled(self) -> tuple[Held, ...]:
        return tuple(
            replace(one, measure=number)
            for number, (_, part) in enumerate(self._parts)
            for one in part.settled()
        )

    def let_go(self, held: Iterable[Held]) -> None:
        for part, of_part in self._of_parts(held):
            part.let_go(of_part)

    def hold_again(self, held: Iterable[Held]) -> None:
        for part, of_part in self._of_parts(held):
            part.hold_again(of_part)

    def _of_parts(self, held: Iterable[Held]) -> Iterator[tuple[RunningTotal, list[Held]]]:
        held = list(held)
        for number, (_, part) in enumerate(self._parts):
            yield part, [one for one in held if one.measure == number]

    def enter(self, park: Park, there: Iterable[Stay]) -> None:
        there = list(there)
        for _, part in self._parts:
            part.enter(park, there)

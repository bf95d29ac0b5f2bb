"""What a rule asks for at every moment of a history, in one pass through time. Pure.

What ends keeps its window: a host goes on to count for what it counted, servers and all. And the
park may change on the way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import IntEnum
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from licensing.counting.figure import moments
from licensing.counting.group import Held
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.counting.total import running_total
from licensing.papers.rule import Rule


class _Event(IntEnum):
    """What happens at a moment; of the same moment, in this order."""

    END = 0
    PARK = 1
    BEGIN = 2
    FIGURE = 3
    """Something that somebody declares."""


_Dated = tuple[datetime, _Event, int]
"""With the number of the stay, or of the park; a figure has none."""


class Passage:
    """A tally on its way through a history, and what it holds until when."""

    def __init__(self, rule: Rule, park: Park) -> None:
        self._parks = (*park.earlier, park)
        self._until = [until for until, _ in park.before]
        self._window = rule.window
        self._there: dict[int, Stay] = {}
        self._moment: datetime | None = None
        self._figures = moments(rule, park.declared)
        self.tally = running_total(rule, self._parks[0])
        self.held: deque[tuple[datetime, tuple[Held, ...]]] = deque()

    def through(
        self, stays: Sequence[Stay], until: datetime | None = None
    ) -> Iterator[tuple[datetime, Fraction | int]]:
        """Each moment at which something happens, and what is required from then on, in order.

        With `until` the tally is left as it is at that moment.
        """
        for moment, events in groupby(sorted(self._events(stays)), key=itemgetter(0)):
            if until is not None and moment > until:
                break
            yield from self._windows_before(moment)
            self._come_to(moment)
            for _, event, number in events:
                if event is _Event.PARK:
                    self.tally.enter(self._parks[number], self._there.values())
                elif event is not _Event.FIGURE:
                    self._come_or_go(event, number, stays[number])
            held = self.tally.settled()
            if held:
                self.held.append((moment + self._window, held))
            yield moment, self.tally.licences
        yield from self._windows_before(until)
        if until is not None:
            self._come_to(until)

    def _events(self, stays: Iterable[Stay]) -> Iterator[_Dated]:
        for number, moment in enumerate(self._until, start=1):
            yield moment, _Event.PARK, number
        for moment in self._figures:
            yield moment, _Event.FIGURE, 0
        for number, stay in enumerate(stays):
            if stay.since == stay.until:
                continue  # it was nowhere for any time
            yield stay.since, _Event.BEGIN, number
            if stay.until is not None:
                yield stay.until, _Event.END, number

    def _come_or_go(self, event: _Event, number: int, stay: Stay) -> None:
        """Who is there is noted where the park may yet change around them."""
        if event is _Event.BEGIN:
            self.tally.begin(stay)
            if self._until:
                self._there[number] = stay
            return
        self.tally.end(stay)
        if self._until:
            del self._there[number]

    def _windows_before(self, moment: datetime | None) -> Iterator[tuple[datetime, Fraction | int]]:
        """Windows that end before `moment`; all of them where there is none."""
        while self.held and (moment is None or self.held[0][0] < moment):
            ends = self.held[0][0]
            self._come_to(ends)
            yield ends, self.tally.licences

    def _come_to(self, moment: datetime) -> None:
        """A moment begins, and what was held until then is held no more."""
        if moment == self._moment:
            return
        self._moment = moment
        self.tally.next_moment()
        self.tally.turn_to(moment)
        while self.held and self.held[0][0] <= moment:
            self.tally.let_go(self.held.popleft()[1])


def sweep(
    rule: Rule, park: Park, stays: Sequence[Stay]
) -> Iterator[tuple[datetime, Fraction | int]]:
    """Each moment at which something happens, and what is required from then on. In order."""
    return Passage(rule, park).through(stays)


def passage_to(rule: Rule, park: Park, stays: Iterable[Stay], at: datetime) -> Passage:
    """All that counts at `at`: what is there, and what windows hold."""
    start = at - rule.window
    lately = [s for s in stays if s.since <= at and (s.until is None or s.until > start)]
    passage = Passage(rule, park)
    for _ in passage.through(lately, at):
        pass
    return passage


def held_at(
    rule: Rule, park: Park, stays: Iterable[Stay], at: datetime
) -> dict[str, tuple[Held, datetime]]:
    """By host the most that a window holds of it, and until when."""
    if not rule.window:
        return {}
    found: dict[str, tuple[Held, datetime]] = {}
    for until, held in passage_to(rule, park, stays, at).held:
        for one in held:
            name = one.host.name
            if name not in found or found[name][0].share <= one.share:
                found[name] = (one, until)
    return found

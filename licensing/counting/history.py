"""A product's stays, with what has been counted of them kept at hand. Pure.

To ask what one more move would do must cost as much as the move, not as much as the park. So a
`History` keeps its tally, and one that differs from it in a few stays at one moment borrows it,
applies the difference, reads the number and takes the difference back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import overload

from licensing.counting.group import Held
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.counting.sweep import passage_to, sweep
from licensing.counting.total import RunningTotal, running_total
from licensing.papers.rule import Rule

Windows = Sequence[tuple[datetime, tuple[Held, ...]]]
"""When windows end, in order, and what hosts count for no more from then on."""

Kept = tuple[RunningTotal, Windows]

Mark = tuple[datetime, datetime, Fraction]
"""Since when and until when the highest number was required, and that number."""


class History(Sequence[Stay]):
    """Stays in any order, never changed."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        self._stays: Sequence[Stay] | None = tuple(stays)
        self._by_server: dict[str, list[Stay]] = {}
        self._tallies: dict[tuple[int, int, datetime], tuple[Rule, Park, Kept]] = {}
        self._marks: dict[tuple[int, int, datetime, datetime], tuple[Rule, Park, Mark | None]] = {}

    @classmethod
    def of(cls, stays: Iterable[Stay]) -> History:
        return stays if isinstance(stays, History) else cls(stays)

    @property
    def _all(self) -> Sequence[Stay]:
        assert self._stays is not None
        return self._stays

    @overload
    def __getitem__(self, index: int) -> Stay: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Stay]: ...
    def __getitem__(self, index: int | slice) -> Stay | Sequence[Stay]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Stay]:
        return iter(self._all)

    def of_server(self, server: str) -> Sequence[Stay]:
        if not self._by_server:
            found: dict[str, list[Stay]] = defaultdict(list)
            for stay in self._all:
                found[stay.server].append(stay)
            self._by_server = dict(found)
        return self._by_server.get(server, [])

    def changed(
        self, server: str, at: datetime, how: Callable[[Stay], Stay | None]
    ) -> History | None:
        """What a server does at `at` ends there, and what `how` makes of it begins.

        None where the server does nothing at `at`.
        """
        ended = [stay for stay in self.of_server(server) if stay.holds_at(at)]
        if not ended:
            return None
        begun = [how(replace(stay, since=at, until=None)) for stay in ended]
        return self._with(at, ended, [stay for stay in begun if stay is not None])

    def begun(self, stay: Stay) -> History:
        """With one stay more."""
        return self._with(stay.since, [], [stay])

    def _with(self, at: datetime, ended: Sequence[Stay], begun: Sequence[Stay]) -> History:
        return Changed(self, at, ended, begun)

    def licences(self, rule: Rule, park: Park, at: datetime) -> Fraction:
        """What the rule asks for at `at`."""
        with self.tallied(rule, park, at) as (tally, _):
            return Fraction(tally.licences)

    @contextmanager
    def tallied(self, rule: Rule, park: Park, at: datetime) -> Iterator[Kept]:
        """The tally of `at`, and what it holds. Whoever changes it changes it back."""
        # Rules and parks are not hashable. They are kept as well, so that their ids stay theirs.
        key = (id(rule), id(park), at)
        if key not in self._tallies:
            self._tallies[key] = (rule, park, _tally(rule, park, self._all, at))
        yield self._tallies[key][2]

    def highest_before(self, rule: Rule, park: Park, start: datetime, at: datetime) -> Mark | None:
        """The first stretch of the highest requirement from `start` on, before `at`."""
        key = (id(rule), id(park), start, at)
        if key not in self._marks:
            self._marks[key] = (rule, park, _highest(rule, park, self._all, start, at))
        return self._marks[key][2]


class Changed(History):
    """A history in which some stays end at one moment, and others begin there."""

    def __init__(
        self, base: History, at: datetime, ended: Sequence[Stay], begun: Sequence[Stay]
    ) -> None:
        super().__init__(())
        self._stays = None
        self._base, self._at, self._ended, self._begun = base, at, list(ended), list(begun)

    @property
    def _all(self) -> Sequence[Stay]:
        if self._stays is None:
            gone = {id(stay) for stay in self._ended}
            kept = [stay for stay in self._base if id(stay) not in gone]
            self._stays = [*kept, *self._cut(), *self._begun]
        return self._stays

    def _cut(self) -> list[Stay]:
        """What ends here, as far as it ever was."""
        return [replace(stay, until=self._at) for stay in self._ended if stay.since < self._at]

    def of_server(self, server: str) -> Sequence[Stay]:
        gone = {id(stay) for stay in self._ended}
        kept = [stay for stay in self._base.of_server(server) if id(stay) not in gone]
        new = [stay for stay in (*self._cut(), *self._begun) if stay.server == server]
        return [*kept, *new]

    def _with(self, at: datetime, ended: Sequence[Stay], begun: Sequence[Stay]) -> History:
        if at != self._at:
            return Changed(self, at, ended, begun)
        mine = {id(stay) for stay in self._begun}
        there = {id(stay) for stay in ended}
        return Changed(
            self._base,
            at,
            [*self._ended, *(stay for stay in ended if id(stay) not in mine)],
            [*(stay for stay in self._begun if id(stay) not in there), *begun],
        )

    @contextmanager
    def tallied(self, rule: Rule, park: Park, at: datetime) -> Iterator[Kept]:
        if at != self._at:
            with super().tallied(rule, park, at) as found:
                yield found
            return
        ends = at + rule.window
        with self._base.tallied(rule, park, at) as (tally, windows):
            earlier = [window for window in windows if window[0] != ends]
            of_this_moment = [window[1] for window in windows if window[0] == ends]
            for held in of_this_moment:
                tally.let_go(held)
            for stay in self._ended:
                tally.end(stay)
            for stay in self._begun:
                tally.begin(stay)
            held = tally.settled()
            try:
                yield tally, [*earlier, (ends, held)] if held else earlier
            finally:
                tally.let_go(held)
                for stay in reversed(self._begun):
                    tally.end(stay)
                for stay in reversed(self._ended):
                    tally.begin(stay)
                for held in of_this_moment:
                    tally.hold_again(held)

    def highest_before(self, rule: Rule, park: Park, start: datetime, at: datetime) -> Mark | None:
        if at == self._at:
            return self._base.highest_before(rule, park, start, at)
        return super().highest_before(rule, park, start, at)


def _tally(rule: Rule, park: Park, stays: Iterable[Stay], at: datetime) -> Kept:
    if not rule.window:
        tally = running_total(rule, park.at(at))
        tally.turn_to(at)
        tally.begin_all(stay for stay in stays if stay.holds_at(at))
        return tally, ()
    passage = passage_to(rule, park, stays, at)
    return passage.tally, tuple(passage.held)


def _highest(
    rule: Rule, park: Park, stays: Sequence[Stay], start: datetime, at: datetime
) -> Mark | None:
    if start >= at:
        return None
    moment, until, most = start, at, Fraction(0)
    for then, licences in sweep(rule, park, stays):
        if then >= at:
            break
        if then <= start or licences > most:
            moment, until, most = max(then, start), at, Fraction(licences)
        elif licences < most and until == at:
            until = then
    return moment, until, most

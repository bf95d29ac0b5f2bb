"""What is owed for a period: the present, or the highest that it ever was. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cache

from licensing.counting.history import History
from licensing.counting.park import Park
from licensing.counting.requirement import Requirement, required
from licensing.counting.spare_days import Counting, beyond_free_days
from licensing.counting.stay import Stay
from licensing.papers.rule import Peak, Rule
from licensing.position.refusing import refused_between


@dataclass(frozen=True, slots=True)
class Owed:
    """Licences owed for a period, and the first stretch of time in which so many were required.

    It goes from `at` until `until`; both are the same where a moment was asked for. `parts` are
    those of regions, each with a park of its own. `counted` makes the sum with all its steps, which
    few ever ask for.
    """

    licences: Fraction
    at: datetime
    until: datetime
    counted: Callable[[], Requirement]
    park: Park
    parts: tuple[Owed, ...] = ()
    refusing: Callable[[], frozenset[str]] = frozenset
    """Which hosts the rule does not allow; of a mark, at any moment until it was asked for."""

    @property
    def refused(self) -> frozenset[str]:
        """Of all regions together."""
        return frozenset(host for part in self.parts or (self,) for host in part.refusing())

    @property
    def by_site(self) -> dict[str, Fraction]:
        """Of all regions together."""
        found: dict[str, Fraction] = defaultdict(Fraction)
        for part in self.parts or (self,):
            for site, licences in part.requirement.by_site.items():
                found[site] += licences
        return dict(sorted(found.items()))

    @property
    def requirement(self) -> Requirement:
        return self.counted()


def owed(rule: Rule, park: Park, stays: Sequence[Stay], start: datetime, at: datetime) -> Owed:
    """What `rule` asks for at `at`, for the period that began at `start`.

    A rule without a high-water mark asks for what there is at `at`.
    """
    return owed_of_part(rule, park, beyond_free_days(rule, stays), start, at)


def owed_of_part(rule: Rule, park: Park, counting: Counting, start: datetime, at: datetime) -> Owed:
    """The same of a part of what counts of a product, as one site's.

    Free days are out of it already, for they are a whole cluster's, wherever it runs.
    """
    history = History.of(counting.stays)
    if rule.peak is Peak.CURRENT:
        licences = history.licences(rule, park, at)
        counted = _counted(rule, park, history, at)
        return Owed(licences, at, at, counted, park, refusing=lambda: frozenset(counted().refused))
    if not rule.per_region:
        return _highest(rule, park, history, start, at)
    parts = tuple(
        _highest(rule, here, History(_in(here, history)), start, at) for here in _regions(park)
    )
    total = sum((part.licences for part in parts), Fraction(0))
    highest = max(parts, key=lambda part: part.licences)
    return replace(highest, licences=total, park=park, parts=parts)


def _highest(rule: Rule, park: Park, history: History, start: datetime, at: datetime) -> Owed:
    """The first moment of the highest requirement, from `start` to `at`, both of them included."""
    now = history.licences(rule, park, at)
    refusing = cache(lambda: refused_between(rule, park, list(history), start, at))
    mark = history.highest_before(rule, park, start, at)
    if mark is None or now > mark[2]:
        return Owed(now, at, at, _counted(rule, park, history, at), park, refusing=refusing)
    moment, until, licences = mark
    counted = _counted(rule, park, history, moment)
    return Owed(licences, moment, until, counted, park, refusing=refusing)


def _counted(rule: Rule, park: Park, history: History, at: datetime) -> Callable[[], Requirement]:
    return cache(lambda: required(rule, park, history, at))


def _regions(park: Park) -> list[Park]:
    """The park in parts, by region; sites without one are one more."""
    names = {park.regions.get(host.site, "") for host in park.hosts.values()}
    return [_in_region(park, name) for name in sorted(names)]


def _in_region(park: Park, region: str) -> Park:
    hosts = {
        name: host for name, host in park.hosts.items() if park.regions.get(host.site, "") == region
    }
    before = tuple((until, _in_region(earlier, region)) for until, earlier in park.before)
    return Park(hosts, regions=park.regions, before=before)


def _in(park: Park, stays: Iterable[Stay]) -> list[Stay]:
    return [stay for stay in stays if stay.host in park.hosts]

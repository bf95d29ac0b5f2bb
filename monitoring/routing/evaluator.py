"""What Alertmanager would do with alerts: whom it tells, when, in which groups. Pure.

Written after Alertmanager 0.25 (dispatch/route.go, inhibit/inhibit.go, timeinterval), and held to a
real one by thousands of generated cases (tests/unit/monitoring/routing).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitoring.routing.configuration import (
    Configuration,
    Inhibition,
    Matcher,
    Route,
    TimeRange,
)
from monitoring.routing.labels import Labels

EVERYTHING = "..."
"""As `group_by`: each alert by itself."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Branch:
    """A branch of the tree with what it has from the branches above."""

    receiver: str
    matchers: tuple[Matcher, ...]
    group_by: tuple[str, ...]
    goes_on: bool
    active: tuple[str, ...]
    muted: tuple[str, ...]
    branches: tuple[Branch, ...]

    @classmethod
    def of(cls, route: Route, above: Branch | None = None) -> Branch:
        receiver = route.receiver or (above.receiver if above else "")
        inherited = above.group_by if above else ()
        bare = cls(
            receiver,
            route.matchers,
            route.group_by if route.group_by is not None else inherited,
            route.goes_on,
            route.active,
            route.muted,
            (),
        )
        branches = tuple(cls.of(one, bare) for one in route.routes)
        return cls(
            bare.receiver,
            bare.matchers,
            bare.group_by,
            bare.goes_on,
            bare.active,
            bare.muted,
            branches,
        )

    def matching(self, labels: Labels) -> list[Branch]:
        """The branches that an alert ends in: the deepest of each way, first match first."""
        if not all(one.fits(labels) for one in self.matchers):
            return []
        found: list[Branch] = []
        for branch in self.branches:
            deeper = branch.matching(labels)
            found += deeper
            if deeper and not branch.goes_on:
                break
        return found or [self]

    def group(self, labels: Labels) -> Mapping[str, str]:
        """What an alert shares with the others of its group."""
        names = labels.keys() if self.group_by == (EVERYTHING,) else self.group_by
        return {name: labels[name] for name in names if labels.get(name)}


@dataclass(frozen=True, slots=True)
class Notification:
    """One call, or one copy: to whom, about which alerts together."""

    receiver: str
    group: Mapping[str, str]
    alerts: tuple[Labels, ...]


class Evaluator:
    """Answers for one alertmanager.yml."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.root = Branch.of(configuration.route)

    def branches(self, labels: Labels) -> list[Branch]:
        """Where an alert ends, whatever the hour."""
        return self.root.matching(labels)

    def receivers(self, labels: Labels, at: datetime | None = None) -> list[str]:
        """Who is told of an alert; at a moment only those whose times hold then."""
        return [one.receiver for one in self.branches(labels) if at is None or self.tells(one, at)]

    def tells(self, branch: Branch, at: datetime) -> bool:
        """Whether a branch passes on what it gets at a moment."""
        names = (*branch.muted, *branch.active)
        return tells_while(branch, {name for name in names if self.holds(name, at)})

    def holds(self, interval: str, at: datetime) -> bool:
        return any(holds(one, at) for one in self.configuration.intervals[interval])

    def inhibited(self, labels: Labels, firing: Sequence[Labels]) -> bool:
        """Whether one of the firing alerts keeps this one silent."""
        return any(
            _inhibits(rule, labels, firing)
            for rule in self.configuration.inhibitions
            if _fit(rule.target, labels)
        )

    def notifications(self, firing: Sequence[Labels], at: datetime) -> list[Notification]:
        """Every call and copy that firing alerts bring at a moment, in the order of the tree."""
        groups: dict[tuple[int, tuple[tuple[str, str], ...]], list[Labels]] = {}
        branches: dict[int, Branch] = {}
        for labels in firing:
            if self.inhibited(labels, firing):
                continue
            for branch in self.branches(labels):
                if self.tells(branch, at):
                    branches[id(branch)] = branch
                    key = (id(branch), tuple(sorted(branch.group(labels).items())))
                    groups.setdefault(key, []).append(labels)
        return [
            Notification(branches[branch].receiver, dict(group), tuple(alerts))
            for (branch, group), alerts in groups.items()
        ]


def tells_while(branch: Branch, holding: Collection[str]) -> bool:
    """Whether a branch passes on what it gets while these intervals hold and no others."""
    if any(name in holding for name in branch.muted):
        return False
    return not branch.active or any(name in holding for name in branch.active)


def holds(one: TimeRange, at: datetime) -> bool:
    """Whether a moment lies in an interval, by the clock of the interval's place."""
    there = at.astimezone(ZoneInfo(one.location))
    minute = there.hour * 60 + there.minute
    return (
        (not one.times or any(start <= minute < end for start, end in one.times))
        and (not one.weekdays or _WEEKDAYS[there.weekday()] in one.weekdays)
        and one.day in (None, there.day)
        and one.month in (None, there.month)
        and one.year in (None, there.year)
    )


def _fit(matchers: Sequence[Matcher], labels: Labels) -> bool:
    return all(one.fits(labels) for one in matchers)


def _inhibits(rule: Inhibition, labels: Labels, firing: Sequence[Labels]) -> bool:
    """An alert that is source and target at once is kept silent by none that is both as well."""
    both = _fit(rule.source, labels)
    return any(
        _fit(rule.source, other)
        and all(other.get(name, "") == labels.get(name, "") for name in rule.equal)
        and not (both and _fit(rule.target, other))
        for other in firing
    )

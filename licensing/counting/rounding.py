"""From units to licences: weighed, divided, and rounded up at the level that a rule names. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from core.message import Message, say
from licensing.counting.group import group_of
from licensing.counting.park import Host
from licensing.papers.measure import Level, Measure


@dataclass(frozen=True, slots=True)
class Units:
    """What one host or server comes to."""

    units: Fraction
    host: Host
    server: str = ""


@dataclass(frozen=True, slots=True)
class Rounded:
    """Licences in all, by site, and by site and host where that is where they are rounded.

    `units` are what each host came to before.
    """

    licences: Fraction
    by_site: Mapping[str, Fraction]
    by_host: Mapping[tuple[str, str], Fraction]
    units: Mapping[str, Fraction] = field(default_factory=dict)


def rounded(measure: Measure, parts: Sequence[Units], steps: list[Message]) -> Rounded:
    """Weighed, divided by units per licence, rounded up where told."""
    groups: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    level = measure.round_up_at
    for part in parts:
        groups[group_of(measure, level, part.host, part.server)] += part.units
    by_site: dict[str, Fraction] = defaultdict(Fraction)
    by_host: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for group, units in sorted(groups.items()):
        licences = licences_of(measure, units)
        if licences != units:
            place = " ".join(name for name in group if name)
            steps.append(in_all(units, licences, place))
        by_site[group[0]] += licences
        if level in (Level.HOST, Level.SERVER):
            by_host[group[0], group[1]] += licences
    licences = sum(by_site.values(), Fraction(0))
    if level in BEYOND_SITES:
        by_site.clear()
        for part in parts:
            share = part.units / measure.units_per_licence * measure.licences_each
            by_site[part.host.site] += share
    return Rounded(licences, dict(by_site), dict(by_host), units_by_host(parts))


def units_by_host(parts: Iterable[Units]) -> dict[str, Fraction]:
    """What each host comes to, with all its servers."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for part in parts:
        found[part.host.name] += part.units
    return dict(sorted(found.items()))


BEYOND_SITES = frozenset({Level.PARK, Level.PARK_FACTOR_GROUP})
"""Where sites are rounded together, so that each has a share and no number of its own."""


def licences_of(measure: Measure, units: Fraction) -> Fraction:
    """What so many units of one group come to."""
    licences = weighed(measure, units) / measure.units_per_licence
    if measure.round_up_at is not Level.NEVER:
        licences = Fraction(ceil(licences / measure.multiple_of) * measure.multiple_of)
    return licences * measure.licences_each


def in_all(units: Fraction, licences: Fraction, place: str = "") -> Message:
    """What so many units came to, at a place or as a whole."""
    return say(
        "{group}: {units} → {licences} licences",
        group=place or say("in all"),
        units=shown(units),
        licences=shown(licences),
    )


def weighed(rule: Measure, units: Fraction) -> Fraction:
    """By the steps of the rule: so much each up to here, so much each beyond."""
    if not rule.steps:
        return units
    total, below = Fraction(0), Fraction(0)
    for step in rule.steps:
        top = units if step.up_to is None else min(units, Fraction(step.up_to))
        if top > below:
            total += (top - below) * step.weight
            below = top
    return total


def shown(number: Fraction | int) -> str:
    """As a person writes it: 40, 0.5, 2.75.

    >>> shown(Fraction(40)), shown(Fraction(1, 2)), shown(Fraction(1, 3)), shown(Fraction(8, 10**6))
    ('40', '0.5', '0.3333', '0')
    """
    exact = Fraction(number)
    if exact.denominator == 1:
        return str(exact.numerator)
    return f"{float(exact):.4f}".rstrip("0").rstrip(".")

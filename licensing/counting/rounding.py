"""From units to licences: weighed, divided, and rounded up at the level that a rule names. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from core.message import Message, say
from licensing.papers.rule import Level, Rule


@dataclass(frozen=True, slots=True)
class Units:
    """What one host or server comes to, with the groups that it may be rounded in."""

    units: Fraction
    server: str
    host: str
    factor: str
    site: str


def rounded(
    rule: Rule, parts: Sequence[Units], steps: list[Message]
) -> tuple[Fraction, dict[str, Fraction]]:
    """Licences in all and by site: weighed, divided by units per licence, rounded up where told."""
    groups: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for part in parts:
        groups[_group(rule.round_up_at, part)] += part.units
    by_site: dict[str, Fraction] = defaultdict(Fraction)
    total = Fraction(0)
    for group, units in sorted(groups.items()):
        licences = weighed(rule, units) / rule.units_per_licence
        if rule.round_up_at is not Level.NEVER:
            licences = Fraction(ceil(licences))
        if licences != units:
            steps.append(
                say(
                    "{group}: {units} → {licences} licences",
                    group=" ".join(name for name in group if name) or say("in all"),
                    units=shown(units),
                    licences=shown(licences),
                )
            )
        total += licences
        if rule.round_up_at is Level.PARK:
            continue
        by_site[group[0]] += licences
    if rule.round_up_at is Level.PARK:
        for part in parts:
            by_site[part.site] += part.units / rule.units_per_licence
    return total, dict(by_site)


def units_by_host(parts: Iterable[Units]) -> dict[str, Fraction]:
    """What each host comes to, with all its servers."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for part in parts:
        found[part.host] += part.units
    return dict(sorted(found.items()))


def _group(level: Level, part: Units) -> tuple[str, ...]:
    """What is summed up before it is rounded; the site first, where it stays apart."""
    match level:
        case Level.SERVER:
            return (part.site, part.host, part.server)
        case Level.HOST:
            return (part.site, part.host)
        case Level.FACTOR_GROUP:
            return (part.site, part.factor)
        case Level.SITE | Level.NEVER:
            return (part.site,)
        case Level.PARK:
            return ("",)


def weighed(rule: Rule, units: Fraction) -> Fraction:
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

    >>> shown(Fraction(40)), shown(Fraction(1, 2)), shown(Fraction(1, 3))
    ('40', '0.5', '0.3333')
    """
    exact = Fraction(number)
    return str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.4f}".rstrip("0")

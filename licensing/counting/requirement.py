"""How many licences a rule asks for at one moment, with every step of the sum. Pure.

A rule is one measure, or several together: the larger, the smaller, the sum. Source of each
formula: the rule's own file. Numbers are exact fractions until a rule rounds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from core.message import Message, say
from licensing.counting.combination import at_least, each_host, taken
from licensing.counting.declared import declared_units
from licensing.counting.machines import machine_units
from licensing.counting.park import Park
from licensing.counting.rounding import Rounded, in_all, licences_of, rounded, shown
from licensing.counting.stay import Stay
from licensing.papers.measure import DECLARED_METRICS, Combination, Each, Take
from licensing.papers.rule import Rule


@dataclass(frozen=True, slots=True)
class Requirement:
    """Licences that a rule asks for, and how that came about.

    `by_site` adds up to `licences` unless the rule rounds beyond sites, or counts what no site has.
    `refused` names hosts that the rule does not allow at all.
    """

    licences: Fraction
    by_site: Mapping[str, Fraction]
    steps: tuple[Message, ...]
    refused: tuple[str, ...] = ()
    by_host: Mapping[str, Fraction] = field(default_factory=dict)
    """What each host came to, with all its servers, before anything is rounded."""


def required(rule: Rule, park: Park, stays: Sequence[Stay], at: datetime) -> Requirement:
    """The licences that `rule` asks for at `at`, for these servers with the product."""
    steps: list[Message] = []
    refused: list[str] = []
    found = [_of_measure(one, park, stays, at, steps, refused) for one in rule.measures]
    whole = found[0] if rule.combined is None else _together(rule, rule.combined, found, steps)
    licences = at_least(rule, whole.licences)
    if licences != whole.licences:
        steps.append(say("in all: at least {licences}", licences=shown(licences)))
    return Requirement(
        licences, whole.by_site, tuple(steps), tuple(sorted(set(refused))), whole.units
    )


def _of_measure(
    rule: Rule,
    park: Park,
    stays: Sequence[Stay],
    at: datetime,
    steps: list[Message],
    refused: list[str],
) -> Rounded:
    if rule.counts in DECLARED_METRICS:
        units = declared_units(rule, park.at(at).declared, stays, at, steps)
        licences = licences_of(rule, units)
        if licences != units:
            steps.append(in_all(units, licences))
        return Rounded(at_least(rule, licences), {}, {})
    parts, not_allowed = machine_units(rule, park, stays, at, steps)
    refused += not_allowed
    found = rounded(rule, parts, steps)
    return replace(found, licences=at_least(rule, found.licences))


def _together(
    rule: Rule, combined: Combination, found: Sequence[Rounded], steps: list[Message]
) -> Rounded:
    """What several measures come to, and where."""
    measures = rule.measures
    numbers = tuple(shown(one.licences) for one in found)
    if combined.each is Each.HOST:
        by_host = each_host(combined.take, [one.by_host for one in found])
        by_site: dict[str, Fraction] = defaultdict(Fraction)
        for (site, _), licences in by_host.items():
            by_site[site] += licences
        units = {host: licences for (_, host), licences in by_host.items()}
        whole = Rounded(sum(by_host.values(), Fraction(0)), dict(by_site), by_host, units)
        sentence = {
            Take.LARGER: say("host by host the larger of {numbers}", numbers=numbers),
            Take.SMALLER: say("host by host the smaller of {numbers}", numbers=numbers),
            Take.SUM: say("the sum of {numbers}", numbers=numbers),
        }
    else:
        licences = taken(combined.take, [one.licences for one in found])
        if combined.take is Take.SUM:
            whole = Rounded(
                licences,
                _added(one.by_site for one in found),
                {},
                _added(map(_licences_of_hosts, measures, found)),
            )
        else:
            whole = next(one for one in found if one.licences == licences)
        sentence = {
            Take.LARGER: say("the larger of {numbers}", numbers=numbers),
            Take.SMALLER: say("the smaller of {numbers}", numbers=numbers),
            Take.SUM: say("the sum of {numbers}", numbers=numbers),
        }
    steps.append(sentence[combined.take])
    return whole


def _licences_of_hosts(measure: Rule, one: Rounded) -> Mapping[str, Fraction]:
    """Sockets and servers cannot be added up: what each host came to of the measure's licences."""
    if one.by_host:
        return _added({host: licences} for (_, host), licences in one.by_host.items())
    each = Fraction(measure.licences_each, measure.units_per_licence)
    return {host: units * each for host, units in one.units.items()}


def _added(maps: Iterable[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for one in maps:
        for name, number in one.items():
            found[name] += number
    return dict(found)

"""Whose doing a requirement is: a pooled product's licences split among the members. Pure.

Each member pays for what counts, over the time in which the peak lasted: who merely came first is
not made to pay for all. Where servers are counted, a server weighs what it came to; where hosts
are, it weighs its vCPUs, since nobody chooses beside whom a server stands. Where hosts count on for
a window, the time is that of the window too: an hour on another host weighs an hour
([ADR 27](../../docs/adr/0027-who-pays-for-a-window.md)). Shares are exact fractions; on paper they
are cut to so many digits, and still add up to the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from fractions import Fraction

from core.calendar import MOMENT
from licensing.counting.causes import Cause, causes, uses
from licensing.counting.figure import declared_at
from licensing.counting.park import Park
from licensing.counting.rounding import licences_of, shown
from licensing.counting.stay import Stay
from licensing.counting.units import factor_of, server_units
from licensing.papers.measure import DECLARED_METRICS, HOST_METRICS
from licensing.papers.rule import Rule
from licensing.position.owed import Owed

LEAST_DIGITS = 2

Weight = Fraction | int
"""Whole ones stay whole: sums of fractions take several times as long."""


def shares(rule: Rule, owed: Owed, stays: Iterable[Stay]) -> dict[str, Fraction]:
    """Licences by member, at the time of the peak; empty where nothing is owed.

    Each region's peak is the doing of those who were in that region.
    """
    found: dict[str, Fraction] = defaultdict(Fraction)
    stays = list(stays)
    for part in owed.parts or (owed,):
        for member, share in _of_one(rule, part, stays).items():
            found[member] += share
    return dict(sorted(found.items()))


def on_paper(parts: Mapping[str, Fraction], whole: Fraction | None = None) -> dict[str, Fraction]:
    """The same in decimals that add up to the whole as it is shown: their sum, if it is not given.

    To the hundredth, or to as many digits as the whole has.

    >>> {member: shown(share) for member, share in on_paper(
    ...     {"a": Fraction(16, 3), "b": Fraction(16, 3), "c": Fraction(16, 3)}).items()}
    {'a': '5.34', 'b': '5.33', 'c': '5.33'}
    """
    figures = shown(sum(parts.values(), Fraction(0)) if whole is None else whole)
    unit = 10 ** max(LEAST_DIGITS, len(figures.partition(".")[2]))
    found = apportioned(int(Fraction(figures) * unit), parts)
    return {member: Fraction(units, unit) for member, units in found.items()}


def yen_by_member(total_yen: int, parts: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole yen by member that add up to `total_yen`.

    >>> yen_by_member(100, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
    {'a': 34, 'b': 33, 'c': 33}
    """
    return apportioned(total_yen, parts)


def apportioned(total: int, parts: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole numbers that add up to `total`: the largest remainders get the odd ones."""
    whole = sum(parts.values())
    if not whole:
        return {}
    exact = {member: total * part / whole for member, part in parts.items()}
    found = {member: int(share) for member, share in exact.items()}
    odd = total - sum(found.values())
    by_remainder = sorted(exact, key=lambda member: (found[member] - exact[member], member))
    for member in by_remainder[:odd]:
        found[member] += 1
    return found


def _of_one(rule: Rule, owed: Owed, stays: Iterable[Stay]) -> dict[str, Fraction]:
    park = owed.park.at(owed.at)
    end = max(owed.until, owed.at + MOMENT)
    found = causes(rule, park, stays, owed.at, end)
    running = {cause.stay.member for cause in found}
    decides = _what_people_decide(rule, owed, running, machines=bool(found))
    if decides is not None:
        return _declared(decides, owed, running)
    if rule.window:
        # Use in the peak and in the window before it: there is some wherever a host counts.
        found = uses(rule, park, stays, owed.at - rule.window, end)
    weights = _weights(rule, park, found)
    total = sum(weights.values())
    if not total or not owed.licences:
        return {}
    return {member: owed.licences * weight / total for member, weight in weights.items() if weight}


def _what_people_decide(
    rule: Rule, owed: Owed, running: Set[str], *, machines: bool
) -> Rule | None:
    """The measure of what is declared that the number comes from; None where machines decide.

    Of several measures it is the one that comes to the number by itself.
    """
    declared = [one for one in rule.measures if one.counts in DECLARED_METRICS]
    if not machines or rule.metrics <= DECLARED_METRICS:
        return declared[0] if declared else None
    for one in declared:
        units = Fraction(sum(_counted(one, owed, running).values()))
        if licences_of(one, units) == owed.licences:
            return one
    return None


def _counted(rule: Rule, owed: Owed, running: Set[str]) -> dict[str, int]:
    """By member what it declares, as far as the rule counts it."""
    declared = declared_at(owed.park.declared, rule.counts, owed.at)
    return {m: n for m, n in declared.items() if n and (m in running or not rule.where_it_runs)}


def _declared(rule: Rule, owed: Owed, running: Set[str]) -> dict[str, Fraction]:
    """Who declares more pays more."""
    counted = _counted(rule, owed, running)
    whole = sum(counted.values())
    return {member: owed.licences * count / whole for member, count in sorted(counted.items())}


def _weights(rule: Rule, park: Park, found: Iterable[Cause]) -> dict[str, Weight]:
    """By member. Thousands of servers share a few sizes, each of which is weighed once."""
    weights: dict[str, Weight] = defaultdict(int)
    by_size: dict[tuple[int, int, int], Weight] = {}
    for cause in found:
        stay, lasted = cause.stay, cause.lasted // MOMENT
        if rule.counts in HOST_METRICS:
            weights[stay.member] += stay.vcpus * lasted
            continue
        host = park.at(cause.since).hosts.get(stay.host) or park.hosts[stay.host]
        size = id(host), stay.vcpus, id(stay.role)
        if size not in by_size:
            units = Fraction(server_units(rule, host, stay) * factor_of(rule, host))
            by_size[size] = units.numerator if units.denominator == 1 else units
        weights[stay.member] += by_size[size] * lasted
    return weights

"""Where a measure is rounded up, and whether anything is left to round there. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from core.message import say
from core.problem import Problem
from core.wording import Location
from licensing.counting.rounding import licences_of
from licensing.papers.measure import DECLARED_METRICS, HOST_METRICS, Each, Level, Measure, Metric
from licensing.papers.rule import Rule
from tenants.definitions import Read

BY_CLASS = (Level.FACTOR_GROUP, Level.PARK_FACTOR_GROUP)
ONE = Fraction(1)


def rounding_problems(read: Read[Rule], measure: Measure, at: Location) -> Iterator[Problem]:
    """A level that the metric does not know, or at which each number is whole as it is."""
    yield from _alone(read, measure, at)
    if measure.round_up_at is not Level.PARK and _is_never_rounded(read.value, measure):
        yield read.document.problem(
            (*at, "round_up_at"),
            say(
                "has no effect: {metric} are whole numbers here, and each is a licence; leave it "
                "out, or write units_per_licence or whatever else makes fractions of them",
                metric=measure.counts,
            ),
        )
        return
    yield from _levels(read, measure, at)


def _levels(read: Read[Rule], measure: Measure, at: Location) -> Iterator[Problem]:
    level = measure.round_up_at
    if level is Level.NEVER and "multiple_of" in measure.model_fields_set:
        yield read.document.problem(
            (*at, "multiple_of"),
            say(
                "has no effect where nothing is rounded up; leave it out, or write in "
                "round_up_at where it is"
            ),
        )
    if measure.counts in HOST_METRICS and level is Level.SERVER:
        yield read.document.problem(
            (*at, "round_up_at"),
            say(
                "a rule that counts {metric} knows hosts and no servers; write host",
                metric=measure.counts,
            ),
        )
    if measure.counts in DECLARED_METRICS and level not in (Level.PARK, Level.NEVER):
        yield read.document.problem(
            (*at, "round_up_at"),
            say(
                "{metric} belong to no machine: they are rounded as a whole; write park or never",
                metric=measure.counts,
            ),
        )
    if level in BY_CLASS and not measure.factors:
        yield read.document.problem(
            (*at, "round_up_at"),
            say(
                "is rounded by classes of hosts, and has a factor for none: "
                "add factors, or write {level}",
                level=Level.SITE if level is Level.FACTOR_GROUP else Level.PARK,
            ),
        )


def rounded_otherwise(rule: Rule) -> Iterator[Rule]:
    """The rule as it may have been written before such a level was refused: it counts the same."""
    others = () if rule.combined is None else rule.combined.others
    for level in Level if _is_never_rounded(rule, rule) else ():
        yield rule.model_copy(update={"round_up_at": level})
    for index, other in enumerate(others):
        for level in Level if _is_never_rounded(rule, other) else ():
            changed = other.model_copy(update={"round_up_at": level})
            combined = {"others": (*others[:index], changed, *others[index + 1 :])}
            yield rule.model_copy(
                update={"combined": rule.combined and rule.combined.model_copy(update=combined)}
            )


def _is_never_rounded(rule: Rule, measure: Measure) -> bool:
    """What is compared host by host is rounded there, or has no number of its own."""
    by_host = rule.combined is not None and rule.combined.each is Each.HOST
    return _is_whole(measure) and not by_host


def _is_whole(measure: Measure) -> bool:
    """Whether no unit of it is ever a fraction of a licence, so that any level comes to the same.

    Steps that weigh otherwise are reckoned level by level, so there it matters.
    """
    weights = {*measure.factors.values(), *(step.weight for step in measure.steps)}
    return (
        measure.units_per_licence == measure.multiple_of == 1
        and not measure.vcpus_are_threads
        and all(weight.denominator == 1 for weight in weights)
        and len({step.weight for step in measure.steps}) <= 1
    )


def _alone(read: Read[Rule], measure: Measure, at: Location) -> Iterator[Problem]:
    """One server is no less than a licence where it is rounded by itself, however many make one."""
    level, counts = measure.round_up_at, measure.counts
    if (counts, level) == (Metric.HOSTS, Level.HOST):
        if measure.servers_per_set is not None:
            return
    elif (counts, level) != (Metric.SERVERS, Level.SERVER):
        return
    each = set(measure.factors.values()) or {ONE}
    undivided = measure.model_copy(update={"units_per_licence": 1})
    same = {
        "units_per_licence": measure.units_per_licence > 1
        and all(licences_of(measure, one) == licences_of(undivided, one) for one in each),
        "factors": bool(measure.factors)
        and all(licences_of(measure, one) == licences_of(measure, ONE) for one in each),
    }
    for field in (name for name, is_idle in same.items() if is_idle):
        yield read.document.problem(
            (*at, field),
            say(
                "has no effect where each of the {metric} is rounded up by itself; leave it out, "
                "or write in round_up_at where they are added up before",
                metric=counts,
            ),
        )

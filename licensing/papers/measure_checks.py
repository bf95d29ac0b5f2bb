"""Fields of a measure that change no number, or cannot stand together. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from licensing.papers.measure import (
    DECLARED_METRICS,
    HOST_METRICS,
    Cap,
    Combination,
    Each,
    Level,
    Measure,
    Metric,
    Reach,
    Take,
)
from licensing.papers.rounding_checks import rounding_problems
from licensing.papers.rule import Peak, Rule
from tenants.definitions import Read
from tenants.site import DEFAULT_CLASS

BEFORE: Location = ("combined", "others")


def measure_problems(read: Read[Rule]) -> Iterator[Problem]:
    """Of the rule's own measure, of each other one, and of how they are put together."""
    rule = read.value
    yield from _of_measure(read, rule, ())
    for index, other in enumerate(rule.combined.others if rule.combined else ()):
        yield from _of_measure(read, other, (*BEFORE, index))
    yield from _without_effect(read)
    if rule.combined is not None:
        yield from _combination(read, rule.combined)


def _of_measure(read: Read[Rule], measure: Measure, at: Location) -> Iterator[Problem]:
    yield from _steps(read, measure, at)
    if measure.factors and DEFAULT_CLASS not in measure.factors:
        yield read.document.problem(
            (*at, "factors"),
            say("has no default, by which hosts of all other classes count; add it"),
        )
    if measure.factors.get(DEFAULT_CLASS) == 0:
        yield read.document.problem(
            (*at, "factors", DEFAULT_CLASS),
            say("is 0, by which hosts of all other classes count nothing; write what they weigh"),
        )
    for field in _idle(measure):
        yield read.document.problem((*at, *field), _no_effect(read.value, measure))
    yield from rounding_problems(read, measure, at)
    if read.value.per_region and measure.reach is Reach.PARK:
        yield read.document.problem(
            (*at, "reach"),
            say(
                "each region is counted by itself (per_region), so that nothing reaches beyond "
                "one; write site, or leave per_region out"
            ),
        )


def _steps(read: Read[Rule], measure: Measure, at: Location) -> Iterator[Problem]:
    """Each goes further than the one before, and the last has no end."""
    steps = measure.steps
    for index, step in enumerate(steps[:-1]):
        following = steps[index + 1].up_to
        if step.up_to is None or (following is not None and following <= step.up_to):
            yield read.document.problem(
                (*at, "steps", index),
                say("each step ends above the one before, and only the last has no up_to"),
            )
    if steps and steps[-1].up_to is not None:
        yield read.document.problem(
            (*at, "steps", len(steps) - 1),
            say("the last step has no up_to, or what lies above it counts nothing; take it out"),
        )
    if steps and not any(step.weight for step in steps):
        yield read.document.problem(
            (*at, "steps"), say("all weigh 0, so nothing counts; write what they weigh")
        )


def _idle(measure: Measure) -> Iterator[Location]:
    """What is written and changes no number would be believed to."""
    by_hosts = measure.counts in HOST_METRICS
    by_vcpus = measure.counts is Metric.VCPUS
    declared = measure.counts in DECLARED_METRICS
    cores_count = (
        measure.counts is Metric.CORES or measure.cap is not Cap.NONE or measure.contagious
    )
    useful: dict[Location, bool] = {
        ("reach",): by_hosts,
        ("servers_per_set",): by_hosts,
        ("one_socket_covers_cores",): measure.counts is Metric.SOCKETS,
        ("vcpus_are_threads",): by_vcpus,
        ("cap",): by_vcpus,
        ("contagious",): by_vcpus,
        ("factors",): not declared,
        ("where_it_runs",): declared,
        ("floors", "vcpus_per_server"): by_vcpus,
        ("floors", "cores_per_socket"): cores_count,
        ("floors", "cores_per_host"): cores_count,
        ("unknown",): measure.counts in (Metric.CORES, Metric.SOCKETS)
        or measure.contagious
        or (measure.unknown is not None and measure.unknown.capped),
        ("unknown", "capped"): measure.cap is not Cap.NONE,
    }
    yield from _written(measure, useful)


def _without_effect(read: Read[Rule]) -> Iterator[Problem]:
    """The same of what a rule says of all its measures together."""
    rule = read.value
    has_mark = rule.peak is Peak.HIGH_WATER_MARK
    of_machines = not rule.metrics <= DECLARED_METRICS
    useful: dict[Location, bool] = {
        ("window_days",): rule.counts_hosts,
        ("sockets_at_most",): rule.counts_hosts,
        # A municipality has a product where its servers are switched off, if the rule says so.
        ("powered_off_counts",): of_machines or any(one.where_it_runs for one in rule.measures),
        ("free_passive_servers",): of_machines,
        ("free_days_per_year",): of_machines,
        ("evidence_every_minutes",): of_machines,
        ("period",): has_mark or rule.evidence_every_minutes is not None,
        ("per_region",): has_mark and not rule.counts_what_is_declared,
    }
    for field in _written(rule, useful):
        yield read.document.problem(field, _no_effect(rule, rule))


def _written(measure: Measure, useful: dict[Location, bool]) -> Iterator[Location]:
    written: set[Location] = {(name,) for name in measure.model_fields_set}
    written |= {("floors", name) for name in measure.floors.model_fields_set}
    if measure.unknown is not None:
        written |= {("unknown", name) for name in measure.unknown.model_fields_set}
    return (field for field, has_effect in useful.items() if field in written and not has_effect)


def _no_effect(rule: Rule, measure: Measure) -> Message:
    return say(
        "has no effect in a rule that counts {metric} with peak {peak}; leave it out, "
        "or say otherwise what is counted",
        metric=measure.counts,
        peak=rule.peak,
    )


def _combination(read: Read[Rule], combined: Combination) -> Iterator[Problem]:
    """What is compared host by host must have a number of its own at each host."""
    if combined.each is Each.WHOLE:
        return
    if combined.take is Take.SUM:
        yield read.document.problem(
            ("combined", "each"),
            say("a sum is the same host by host and as a whole; leave it out"),
        )
    places: list[tuple[Location, Measure]] = [((), read.value)]
    places += [((*BEFORE, index), one) for index, one in enumerate(combined.others)]
    for at, measure in places:
        if measure.counts in DECLARED_METRICS:
            yield read.document.problem(
                (*at, "counts"),
                say(
                    "{metric} belong to no host, so they cannot be compared host by host; "
                    "write `each: whole`",
                    metric=measure.counts,
                ),
            )
        elif measure.round_up_at not in (Level.HOST, Level.SERVER):
            yield read.document.problem(
                (*at, "round_up_at")
                if "round_up_at" in measure.model_fields_set
                else (*at, "counts"),
                say(
                    "is rounded at {level}: what is compared host by host is rounded at host or "
                    "server; write one of the two",
                    level=measure.round_up_at,
                ),
            )
        if at and measure.floors.licences_at_least:
            yield read.document.problem(
                (*at, "floors", "licences_at_least"), _no_effect(read.value, measure)
            )

"""Rules that need several fields of a counting rule's file. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from licensing.counting.rounding import shown
from licensing.papers.rule import HOST_METRICS, Cap, Example, Metric, Peak, Rule
from licensing.position.example import counted_in
from tenants.definitions import Read


def rule_problems(stem: str, read: Read[Rule]) -> Iterator[Problem]:
    """Every problem of one rule; its examples are counted once nothing else is wrong with it."""
    yield from list(_of_rule(stem, read)) or _examples(read)


def _of_rule(stem: str, read: Read[Rule]) -> Iterator[Problem]:
    rule = read.value
    if rule.id != stem:
        yield _problem(read, ("id",), wrong_id(rule.id, stem))
    if rule.valid_to is not None and rule.valid_to < rule.valid_from:
        yield _problem(
            read,
            ("valid_to",),
            say(
                "{end} lies before valid_from, {start}; correct one of them",
                end=rule.valid_to,
                start=rule.valid_from,
            ),
        )
    yield from _steps(read)
    yield from _factors(read)
    yield from _without_effect(read)
    yield from _windows(read)


def _steps(read: Read[Rule]) -> Iterator[Problem]:
    """Each goes further than the one before, and the last has no end."""
    steps = read.value.steps
    for index, step in enumerate(steps[:-1]):
        following = steps[index + 1].up_to
        if step.up_to is None or (following is not None and following <= step.up_to):
            yield _problem(
                read,
                ("steps", index),
                say("each step ends above the one before, and only the last has no up_to"),
            )
    if steps and steps[-1].up_to is not None:
        yield _problem(
            read,
            ("steps", len(steps) - 1),
            say("the last step has no up_to, or what lies above it counts nothing; take it out"),
        )


def _factors(read: Read[Rule]) -> Iterator[Problem]:
    if read.value.factors and "default" not in read.value.factors:
        yield _problem(
            read,
            ("factors",),
            say("has no default, by which hosts of all other classes count; add it"),
        )


def _without_effect(read: Read[Rule]) -> Iterator[Problem]:
    """What is written and changes no number would be believed to."""
    rule = read.value
    by_hosts = rule.counts in HOST_METRICS
    by_vcpus = rule.counts is Metric.VCPUS
    cores_count = rule.counts is Metric.CORES or rule.cap is not Cap.NONE or rule.contagious
    has_mark = rule.peak is Peak.HIGH_WATER_MARK
    useful: dict[Location, bool] = {
        ("reach",): by_hosts,
        ("window_days",): by_hosts,
        ("servers_per_set",): by_hosts,
        ("sockets_at_most",): by_hosts,
        ("cap",): by_vcpus,
        ("contagious",): by_vcpus,
        ("floors", "vcpus_per_server"): by_vcpus,
        ("floors", "cores_per_socket"): cores_count,
        ("floors", "cores_per_host"): cores_count,
        ("unknown",): cores_count or rule.counts is Metric.SOCKETS,
        ("period",): has_mark or rule.evidence_every_minutes is not None,
        ("per_region",): has_mark,
    }
    written: set[Location] = {(name,) for name in rule.model_fields_set}
    written |= {("floors", name) for name in rule.floors.model_fields_set}
    for field, has_effect in useful.items():
        if field in written and not has_effect:
            yield _problem(
                read,
                field,
                say(
                    "has no effect in a rule that counts {metric} with peak {peak}; leave it out, "
                    "or say otherwise what is counted",
                    metric=rule.counts,
                    peak=rule.peak,
                ),
            )


def _windows(read: Read[Rule]) -> Iterator[Problem]:
    """Whether a replica that left its host was free there nobody remembers."""
    if read.value.free_passive_servers and read.value.window_days:
        yield _problem(
            read,
            ("free_passive_servers",),
            say("free replicas and a window of hosts cannot stand in one rule; leave one out"),
        )


def _examples(read: Read[Rule]) -> Iterator[Problem]:
    """Each is about hosts that it names, and the rule counts what it says."""
    rule = read.value
    for index, example in enumerate(rule.examples):
        strangers = list(_strangers(example))
        for name, host in strangers:
            yield _problem(
                read,
                ("examples", index),
                say(
                    "{server} is on {host}, which is not among the hosts of the example",
                    server=name,
                    host=host,
                ),
            )
        if strangers:
            continue
        counted = counted_in(rule, example)
        if counted != example.required:
            yield _problem(
                read,
                ("examples", index, "required"),
                say(
                    "the rule counts {counted} here, not {said}; correct the rule or the example",
                    counted=_outcome(counted),
                    said=_outcome(example.required),
                ),
            )


def _strangers(example: Example) -> Iterator[tuple[str, str]]:
    for servers in (example.servers, *example.later):
        for name, server in servers.items():
            if server.host not in example.hosts:
                yield name, server.host


def _outcome(counted: Fraction | Literal["refused"]) -> str:
    return "refused" if counted == "refused" else shown(counted)


def wrong_id(id_: str, stem: str) -> Message:
    return say(
        "is {slug}, but the file is called {file}; both must be the same",
        slug=id_,
        file=f"{stem}.yaml",
    )


def _problem(read: Read[Rule], location: Location, message: Message) -> Problem:
    return read.document.problem(location, message)

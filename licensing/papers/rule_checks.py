"""Rules that need several fields of a counting rule's file. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from core.document import READ_AGAIN
from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from licensing.counting.rounding import shown
from licensing.papers.example import Example
from licensing.papers.measure import DECLARED_METRICS, Metric
from licensing.papers.measure_checks import measure_problems
from licensing.papers.rule import Rule
from licensing.position.example import counted_in
from tenants.definitions import Read
from tenants.site import DEFAULT_CLASS


@lru_cache(maxsize=READ_AGAIN)
def rule_problems(stem: str, read: Read[Rule]) -> tuple[Problem, ...]:
    """Every problem of one rule; its examples are counted once nothing else is wrong with it.

    Remembered by what the rule says, for whoever runs for long: to count the examples is dear.
    """
    return tuple(_of_rule(stem, read)) or tuple(_examples(read))


DAYS_OF_A_YEAR = 365
"""As many are free for good."""


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
    if rule.note.missing is not None:
        yield _problem(
            read,
            ("note",),
            say(
                "is in one language only, and is shown to readers of both: write `ja:` and `en:`, "
                "here without {language}",
                language=rule.note.missing,
            ),
        )
    yield from measure_problems(read)
    yield from _windows(read)
    yield from _free_twice(read)


def _windows(read: Read[Rule]) -> Iterator[Problem]:
    """Whether a replica that left its host was free there nobody remembers."""
    if read.value.free_passive_servers and read.value.window_days:
        yield _problem(
            read,
            ("free_passive_servers",),
            say("free replicas and a window of hosts cannot stand in one rule; leave one out"),
        )


def _free_twice(read: Read[Rule]) -> Iterator[Problem]:
    """A replica goes free for good, or for some days."""
    if read.value.free_passive_servers and read.value.free_days_per_year:
        yield _problem(
            read,
            ("free_days_per_year",),
            say("replicas go free for good by free_passive_servers; leave one of the two out"),
        )
    if read.value.free_days_per_year >= DAYS_OF_A_YEAR:
        yield _problem(
            read,
            ("free_days_per_year",),
            say(
                "no year has more than {days} days, so replicas would never count; write "
                "free_passive_servers where the contract says so",
                days=read.value.free_days_per_year,
            ),
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
        idle = list(_not_counted(rule, example))
        for member, metric in idle:
            yield _problem(
                read,
                ("examples", index, "declared", member, metric),
                say("the rule does not count {metric}; leave it out", metric=metric),
            )
        unweighed = list(_unweighed(rule, example))
        for name, factor in unweighed:
            yield _problem(
                read,
                ("examples", index, "hosts", name, "factor"),
                say(
                    "the rule has no factor for {value}; it has some for {known}",
                    value=factor,
                    known=tuple(sorted({DEFAULT_CLASS, *rule.classes})),
                ),
            )
        if idle or unweighed:
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


def _not_counted(rule: Rule, example: Example) -> Iterator[tuple[str, Metric]]:
    """What an example declares and no machine tells, and the rule does not look at."""
    wanted = rule.metrics & DECLARED_METRICS
    for member, figures in example.declared.items():
        yield from ((member, metric) for metric in figures if metric not in wanted)


def _unweighed(rule: Rule, example: Example) -> Iterator[tuple[str, str]]:
    """Hosts of a class that the rule does not weigh, though it weighs others."""
    for name, host in example.hosts.items():
        if rule.classes:
            known = {DEFAULT_CLASS, *rule.classes}
            yield from ((name, one) for one in host.factor if one not in known)


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

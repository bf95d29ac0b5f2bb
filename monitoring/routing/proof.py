"""That every alert of the declared label space calls exactly one, and whoever may see it. Pure.

Members × systems × layers × sites × severities, drills and ladders are gone through one by one, at
every hour that makes a difference; what is wrong is shown by the alert that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations

from core.message import Message, say
from monitoring.responsibility.cell import Cell
from monitoring.responsibility.matrix import Matrix
from monitoring.routing.configuration import Configuration
from monitoring.routing.evaluator import Branch, Evaluator, tells_while
from monitoring.routing.labels import (
    ALERTNAME,
    DRILL,
    MEMBER,
    OWNER,
    RUNG,
    SEVERITY,
    TOLD,
    UNANSWERED,
    Labels,
    Severity,
    ownership_of,
    places,
)
from monitoring.routing.receivers import COPY, UNROUTED
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Proof:
    """How many alerts were looked at, and each that goes wrong."""

    alerts: int
    counterexamples: tuple[Message, ...]


def proof(matrix: Matrix, definitions: Definitions, whole: Configuration, day: date) -> Proof:
    """Of the routes as they are and the matrix as it is on `day`."""
    evaluator = Evaluator(whole)
    looked_at = {matcher.label for route in whole.route.walk() for matcher in route.matchers}
    addresses = _addresses(definitions)
    targets = {one.name: (*one.emails, *one.webhooks) for one in whole.receivers}
    count = 0
    wrong: list[Message] = []
    seen: set[frozenset[tuple[str, str]]] = set()
    for place in places(matrix, definitions):
        for labels in _alerts(matrix, matrix.called_for(place, day)):
            count += 1
            # Two alerts that differ in nothing that a branch looks at go the same way.
            alike = frozenset((name, labels[name]) for name in looked_at & labels.keys())
            if alike in seen:
                continue
            seen.add(alike)
            branches = evaluator.branches(labels)
            wrong += _calls(labels, branches)
            wrong += _sights(labels, branches, targets, addresses)
    return Proof(count, tuple(wrong))


def _alerts(matrix: Matrix, cell: Cell) -> Iterator[Labels]:
    """What can be told about a place: its faults, a drill, and the calls up the ladder."""
    whose = ownership_of(cell).labels
    for severity in Severity:
        yield {**whose, SEVERITY: severity}
    at_once = {**whose, SEVERITY: Severity.CRITICAL}
    yield {name: value for name, value in at_once.items() if name != TOLD} | {ALERTNAME: DRILL}
    first = cell.accountable
    for number, rung in enumerate(matrix.party(first.party).ladder, start=2):
        following = matrix.at(rung.party, first.member)
        called = {ALERTNAME: UNANSWERED, RUNG: str(number), OWNER: following.key, TOLD: first.key}
        yield {**at_once, **called}


def _calls(labels: Labels, branches: list[Branch]) -> Iterator[Message]:
    """At every hour one is called; a warning may wait, but not for ever."""
    told = [one for one in branches if not is_copy(one.receiver)]
    if any(one.receiver == UNROUTED for one in branches):
        yield say("{alert} ends in the catch-all: nobody answers for it", alert=shown(labels))
        return
    hours = _hours(told)
    calls = [[one.receiver for one in told if tells_while(one, holding)] for holding in hours]
    many = next((called for called in calls if len(called) > 1), None)
    if many is not None:
        yield say("{alert} calls {receivers} together", alert=shown(labels), receivers=tuple(many))
    if not any(calls) or (labels[SEVERITY] == Severity.CRITICAL and not all(calls)):
        yield say("{alert} calls nobody at some hour", alert=shown(labels))


def _hours(branches: list[Branch]) -> list[frozenset[str]]:
    """Every set of intervals that can hold at once, as far as these branches ask."""
    names = sorted({name for one in branches for name in (*one.active, *one.muted)})
    sets = chain.from_iterable(combinations(names, count) for count in range(len(names) + 1))
    return [frozenset(one) for one in sets]


def _sights(
    labels: Labels,
    branches: list[Branch],
    targets: Mapping[str, tuple[str, ...]],
    addresses: Mapping[str, str],
) -> Iterator[Message]:
    """No municipality's address gets an alert of another one."""
    member = labels.get(MEMBER, "")
    for branch in branches:
        strangers = {addresses.get(address, member) for address in targets[branch.receiver]}
        if member and strangers - {member}:
            yield say(
                "{alert} would be seen by {strangers}, through {receiver}",
                alert=shown(labels),
                strangers=tuple(sorted(strangers - {member})),
                receiver=branch.receiver,
            )


def _addresses(definitions: Definitions) -> dict[str, str]:
    """Whose each address of a municipality is."""
    return {
        address: slug
        for slug, member in definitions.present_members().items()
        for contact in member.contacts
        for address in (contact.email,)
        if address is not None
    }


def is_copy(receiver: str) -> bool:
    """Whether a receiver only gets copies: to be told is not to be called."""
    return receiver.endswith(f".{COPY}")


def shown(labels: Labels) -> str:
    """The alert as Prometheus writes it."""
    return "{" + ", ".join(f'{name}="{value}"' for name, value in labels.items()) + "}"

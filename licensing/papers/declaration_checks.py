"""Rules for what municipalities declare. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from core.message import say
from core.problem import Problem
from licensing.papers.declaration import Declaration
from licensing.papers.measure import DECLARED_METRICS, Metric
from licensing.papers.rule_checks import wrong_id
from tenants.changed_on import still_to_come
from tenants.definitions import Definitions, Read


def declaration_problems(
    stem: str, read: Read[Declaration], definitions: Definitions, today: date
) -> Iterator[Problem]:
    """What needs several fields, several files, or the day, in Japan."""
    said = read.value
    if said.member != stem:
        yield read.document.problem(
            ("member",),
            wrong_id(said.member, stem),
        )
    elif said.member not in definitions.members and stem not in definitions.unreadable_members:
        yield read.document.problem(
            ("member",),
            say(
                "{value} is not known; known are {known}",
                value=said.member,
                known=tuple(sorted(definitions.members)),
            ),
        )
    products = sorted(definitions.catalogue.value.software)
    for index, figure in enumerate(said.figures):
        at = ("figures", index)
        why = still_to_come(figure.changed_on, today)
        if why is not None:
            yield read.document.problem((*at, "changed_on"), why)
        if figure.counts not in DECLARED_METRICS:
            yield read.document.problem(
                (*at, "counts"),
                say(
                    "{metric} are told by machines; what is declared is {known}",
                    metric=figure.counts,
                    known=tuple(sorted(DECLARED_METRICS)),
                ),
            )
        elif figure.counts is Metric.STAFF and figure.product is not None:
            yield read.document.problem(
                (*at, "product"), say("staff are counted whatever they use; leave it out")
            )
        elif figure.counts is not Metric.STAFF and figure.product is None:
            yield read.document.problem(at, say("does not say of which product; add `product`"))
        elif figure.product is not None and figure.product not in products:
            yield read.document.problem(
                (*at, "product"),
                say(
                    "{value} is not known; known are {known}",
                    value=figure.product,
                    known=tuple(products),
                ),
            )
    yield from _twice(read)


def _twice(read: Read[Declaration]) -> Iterator[Problem]:
    """Two figures of the same from the same day."""
    named = [
        ((str(one.counts), one.product or "", one.as_of), index)
        for index, one in enumerate(read.value.figures)
    ]
    for (key, _), (other, index) in pairwise(sorted(named)):
        if key == other:
            yield read.document.problem(
                ("figures", index, "as_of"),
                say("there is another figure of the same from {day}; keep one", day=key[2]),
            )


def silent_members(
    metric: Metric,
    product: str,
    declarations: Mapping[str, Read[Declaration]],
    members: Iterable[str],
) -> list[str]:
    """Who says nothing of it, so that nobody knows how many are to be counted."""
    if metric is Metric.STAFF:
        return []
    speaking = {
        read.value.member
        for read in declarations.values()
        if any((one.counts, one.product) == (metric, product) for one in read.value.figures)
    }
    return sorted(set(members) - speaking)

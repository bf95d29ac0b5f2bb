"""Rules about lists: nothing stands in one of them twice. Pure.

It would change nothing, so that whoever takes one of the two away believes that it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.document import Document
from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from monitoring.responsibility.matrix import Matrix


def problems(matrix: Matrix) -> Iterator[Problem]:
    for layer, row in matrix.layers.value.layers.items():
        yield from _twice(
            matrix.layers.document,
            ("layers", layer.value),
            {"one_for_each": row.one_for_each, "rests_on": row.rests_on},
        )
    for name, party in matrix.parties.value.parties.items():
        for index, hours in enumerate(party.duty):
            at = ("parties", name, "duty", index)
            yield from _twice(matrix.parties.document, at, {"days": hours.days})
    duties = matrix.responsibilities
    for name, contract in duties.value.contracts.items():
        lists = {"members": contract.members, "systems": contract.systems}
        yield from _twice(duties.document, ("contracts", name), lists)
    for index, override in enumerate(duties.value.overrides):
        lists = {
            "layers": override.layers,
            "activities": override.activities,
            "sites": override.sites,
            "members": override.members,
            "systems": override.systems,
        }
        yield from _twice(duties.document, ("overrides", index), lists)


def _twice(
    document: Document, at: Location, lists: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    for field, names in lists.items():
        for index, name in enumerate(names):
            if name in names[:index]:
                yield document.problem((*at, field, index), again(name))


def again(name: str) -> Message:
    return say("{name} stands here twice; keep one", name=str(name))

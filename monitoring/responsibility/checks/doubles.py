"""Rows that say differently of one cell on one day, neither the narrower one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from core.message import say
from core.problem import Problem
from monitoring.responsibility.duties import Override
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import PART_WORDS, Part

Scope = Mapping[str, frozenset[str]]


def problems(matrix: Matrix) -> Iterator[Problem]:
    read = matrix.responsibilities
    rows = [(index, row, matrix.scope(row)) for index, row in enumerate(read.value.overrides)]
    for (first, one, scope), (index, other, others) in combinations(rows, 2):
        if not set(one.layers) & set(other.layers) or not _meet(scope, others):
            continue
        if not _on_a_day(matrix, one, other) or _narrower(scope, others):
            continue
        for part in Part:
            here, there = getattr(one, part.value), getattr(other, part.value)
            if here is not None and there is not None and set(here) != set(there):
                yield read.document.problem(
                    ("overrides", index, part.value),
                    say(
                        "{party} is {part} here, and {others} in {place} of the same; a row wins "
                        "that names all the other names, and more",
                        party=tuple(there) or say("nobody"),
                        part=PART_WORDS[part],
                        others=tuple(here) or say("nobody"),
                        place=str(read.document.position(("overrides", first, part.value))),
                    ),
                )


def _meet(one: Scope, other: Scope) -> bool:
    """Whether there is a cell that both cover: what one does not name is everything."""
    return all(one[dimension] & other[dimension] for dimension in one.keys() & other.keys())


def _narrower(one: Scope, other: Scope) -> bool:
    """Whether one of them names everything that the other names, and more."""
    return one.keys() > other.keys() or other.keys() > one.keys()


def _on_a_day(matrix: Matrix, one: Override, other: Override) -> bool:
    terms = (*matrix.terms(one), *matrix.terms(other))
    return all(a.meets(b) for a, b in combinations(terms, 2))

"""Rules about the layers: all are there, and what rests on what has an order. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.message import say
from core.problem import Problem
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import LAYER_WORDS, Dimension, Layer


def problems(matrix: Matrix) -> Iterator[Problem]:
    read = matrix.layers
    rows = read.value.layers
    for layer in Layer:
        if layer not in rows:
            yield read.document.problem(
                ("layers",),
                say(
                    "{layer} ({words}) is missing; add it with what it rests on",
                    layer=layer.value,
                    words=LAYER_WORDS[layer],
                ),
            )
    for layer, row in rows.items():
        if Dimension.SYSTEM in row.one_for_each and Dimension.MEMBER not in row.one_for_each:
            yield read.document.problem(
                ("layers", layer.value, "one_for_each"),
                say("a system is a municipality's; add member"),
            )
        if Dimension.HOST in row.one_for_each and Dimension.SITE not in row.one_for_each:
            yield read.document.problem(
                ("layers", layer.value, "one_for_each"), say("a host is a site's; add site")
            )
    below = read.value.below
    told: set[Layer] = set()
    for layer in rows:
        if layer in below[layer] and layer not in told:
            circle = sorted(other for other in below[layer] if layer in below[other])
            told |= set(circle)
            yield read.document.problem(
                ("layers", layer.value, "rests_on"),
                say(
                    "{layers} rest on each other in a circle, so that each would keep the others "
                    "silent and nobody would be called; take one of them out",
                    layers=tuple(circle),
                ),
            )

"""Routing trees and alerts as nobody would write them, each drawn by its number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from monitoring.routing.configuration import (
    Configuration,
    Inhibition,
    Matcher,
    Op,
    Receiver,
    Route,
    Timing,
)
from monitoring.routing.evaluator import EVERYTHING

TREE, CASE = "tree", "case"
NAMES = ("a", "b", "c", "d")
VALUES = ("", "x", "y", "x.y", "xx", 'q"\\', "日田")
PATTERNS = ("x", "x|y", "x.*", ".*", ".+", "", "(x|y)?", "x[.]y", "日.", "[^x]")

AN_HOUR = Timing(timedelta(hours=1), timedelta(hours=1), timedelta(hours=1))
"""Long enough that nothing is sent while it is asked what would be."""


def any_configuration(chance: random.Random, trees: int) -> Configuration:
    """Many small trees below one root, each for alerts with its own number, and as many rules."""
    branches = [
        Route(matchers=(Matcher(TREE, Op.IS, str(number)),), routes=_branches(chance, 0))
        for number in range(trees)
    ]
    root = Route("none", group_by=("a",), routes=tuple(branches), timing=AN_HOUR)
    names = sorted({route.receiver for route in root.walk() if route.receiver})
    rules = [_inhibition(chance, number) for number in range(trees) for _ in range(2)]
    return Configuration(root, tuple(Receiver(name) for name in names), {}, tuple(rules))


def any_alerts(chance: random.Random, trees: int, number: int) -> Iterator[dict[str, str]]:
    """Alerts that differ, spread over the trees."""
    for case in range(number):
        labels = {name: chance.choice(VALUES) for name in NAMES if chance.random() < 0.8}
        present = {name: value for name, value in labels.items() if value}
        yield {**present, TREE: str(case % trees), CASE: str(case)}


def _branches(chance: random.Random, depth: int) -> tuple[Route, ...]:
    if depth > 3:
        return ()
    return tuple(
        Route(
            chance.choice((None, "one", "two", "three", "four")),
            tuple(_matcher(chance) for _ in range(chance.choice((0, 1, 1, 2)))),
            chance.choice((None, None, ("a", "b"), (EVERYTHING,))),
            goes_on=chance.random() < 0.4,
            routes=_branches(chance, depth + 1),
        )
        for _ in range(chance.choice((0, 1, 2, 3)))
    )


def _matcher(chance: random.Random) -> Matcher:
    op = chance.choice(list(Op))
    values = VALUES if op in (Op.IS, Op.IS_NOT) else PATTERNS
    return Matcher(chance.choice(NAMES), op, chance.choice(values))


def _inhibition(chance: random.Random, tree: int) -> Inhibition:
    own = Matcher(TREE, Op.IS, str(tree))
    return Inhibition(
        (own, *(_matcher(chance) for _ in range(chance.choice((1, 2))))),
        (own, *(_matcher(chance) for _ in range(chance.choice((1, 2))))),
        (TREE, *(name for name in NAMES if chance.random() < 0.5)),
    )

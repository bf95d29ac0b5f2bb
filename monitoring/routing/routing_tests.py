"""A file of routing tests: what fires when, and who is told of how many alerts together. Pure.

Of each alert only its place need be written, and of one that is named by `alertname` not even its
layer: whose it is follows from the matrix. Copies are expected only where a test names one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from pydantic import Field

from core.eras import JAPAN
from core.errors import UserError
from core.message import Message, say
from core.strict import Line, Slug, Strict
from core.units import Positive
from core.wording import Location
from monitoring.responsibility.matrix import Matrix
from monitoring.routing.evaluator import Evaluator
from monitoring.routing.labels import OWNER, SEVERITY, Labels, Severity, ownership_of
from monitoring.routing.proof import is_copy
from monitoring.routing.who import who
from monitoring.rules.alert import Alert, named
from tenants.definitions import Definitions


class Expected(Strict):
    """One notification."""

    receiver: Line
    alerts: Positive = 1
    """How many are told of together."""


class RoutingTest(Strict):
    """What fires at a moment, and what comes of it."""

    name: Line
    at: datetime
    """By Japan's clock, unless it names a zone."""
    firing: tuple[dict[Slug, Line], ...] = Field(min_length=1)
    told: tuple[Expected, ...] = ()
    """Every notification; nobody is told where none is written."""

    @property
    def moment(self) -> datetime:
        return self.at if self.at.tzinfo is not None else self.at.replace(tzinfo=JAPAN)


class RoutingTests(Strict):
    """A whole file."""

    tests: tuple[RoutingTest, ...] = Field(min_length=1)


def unclear(
    whole: RoutingTests,
    matrix: Matrix,
    definitions: Definitions,
    alerts: Mapping[str, Alert],
) -> Iterator[tuple[Location, Message]]:
    """Where an alert's labels do not say what is broken, and why not."""
    for number, test in enumerate(whole.tests):
        for index, labels in enumerate(test.firing):
            try:
                owned(labels, matrix, definitions, alerts, test.moment)
            except UserError as wrong:
                yield ("tests", number, "firing", index), wrong.message


def failures(
    test: RoutingTest,
    evaluator: Evaluator,
    matrix: Matrix,
    definitions: Definitions,
    alerts: Mapping[str, Alert],
) -> Iterator[Message]:
    """Every notification that was expected and does not come, or comes and was not expected.

    Raises: UserError where an alert's labels do not say what is broken.
    """
    at = test.moment
    firing = [owned(labels, matrix, definitions, alerts, at) for labels in test.firing]
    expected = Counter((one.receiver, one.alerts) for one in test.told)
    named = {one.receiver for one in test.told}
    found = Counter(
        (one.receiver, len(one.alerts))
        for one in evaluator.notifications(firing, at)
        if one.receiver in named or not is_copy(one.receiver)
    )
    for receiver, number in sorted((expected - found).elements()):
        yield say(
            "{receiver} is not told, of {alerts} alerts together", receiver=receiver, alerts=number
        )
    for receiver, number in sorted((found - expected).elements()):
        yield say(
            "{receiver} is told, of {alerts} alerts together, and was not expected",
            receiver=receiver,
            alerts=number,
        )


def owned(
    labels: Mapping[str, str],
    matrix: Matrix,
    definitions: Definitions,
    alerts: Mapping[str, Alert],
    at: datetime,
) -> Labels:
    """The alert as it would come: with its owner, where the test does not give one."""
    if OWNER in labels:
        return labels
    about = named(labels, alerts)
    found = who(matrix, definitions, about, at)
    return {SEVERITY: Severity.CRITICAL.value, **about, **labels, **ownership_of(found.cell).labels}

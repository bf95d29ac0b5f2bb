"""Several measures of one rule put together: the larger, the smaller, the sum. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from licensing.papers.measure import Measure, Take

Number = TypeVar("Number", Fraction, Fraction | int)
HostKey = tuple[str, str]
"""Site and host."""


def taken(take: Take, numbers: Sequence[Number]) -> Number:
    """What is owed of several measures' numbers."""
    match take:
        case Take.LARGER:
            return max(numbers)
        case Take.SMALLER:
            return min(numbers)
        case Take.SUM:
            return sum(numbers[1:], numbers[0])


def each_host(take: Take, measures: Sequence[Mapping[HostKey, Number]]) -> dict[HostKey, Fraction]:
    """The same host by host; what a measure does not count on a host is nothing there."""
    hosts = sorted({host for measure in measures for host in measure})
    return {
        host: Fraction(taken(take, [Fraction(measure.get(host, 0)) for measure in measures]))
        for host in hosts
    }


def at_least(measure: Measure, licences: Number) -> Number:
    """With the floor of the whole, which asks for nothing where nothing counts."""
    least = measure.floors.licences_at_least
    return licences if not licences or licences >= least else type(licences)(least)

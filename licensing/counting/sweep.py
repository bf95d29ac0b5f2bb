"""What a rule asks for at every moment of a history, in one pass through time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import IntEnum
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.counting.tally import Tally
from licensing.papers.rule import HOST_METRICS, Rule


class _Event(IntEnum):
    """What happens at a moment; of the same moment, in this order."""

    WINDOW_ENDS = 0
    END = 1
    BEGIN = 2


_Dated = tuple[datetime, _Event, int, Stay]


def sweep(
    rule: Rule, park: Park, stays: Iterable[Stay]
) -> Iterator[tuple[datetime, Fraction | int]]:
    """Each moment at which something happens, and what is required from then on. In order."""
    tally = Tally(rule, park)
    for moment, events in groupby(sorted(_events(rule, stays)), key=itemgetter(0)):
        for _, event, _, stay in events:
            match event:
                case _Event.WINDOW_ENDS:
                    tally.let_go(stay.host)
                case _Event.END:
                    tally.end(stay)
                    if is_held(rule, stay):
                        tally.hold(stay.host)
                case _Event.BEGIN:
                    tally.begin(stay)
        yield moment, tally.licences


def _events(rule: Rule, stays: Iterable[Stay]) -> Iterator[_Dated]:
    window = timedelta(days=rule.window_days)
    for number, stay in enumerate(stays):
        if stay.since == stay.until:
            continue  # it was nowhere for any time
        yield stay.since, _Event.BEGIN, number, stay
        if stay.until is not None:
            yield stay.until, _Event.END, number, stay
            if is_held(rule, stay):
                yield stay.until + window, _Event.WINDOW_ENDS, number, stay


def is_held(rule: Rule, stay: Stay) -> bool:
    """Whether the host counts for a while after the server has left it."""
    return (
        rule.window_days > 0
        and rule.counts in HOST_METRICS
        and (stay.powered_on or rule.powered_off_counts)
    )

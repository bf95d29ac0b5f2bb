"""What a product will ask for as windows end, if nothing else happens. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from licensing.counting.history import History
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.papers.rule import Peak, Rule
from licensing.position.bought import Bought
from licensing.position.position import position


def course(
    bought: Bought, park: Park, stays: Sequence[Stay], at: datetime
) -> list[tuple[datetime, Fraction]]:
    """What is required from `at` on if nothing else happens: each moment at which it changes.

    The first is `at` itself. It ends when the last window is over.
    """
    history = History.of(stays)
    found = [(at, position(bought, park, history, at).required.licences)]
    windows = history.windows(bought.rule, at)
    if bought.rule.peak is Peak.CURRENT:
        then = _as_windows_end(bought.rule, park.for_product(bought.product), history, at, windows)
    else:
        ends = sorted({moment for moment, _ in windows})
        then = [(m, position(bought, park, history, m).required.licences) for m in ends]
    for moment, licences in then:
        if licences != found[-1][1]:
            found.append((moment, licences))
    return found


def _as_windows_end(
    rule: Rule,
    park: Park,
    history: History,
    at: datetime,
    windows: Sequence[tuple[datetime, str]],
) -> list[tuple[datetime, Fraction]]:
    """What is required once each window has ended; those of one moment together."""
    found: dict[datetime, Fraction] = {}
    with history.tallied(rule, park, at) as tally:
        for moment, host in windows:
            tally.let_go(host)
            found[moment] = Fraction(tally.licences)
        for _, host in windows:
            tally.hold(host)
    return list(found.items())

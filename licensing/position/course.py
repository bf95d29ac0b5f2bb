"""What a product will ask for as windows end and free days are used up, else nothing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from licensing.counting.history import History
from licensing.counting.park import Park
from licensing.counting.spare_days import beyond_free_days
from licensing.counting.stay import Stay
from licensing.counting.sweep import sweep
from licensing.papers.rule import Peak, Rule
from licensing.position.bought import Bought
from licensing.position.period import start_of_next_year
from licensing.position.position import position


def course(
    bought: Bought, park: Park, stays: Sequence[Stay], at: datetime
) -> list[tuple[datetime, Fraction]]:
    """What is required from `at` on if nothing else happens: each moment at which it changes.

    The first is `at` itself. It ends when the last window is over; where spares have free days,
    with the calendar year, after which they have new ones.
    """
    history = History.of(stays)
    found = [(at, position(bought, park, history, at).required.licences)]
    counting = History.of(beyond_free_days(bought.rule, history).stays)
    ahead = _until_new_year if bought.rule.free_days_per_year else _as_windows_end
    then = ahead(bought.rule, park.for_product(bought.product), counting, at)
    if bought.rule.peak is not Peak.CURRENT:
        then = [(m, position(bought, park, history, m).required.licences) for m, _ in then]
    for moment, licences in then:
        if licences != found[-1][1]:
            found.append((moment, licences))
    return found


def _as_windows_end(
    rule: Rule, park: Park, history: History, at: datetime
) -> list[tuple[datetime, Fraction]]:
    """What is required once each window has ended."""
    found: list[tuple[datetime, Fraction]] = []
    with history.tallied(rule, park, at) as (tally, windows):
        for moment, held in windows:
            tally.let_go(held)
            found.append((moment, Fraction(tally.licences)))
        for _, held in windows:
            tally.hold_again(held)
    return found


def _until_new_year(
    rule: Rule, park: Park, history: History, at: datetime
) -> list[tuple[datetime, Fraction]]:
    """The same, and what is required once spares have used up their free days."""
    new_year = start_of_next_year(at)
    return [
        (moment, Fraction(licences))
        for moment, licences in sweep(rule, park, history)
        if at < moment < new_year
    ]

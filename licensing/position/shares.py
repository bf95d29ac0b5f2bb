"""Whose doing a requirement is: a pooled product's licences split among the members. Pure.

Each member's share follows the vCPUs of its servers with the product, over the time in which the
peak lasted: who merely came first is not made to pay for all. Shares are exact fractions and add up
to the whole; yen are split so that they do as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction

from licensing.counting.stay import Stay
from licensing.position.owed import Owed

NO_TIME = timedelta(0)
MICROSECOND = timedelta(microseconds=1)


def shares(owed: Owed, stays: Iterable[Stay], window: timedelta) -> dict[str, Fraction]:
    """Licences by member, at the moment of the peak; empty where nothing is owed.

    A host that counts only because of its window is the doing of those who left it.
    """
    parts = owed.parts or (owed,)
    found: dict[str, Fraction] = defaultdict(Fraction)
    stays = list(stays)
    for part in parts:
        for member, share in _of_one(part, stays, window).items():
            found[member] += share
    return dict(sorted(found.items()))


def _of_one(owed: Owed, stays: list[Stay], window: timedelta) -> dict[str, Fraction]:
    weights = _weights(stays, owed, window)
    total = sum(weights.values())
    if not total or not owed.licences:
        return {}
    return {member: owed.licences * weight / total for member, weight in weights.items()}


def _weights(stays: list[Stay], owed: Owed, window: timedelta) -> dict[str, int]:
    """By member vCPU-microseconds of what ran or had left within the window; vCPUs of a moment."""
    weights: dict[str, int] = defaultdict(int)
    for stay in stays:
        if owed.at == owed.until:
            if stay.holds_at(owed.at) or stay.ended_within(window, owed.at):
                weights[stay.member] += stay.vcpus
            continue
        end = owed.until if stay.until is None else min(owed.until, stay.until + window)
        lasted = end - max(owed.at, stay.since)
        if lasted > NO_TIME:
            weights[stay.member] += stay.vcpus * (lasted // MICROSECOND)
    return weights


def yen_by_member(total_yen: int, parts: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole yen by member that add up to `total_yen`: the largest remainders get the odd ones.

    >>> yen_by_member(100, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(parts.values())
    if not whole:
        return {}
    exact = {member: total_yen * part / whole for member, part in parts.items()}
    found = {member: int(yen) for member, yen in exact.items()}
    odd = total_yen - sum(found.values())
    by_remainder = sorted(exact, key=lambda member: (found[member] - exact[member], member))
    for member in by_remainder[:odd]:
        found[member] += 1
    return found

"""Hosts that a rule does not allow, at each moment of a stretch of time. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from licensing.counting.park import Park
from licensing.counting.requirement import required
from licensing.counting.stay import Stay
from licensing.counting.sweep import sweep
from licensing.counting.units import too_many_sockets
from licensing.papers.rule import Rule


def may_refuse(rule: Rule, park: Park) -> bool:
    """Whether any host, as it is or was, is one that the rule does not allow."""
    if rule.sockets_at_most is None:
        return False
    parks = (*park.earlier, park)
    return any(too_many_sockets(rule, host) for one in parks for host in one.hosts.values())


def refused_between(
    rule: Rule, park: Park, stays: Sequence[Stay], start: datetime, at: datetime
) -> frozenset[str]:
    """Those that counted at any moment from `start` to `at`, both of them included."""
    if not may_refuse(rule, park):
        return frozenset()
    return frozenset(
        host
        for moment in _moments(rule, park, stays, start, at)
        for host in required(rule, park, stays, moment).refused
    )


def _moments(
    rule: Rule, park: Park, stays: Sequence[Stay], start: datetime, at: datetime
) -> Iterator[datetime]:
    yield start
    yield from (moment for moment, _ in sweep(rule, park, stays) if start < moment < at)
    yield at

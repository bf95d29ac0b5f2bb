"""What a host adds to a sum, and which hosts are summed up before anything is rounded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from licensing.counting.park import Host
from licensing.papers.rule import Level, Rule

Group = tuple[str, ...]

Share = tuple[Fraction | int, Group]
"""What a host adds, and to which group: scaled units, or licences where servers are rounded."""

NOTHING: Share = (0, ())


@dataclass(frozen=True, slots=True)
class Held:
    """What a host, as it was then, counted until now, and goes on to count for a window."""

    host: Host
    share: Share


def scale_of(rule: Rule) -> int:
    """By so much units are scaled: whole numbers are quicker, and as exact."""
    return lcm(*(factor.denominator for factor in rule.factors.values()))


def group_of(rule: Rule, host: Host) -> Group:
    """What is summed up with the host before it is rounded."""
    match rule.round_up_at:
        case Level.SERVER | Level.HOST:
            return (host.site, host.name)
        case Level.FACTOR_GROUP:
            return (host.site, host.factor)
        case Level.SITE | Level.NEVER:
            return (host.site,)
        case Level.PARK:
            return ()

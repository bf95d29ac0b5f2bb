"""What a host adds to a sum, and which hosts are summed up before anything is rounded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from licensing.counting.park import Host
from licensing.counting.units import class_of
from licensing.papers.measure import Level, Measure
from tenants.site import MOST_THREADS

Group = tuple[str, ...]

Share = tuple[Fraction | int, Group]
"""What a host adds, and to which group: scaled units, or licences where servers are rounded."""

NOTHING: Share = (0, ())


@dataclass(frozen=True, slots=True)
class Held:
    """What a host, as it was then, counted until now, and goes on to count for a window."""

    host: Host
    share: Share
    measure: int = 0
    """Which of the rule's measures holds it."""


def scale_of(measure: Measure) -> int:
    """By so much units are scaled: whole numbers are quicker, and as exact."""
    threads = range(1, MOST_THREADS + 1) if measure.vcpus_are_threads else ()
    return lcm(*(factor.denominator for factor in measure.factors.values())) * lcm(*threads)


def group_of(measure: Measure, level: Level, host: Host, server: str = "") -> Group:
    """What is summed up before it is rounded; the site first, where it stays apart.

    `level` is mostly the measure's own.
    """
    match level:
        case Level.SERVER:
            return (host.site, host.name, server)
        case Level.HOST:
            return (host.site, host.name)
        case Level.AGGREGATE:
            return (host.site, host.aggregate)
        case Level.FACTOR_GROUP:
            return (host.site, class_of(measure, host))
        case Level.SITE | Level.NEVER:
            return (host.site,)
        case Level.PARK_FACTOR_GROUP:
            return ("", class_of(measure, host))
        case Level.PARK:
            return ("",)

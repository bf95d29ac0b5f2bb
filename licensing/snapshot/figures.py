"""The numbers of a quarter, counted from its extract. Pure.

Exact numbers are text; shares and sites are in the decimals in which they are shown everywhere,
and add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from core.canonical import Json
from licensing.counting.rounding import shown
from licensing.position.bought import bought_or_nothing
from licensing.position.evidence import gaps
from licensing.position.period import japan_day
from licensing.position.position import position
from licensing.position.shares import on_paper, shares
from licensing.position.timeline import Point, Timeline, timelines
from licensing.snapshot.extract import Extract
from licensing.snapshot.plain import plain
from licensing.snapshot.quarter import Quarter

Figures = dict[str, Json]
"""By product what was required and owned, over the quarter and at its end."""


def figures_of(extract: Extract, quarter: Quarter) -> Figures:
    """What every product that is owned or ran in the quarter came to."""
    lines = timelines(extract.licences, extract.park, extract.stays, quarter.start, quarter.end)
    return {line.product: _of_product(extract, quarter, line) for line in lines}


def _of_product(extract: Extract, quarter: Quarter, line: Timeline) -> Json:
    rule, tightest = line.bought.rule, line.tightest
    return {
        "rule": rule.id,
        "highest": plain(line.highest.licences),
        "highest_at": plain(line.highest.at),
        "by_member": _decimals(line.by),
        "least_headroom": plain(tightest.headroom),
        "least_headroom_at": plain(tightest.at),
        "in_breach": line.in_breach,
        "refused_hosts": plain(line.refused),
        "course": [_point(point) for point in line.points],
        "at_the_end": _at_the_end(extract, quarter, line.product),
    }


def _point(point: Point) -> Json:
    return {
        "at": plain(point.at),
        "required": plain(point.required),
        "entitled": plain(point.entitled),
    }


def _at_the_end(extract: Extract, quarter: Quarter, product: str) -> Json:
    """The position at the quarter's last moment, with its mark where the rule keeps one."""
    at, stays = quarter.last, extract.stays.get(product, [])
    bought = bought_or_nothing(extract.licences, product, japan_day(at))
    one = position(bought, extract.park, stays, at)
    required = one.required
    by_host: dict[str, Fraction] = {}
    for part in required.parts or (required,):
        by_host |= part.requirement.by_host
    missing = gaps(bought.rule, extract.park, stays, extract.looks_at, quarter.start, at)
    return {
        "rule": bought.rule.id,
        "required": plain(required.licences),
        "of": _when(required.at, at),
        "entitled": plain(one.entitled),
        "headroom": plain(one.headroom),
        "is_owned": one.is_owned,
        "by_site": _decimals(on_paper(required.by_site, required.licences)),
        "by_host_before_rounding": plain(by_host),
        "by_member": _decimals(on_paper(shares(bought.rule, required, stays))),
        "undeclared_hosts": plain(one.undeclared),
        "evidence_gaps": plain(missing),
    }


def _decimals(parts: Mapping[str, Fraction]) -> Json:
    return {name: shown(part) for name, part in parts.items()}


def _when(counted_at: datetime, end: datetime) -> Json:
    """The moment whose number it is: the mark's, or the end itself."""
    return "the end" if counted_at == end else plain(counted_at)

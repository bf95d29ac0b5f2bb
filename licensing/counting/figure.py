"""What a municipality declares and no machine tells: so many, of what, since when. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from licensing.papers.measure import Metric
from licensing.papers.rule import Rule


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of something at a member from a moment on; of one product, or of whatever it runs."""

    metric: Metric
    member: str
    since: datetime
    count: int
    product: str | None = None


def declared_at(figures: Iterable[Figure], metric: Metric, at: datetime) -> dict[str, int]:
    """By member what holds at `at`; nothing before the first figure."""
    known = [one for one in figures if one.metric is metric and one.since <= at]
    return {one.member: one.count for one in sorted(known, key=lambda one: one.since)}


def moments(rule: Rule, figures: Iterable[Figure]) -> list[datetime]:
    """When something changes that the rule counts and no server tells."""
    return sorted({one.since for one in figures if one.metric in rule.metrics})

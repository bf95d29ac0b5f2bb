"""Where nobody looked as often as a rule asks for. Pure.

Some vendors let servers be counted by their vCPUs only where it is on record, often enough, on
which hosts they were; where it is not, whole machines count. What was collected is in the ledger.
Source: ibm.com/docs/en/license-metric-tool, VM managers (every 30 minutes), read on 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.papers.rule import Rule


@dataclass(frozen=True, slots=True)
class Gap:
    """From `since` until `until` nobody looked at the site, although the product ran there."""

    site: str
    since: datetime
    until: datetime


def gaps(
    rule: Rule,
    park: Park,
    stays: Iterable[Stay],
    looks: Mapping[str, Sequence[datetime]],
    start: datetime,
    now: datetime,
) -> list[Gap]:
    """Every stretch between `start` and `now` that is longer than the rule allows, by site.

    A site counts from the moment at which the product first ran there.
    """
    if rule.evidence_every_minutes is None:
        return []
    allowed = timedelta(minutes=rule.evidence_every_minutes)
    found: list[Gap] = []
    for site, began in sorted(_began(park, stays, start, now).items()):
        looked = sorted(looks.get(site, ()))
        # What ran there before the period is known since the last look; what began later, since.
        known = began if began > start else max((at for at in looked if at <= start), default=start)
        moments = [known, *(at for at in looked if began < at <= now), now]
        found += [
            Gap(site, max(since, began), until)
            for since, until in pairwise(moments)
            if until - since > allowed
        ]
    return found


def _began(
    park: Park, stays: Iterable[Stay], start: datetime, now: datetime
) -> dict[str, datetime]:
    """By site the first moment since `start` at which something ran there."""
    found: dict[str, datetime] = {}
    for stay in stays:
        if stay.since < now and (stay.until is None or stay.until > start):
            site = park.hosts[stay.host].site
            began = max(stay.since, start)
            found[site] = min(found.get(site, began), began)
    return found

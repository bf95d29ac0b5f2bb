"""Which servers make a product count over a stretch of time, each for how long. Pure.

What does not count causes nothing: a server that is switched off, a replica that goes free. A host
that counts only because somebody left it not long ago is the doing of who left it, and only for as
long as nobody's server makes it count anyhow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from licensing.counting.park import Park
from licensing.counting.passives import Cluster, charged_of_cluster, cluster_of
from licensing.counting.spare_days import beyond_free_days
from licensing.counting.stay import Stay
from licensing.counting.units import is_counted
from licensing.papers.measure import Reach
from licensing.papers.rule import Rule

Span = tuple[datetime, datetime]
"""From the first moment until the second, which is not of it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A stay that counts from `since` until `until`, with the vCPUs that do.

    With `has_left` it is over, and its host counts on for the window.
    """

    stay: Stay
    since: datetime
    until: datetime
    has_left: bool = False

    @property
    def lasted(self) -> timedelta:
        return self.until - self.since


def causes(
    rule: Rule, park: Park, stays: Iterable[Stay], since: datetime, until: datetime
) -> list[Cause]:
    """All that made the product count on the hosts of `park` from `since` until `until`.

    `stays` are those of all hosts: free days are those of a whole cluster, wherever it runs.
    """
    park = park.at(since)
    counting = _counting(rule, park, stays, since - rule.window, until)
    running = list(_running(rule, counting, since, until))
    return [*running, *_left(rule, counting, _held_anyhow(rule, park, running), since, until)]


def uses(
    rule: Rule, park: Park, stays: Iterable[Stay], since: datetime, until: datetime
) -> list[Cause]:
    """What ran on the hosts of `park` and counted from `since` until `until`; nothing that left.

    `park` is taken as it is now: a host that stood there for a part of the time only is one of it.
    """
    return list(_running(rule, _counting(rule, park, stays, since, until), since, until))


def _counting(
    rule: Rule, park: Park, stays: Iterable[Stay], since: datetime, until: datetime
) -> list[Stay]:
    return [
        stay
        for stay in beyond_free_days(rule, list(stays)).stays
        if stay.host in park.hosts
        and is_counted(rule, stay)
        and stay.since < until
        and stay.since != stay.until
        and (stay.until is None or stay.until > since)
    ]


def _running(
    rule: Rule, stays: Iterable[Stay], since: datetime, until: datetime
) -> Iterator[Cause]:
    here = [
        Cause(stay, max(since, stay.since), min(until, stay.until or until))
        for stay in stays
        if stay.until is None or stay.until > since
    ]
    if not rule.free_passive_servers:
        yield from here
        return
    clusters: dict[Cluster, list[Cause]] = defaultdict(list)
    for one in here:
        clusters[cluster_of(one.stay)].append(one)
    for cluster in clusters.values():
        cuts = sorted({moment for one in cluster for moment in (one.since, one.until)})
        for begins, ends in pairwise(cuts):
            present = [one.stay for one in cluster if one.since <= begins < one.until]
            yield from (Cause(stay, begins, ends) for stay in charged_of_cluster(rule, present))


def _held_anyhow(rule: Rule, park: Park, running: Iterable[Cause]) -> dict[str, list[Span]]:
    """By host when it counts for what runs, there or where it may move from."""
    if not rule.window:
        return {}
    by_host: dict[str, list[Span]] = defaultdict(list)
    for one in running:
        by_host[one.stay.host].append((one.since, one.until))
    if rule.reach is Reach.HOST:
        return {host: _joined(spans) for host, spans in by_host.items()}
    reached: dict[str, list[Span]] = defaultdict(list)
    for host, spans in by_host.items():
        once = _joined(spans)
        for name in {host, *(h.name for h in park.reachable(park.hosts[host], str(rule.reach)))}:
            reached[name] += once
    return {host: _joined(spans) for host, spans in reached.items()}


def _left(
    rule: Rule,
    stays: Iterable[Stay],
    held: Mapping[str, Sequence[Span]],
    since: datetime,
    until: datetime,
) -> Iterator[Cause]:
    """Windows as far as nothing else holds the host; a server that left twice has one."""
    window = rule.window
    if not window:
        return
    over: dict[tuple[str, str], list[tuple[datetime, Stay]]] = defaultdict(list)
    for stay in stays:
        if stay.until is not None and stay.until < until:
            over[stay.server, stay.host].append((stay.until, stay))
    for (_, host), left in over.items():
        left.sort(key=lambda one: one[0])
        followers = [at for at, _ in left[1:]] + [until]
        for (at, stay), again in zip(left, followers, strict=True):
            begins, ends = max(since, at), min(until, again, at + window)
            for free in _without((begins, ends), held.get(host, ())):
                yield Cause(stay, *free, has_left=True)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The same time, in order, none touching the next."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((begins, ends))
    return found


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of `span`; `taken` is as `_joined` makes it."""
    begins, end = span
    for since, until in taken:
        if since >= end:
            break
        if begins < since:
            yield begins, since
        begins = max(begins, until)
    if begins < end:
        yield begins, end

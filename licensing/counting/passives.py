"""Which passive replicas go free beside their primaries, as a rule lets them. Pure.

A cluster is one member's servers of one system. Each of its primaries lets so many replicas go
free as the rule says: the largest first, whatever their names. Where no primary runs none is free,
since then nothing is being stood by for. That a replica is free only up to the vCPUs of its
primary is our reckoning, where a contract says nothing: too high can be explained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from licensing.counting.stay import Stay
from licensing.papers.measure import HOST_METRICS
from licensing.papers.rule import Rule

Cluster = tuple[str, str]


def cluster_of(stay: Stay) -> Cluster:
    return (stay.member, stay.role.system)


def charged(rule: Rule, stays: Iterable[Stay]) -> list[Stay]:
    """What counts of the servers of all clusters, with the vCPUs that do."""
    if not rule.free_passive_servers:
        return list(stays)
    clusters: dict[Cluster, list[Stay]] = defaultdict(list)
    for stay in stays:
        clusters[cluster_of(stay)].append(stay)
    return [stay for one in clusters.values() for stay in charged_of_cluster(rule, one)]


def charged_of_cluster(rule: Rule, stays: Iterable[Stay]) -> list[Stay]:
    """The same of one cluster."""
    there = sorted(stays, key=lambda stay: (-stay.vcpus, stay.server, stay.since))
    primaries = [stay for stay in there if not stay.role.passive]
    free = [one.vcpus for one in primaries for _ in range(rule.free_passive_servers)]
    passive = [stay for stay in there if stay.role.passive]
    found = [*primaries, *passive[len(free) :]]
    for stay, vcpus in zip(passive, free, strict=False):
        if rule.counts not in HOST_METRICS and stay.vcpus > vcpus:
            found.append(replace(stay, vcpus=stay.vcpus - vcpus))
    return found

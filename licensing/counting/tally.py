"""A rule's licences kept up to date while servers come and go, event by event. Pure.

`requirement.required` says what a rule means, for one moment, with every step in words. This
says the same number for a whole history: each event costs the same however many servers there are.
A property test holds the two against each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from licensing.counting.park import Host, Park
from licensing.counting.passives import Cluster, charged_of_cluster, cluster_of
from licensing.counting.rounding import weighed
from licensing.counting.stay import Stay
from licensing.counting.units import (
    factor_of,
    host_base,
    host_cores,
    infects_host,
    most_of_host,
    server_units,
)
from licensing.papers.rule import HOST_METRICS, Level, Reach, Rule

Group = tuple[str, ...]


@dataclass
class _OnHost:
    """What a host has now. `reasons` are why it counts: servers, reach, windows."""

    running: int = 0
    reasons: int = 0
    infectious: int = 0
    """Servers for which all its cores count."""
    units: int = 0
    """Of its servers, before the cap."""
    licences: Fraction | int = 0
    """Of its servers, where each is rounded by itself."""
    counted: Fraction | int = 0
    """What it adds to its group: scaled units, or licences where servers are rounded."""


class Tally:
    """The licences that a rule asks for, for the servers that have begun and not ended."""

    def __init__(self, rule: Rule, park: Park) -> None:
        self.licences: Fraction | int = 0
        self._rule = rule
        self._park = park
        self._by_host = rule.counts in HOST_METRICS
        self._per_server = not self._by_host and rule.round_up_at is Level.SERVER
        self._scale = lcm(*(factor.denominator for factor in rule.factors.values()))
        self._weights: dict[str, int] = {}
        self._hosts: dict[str, _OnHost] = defaultdict(_OnHost)
        self._groups: dict[Group, Fraction | int] = defaultdict(int)
        self._of_group: dict[Group, Fraction | int] = defaultdict(int)
        self._reached: dict[Group, int] = defaultdict(int)
        self._clusters: dict[Cluster, list[Stay]] = defaultdict(list)
        self._charged: dict[Cluster, Counter[Stay]] = defaultdict(Counter)

    def counts(self, stay: Stay) -> bool:
        """Whether the rule looks at such a server at all."""
        return stay.powered_on or self._rule.powered_off_counts

    def begin(self, stay: Stay) -> None:
        self._come_or_go(stay, 1)

    def end(self, stay: Stay) -> None:
        """It ends there; a rule with a window calls `hold` as well."""
        self._come_or_go(stay, -1)

    def hold(self, host: str) -> None:
        """The host counts for a window, whether anything runs there or not."""
        self._reason(host, 1)

    def let_go(self, host: str) -> None:
        """A window has ended."""
        self._reason(host, -1)

    def _come_or_go(self, stay: Stay, sign: int) -> None:
        if not self.counts(stay):
            return
        if not self._rule.free_passive_servers:
            self._count(stay, sign)
            return
        cluster = cluster_of(stay)
        here = self._clusters[cluster]
        if sign > 0:
            here.append(stay)
        else:
            here.remove(stay)
        before = self._charged[cluster]
        after = Counter(charged_of_cluster(self._rule, here))
        for one, times in (before - after).items():
            self._count(one, -times)
        for one, times in (after - before).items():
            self._count(one, times)
        self._charged[cluster] = after

    def _count(self, stay: Stay, sign: int) -> None:
        here = self._hosts[stay.host]
        here.running += sign
        if self._by_host:
            self._reason(stay.host, sign)
            if self._rule.reach is not Reach.HOST:
                self._reach(stay.host, sign)
            return
        host = self._park.hosts[stay.host]
        units = server_units(self._rule, host, stay)
        here.infectious += sign * infects_host(self._rule, stay)
        here.units += sign * units
        if self._per_server:
            here.licences += sign * self._licences_of(units * factor_of(self._rule, host))
        self._refresh(host)

    def _reach(self, name: str, sign: int) -> None:
        """All hosts that the server may move to count with it."""
        reach = str(self._rule.reach)
        host = self._park.hosts[name]
        key = {"park": (), "site": (host.site,)}.get(reach, (host.site, host.aggregate))
        before = self._reached[key]
        self._reached[key] = before + sign
        if (before == 0) != (before + sign == 0):
            for other in self._park.reachable(host, reach):
                self._reason(other.name, sign)

    def _reason(self, name: str, sign: int) -> None:
        self._hosts[name].reasons += sign
        self._refresh(self._park.hosts[name])

    def _refresh(self, host: Host) -> None:
        here = self._hosts[host.name]
        counted = self._of_host(host, here) if self._by_host else self._of_servers(host, here)
        if counted == here.counted:
            return
        group = self._group(host)
        self._groups[group] += counted - here.counted
        here.counted = counted
        licences = self._of(self._groups[group])
        self.licences += licences - self._of_group[group]
        self._of_group[group] = licences

    def _of_host(self, host: Host, here: _OnHost) -> int:
        if not here.reasons:
            return 0
        units = host_base(self._rule, host) * self._weight(host)
        if self._rule.servers_per_set is not None:
            units *= max(1, -(-here.running // self._rule.servers_per_set))
        return units

    def _of_servers(self, host: Host, here: _OnHost) -> Fraction | int:
        most = most_of_host(self._rule, host)
        if here.infectious:
            most = host_cores(self._rule, host)
        if most is not None and (here.infectious or here.units > most):
            if self._per_server:
                return self._licences_of(most * factor_of(self._rule, host))
            return most * self._weight(host)
        return here.licences if self._per_server else here.units * self._weight(host)

    def _weight(self, host: Host) -> int:
        """A unit's factor on that host, scaled: whole numbers are quicker, and as exact."""
        if host.name not in self._weights:
            self._weights[host.name] = int(factor_of(self._rule, host) * self._scale)
        return self._weights[host.name]

    def _of(self, sum_: Fraction | int) -> Fraction | int:
        """The licences of a group that has come to so much."""
        if self._per_server:
            return sum_
        rule = self._rule
        if rule.round_up_at is not Level.NEVER and not rule.steps:
            return -(-int(sum_) // (self._scale * rule.units_per_licence))
        return self._licences_of(Fraction(sum_, self._scale))

    def _licences_of(self, units: Fraction | int) -> Fraction | int:
        licences = weighed(self._rule, Fraction(units)) / self._rule.units_per_licence
        return licences if self._rule.round_up_at is Level.NEVER else ceil(licences)

    def _group(self, host: Host) -> Group:
        match self._rule.round_up_at:
            case Level.SERVER | Level.HOST:
                return (host.site, host.name)
            case Level.FACTOR_GROUP:
                return (host.site, host.factor)
            case Level.SITE | Level.NEVER:
                return (host.site,)
            case Level.PARK:
                return ()

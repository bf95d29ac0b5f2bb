"""A rule's licences kept up to date while servers come and go, event by event. Pure.

`requirement.required` says what a rule means, for one moment, with every step in words. This
says the same number for a whole history: each event costs the same however many servers there are.
A property test holds the two against each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from licensing.counting.combination import HostKey
from licensing.counting.group import NOTHING, Group, Held, Share
from licensing.counting.park import ANY_CLASS, Host, Park
from licensing.counting.passives import Cluster, charged_of_cluster, cluster_of
from licensing.counting.sizes import Sizes
from licensing.counting.stay import Stay
from licensing.counting.units import (
    infects_host,
    is_counted,
    most_of_host,
    vcpus_of_all_cores,
)
from licensing.papers.measure import HOST_METRICS, Level, Reach
from licensing.papers.rule import Rule


@dataclass
class _OnHost:
    """What a host has now. `running` are the servers for which it counts."""

    running: int = 0
    infectious: int = 0
    """Servers for which all its cores count."""
    units: int = 0
    """Of its servers, before the cap."""
    licences: Fraction | int = 0
    """Of its servers, where each is rounded by itself."""
    host: Host | None = None
    """As it was counted last."""
    now: Share = NOTHING
    """For what is there and what may come."""
    held: Counter[Share] = field(default_factory=Counter)
    """For what was there or might have come, as long as windows last."""
    counted: Share = NOTHING
    """The larger of the two: what it adds to its group."""


class Tally:
    """The licences that a rule asks for, for the servers that have begun and not ended."""

    def __init__(self, rule: Rule, park: Park) -> None:
        self.licences: Fraction | int = 0
        self._rule = rule
        self._park = park
        self._by_host = rule.counts in HOST_METRICS
        self._windowed = self._by_host and bool(rule.window)
        self._per_server = not self._by_host and rule.round_up_at is Level.SERVER
        self._sizes = Sizes(rule, park)
        self._hosts: dict[str, _OnHost] = defaultdict(_OnHost)
        self._before: dict[str, Held] = {}
        self._groups: dict[Group, Fraction | int] = defaultdict(int)
        self._of_group: dict[Group, Fraction | int] = defaultdict(int)
        self._reached: dict[Group, int] = defaultdict(int)
        self._clusters: dict[Cluster, list[Stay]] = defaultdict(list)
        self._charged: dict[Cluster, Counter[Stay]] = defaultdict(Counter)

    @property
    def by_host(self) -> Mapping[HostKey, Fraction | int]:
        """Licences of each host, where they are rounded there or below."""
        return {(group[0], group[1]): n for group, n in self._of_group.items() if group}

    def turn_to(self, at: datetime) -> None:
        """Machines say themselves when something changes."""

    def begin_all(self, stays: Iterable[Stay]) -> None:
        """All that is there from the start: each host is counted once, not once for each server."""
        there = [stay for stay in stays if is_counted(self._rule, stay)]
        for stay in self._charged_from_the_start(there):
            self._note(stay, 1)
        self._count_anew()

    def _charged_from_the_start(self, there: Sequence[Stay]) -> Iterable[Stay]:
        if not self._rule.free_passive_servers:
            return there
        for stay in there:
            self._clusters[cluster_of(stay)].append(stay)
        for cluster, here in self._clusters.items():
            self._charged[cluster] = Counter(charged_of_cluster(self._rule, here))
        return self._all_charged()

    def begin(self, stay: Stay) -> None:
        self._come_or_go(stay, 1)

    def end(self, stay: Stay) -> None:
        self._come_or_go(stay, -1)

    def next_moment(self) -> None:
        """What is there now is what was there before whatever happens next."""
        self._before.clear()

    def settled(self) -> tuple[Held, ...]:
        """All of a moment has happened: what hosts counted before it and count no more is held.

        Whoever calls lets go of it when the rule's window is over.
        """
        held = tuple(
            one for name, one in self._before.items() if one.share[0] > self._hosts[name].now[0]
        )
        self.hold_again(held)
        return held

    def let_go(self, held: Iterable[Held]) -> None:
        """A window has ended, or what was settled is open again."""
        for one in held:
            shares = self._hosts[one.host.name].held
            shares[one.share] -= 1
            if not shares[one.share]:
                del shares[one.share]
            self._recount(one.host.name)

    def hold_again(self, held: Iterable[Held]) -> None:
        """What was let go of is held as before."""
        for one in held:
            self._hosts[one.host.name].held[one.share] += 1
            self._recount(one.host.name)

    def enter(self, park: Park, there: Iterable[Stay]) -> None:
        """The park is another from now on. `there` is all that has begun and not ended."""
        self._park = park
        self._sizes = Sizes(self._rule, park)
        if not self._by_host:
            self._units_anew(there)
        self._count_anew()

    def _count_anew(self) -> None:
        """Every host, by what was noted of its servers."""
        self._reached.clear()
        for name, here in self._hosts.items():
            if here.running:
                self._reached[self._key(self._park.hosts[name])] += here.running
        for host in self._park.hosts.values():
            self._refresh(host)

    def _units_anew(self, there: Iterable[Stay]) -> None:
        for here in self._hosts.values():
            here.running, here.infectious, here.units, here.licences = 0, 0, 0, 0
        plain = (stay for stay in there if is_counted(self._rule, stay))
        for stay in self._all_charged() if self._rule.free_passive_servers else plain:
            self._note(stay, 1)

    def _all_charged(self) -> Iterable[Stay]:
        """Of clusters whose spares go free."""
        return (stay for stays in self._charged.values() for stay in stays.elements())

    def _come_or_go(self, stay: Stay, sign: int) -> None:
        if not is_counted(self._rule, stay):
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
        host = self._park.hosts[stay.host]
        self._note(stay, sign)
        if self._by_host and self._rule.reach is not Reach.HOST:
            self._reach(host, sign)
        self._refresh(host)

    def _note(self, stay: Stay, sign: int) -> None:
        """What the host has now, before it is counted."""
        here = self._hosts[stay.host]
        here.running += sign
        if self._by_host:
            return
        units, licences = self._sizes.of_server(stay)
        here.infectious += sign * infects_host(self._rule, stay)
        here.units += sign * units
        here.licences += sign * licences

    def _reach(self, host: Host, sign: int) -> None:
        """All hosts that the server may move to count with it."""
        key = self._key(host)
        before = self._reached[key]
        self._reached[key] = before + sign
        if (before == 0) != (before + sign == 0):
            for other in self._park.reachable(host, str(self._rule.reach)):
                self._refresh(other)

    def _key(self, host: Host) -> Group:
        """All hosts from which a server may go to the same ones."""
        match self._rule.reach:
            case Reach.PARK:
                return ()
            case Reach.SITE:
                return (host.site,)
            case _:
                return (host.site, host.aggregate)

    def _is_reached(self, host: Host) -> bool:
        """Whether a server elsewhere may move to it."""
        if self._rule.reach is Reach.HOST or not host.declared:
            return False
        keys = {self._key(host)}
        if self._rule.reach is Reach.AGGREGATE:
            keys.add((host.site, ANY_CLASS))
        return any(self._reached.get(key, 0) for key in keys)

    def _refresh(self, host: Host) -> None:
        here = self._hosts[host.name]
        units = self._of_host(host, here) if self._by_host else self._of_servers(host, here)
        now = (units, self._sizes.group(host))
        if self._windowed and now != here.now:
            self._before.setdefault(host.name, Held(here.host or host, here.now))
        here.host, here.now = host, now
        self._recount(host.name)

    def _recount(self, name: str) -> None:
        """What the host adds to its group, after a change to what it has or holds."""
        here = self._hosts[name]
        counted = here.now
        if here.held:
            held = max(here.held)
            counted = held if held[0] > counted[0] else counted
        if counted == here.counted:
            return
        (units, group), (old_units, old_group) = counted, here.counted
        here.counted = counted
        if group == old_group:
            self._add(group, units - old_units)
            return
        self._add(old_group, -old_units)
        self._add(group, units)

    def _add(self, group: Group, units: Fraction | int) -> None:
        self._groups[group] += units
        sum_ = self._groups[group]
        licences = sum_ if self._per_server else self._sizes.of_sum(sum_)
        self.licences += licences - self._of_group[group]
        self._of_group[group] = licences

    def _of_host(self, host: Host, here: _OnHost) -> int:
        if not here.running and not self._is_reached(host):
            return 0
        units = self._sizes.of_host(host)
        if self._rule.servers_per_set is not None:
            units *= max(1, -(-here.running // self._rule.servers_per_set))
        return units

    def _of_servers(self, host: Host, here: _OnHost) -> Fraction | int:
        most = most_of_host(self._rule, host)
        if here.infectious:
            most = vcpus_of_all_cores(self._rule, host)
        if most is not None and (here.infectious or here.units > most):
            if self._per_server:
                return self._sizes.alone(most, host)
            return most * self._sizes.weight(host)
        return here.licences if self._per_server else here.units * self._sizes.weight(host)

"""Licences that not everybody may use: bound to an owner, or to sites. Pure.

What a municipality bought for itself covers its own servers and nobody else's, unless the contract
pools it. So each group of servers that some lot tells apart is counted by itself, and what lots
cover of the groups' needs is as much as any way of handing them out can cover.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from licensing.counting.park import Park
from licensing.counting.stay import Stay

Group = tuple[str, str]
"""A member and a site; empty where no lot tells them apart from others."""

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Lot:
    """So many licences; `owner` and `sites` are None where anybody, anywhere may use them."""

    quantity: Fraction
    owner: str | None = None
    sites: frozenset[str] | None = None
    region: str | None = None
    """Of vendors' terms, until `placed` says which sites lie there."""
    entitlement: str = ""

    def placed(self, regions: Mapping[str, str]) -> Lot:
        if self.region is None:
            return self
        there = frozenset(site for site, region in regions.items() if region == self.region)
        return replace(self, sites=there, region=None)

    @property
    def is_bound(self) -> bool:
        return not (self.owner is None and self.sites is None and self.region is None)

    def covers(self, group: Group) -> bool:
        member, site = group
        return self.owner in (None, member) and (self.sites is None or site in self.sites)


def groups(lots: Iterable[Lot], park: Park, stays: Iterable[Stay]) -> dict[Group, list[Stay]]:
    """The servers by what lots tell apart; also of who runs none and declares something."""
    owners = {lot.owner for lot in lots}
    sites = {site for lot in lots for site in lot.sites or ()}
    everywhere = {host.name: host.site for p in (*park.earlier, park) for host in p.hosts.values()}
    found: dict[Group, list[Stay]] = defaultdict(list)
    for stay in stays:
        site = everywhere[stay.host]
        member = stay.member if stay.member in owners else ""
        found[member, site if site in sites else ""].append(stay)
    if not sites:  # what is declared belongs to no site, and counts whoever runs servers
        for one in park.declared:
            found.setdefault((one.member if one.member in owners else "", ""), [])
    return dict(found)


def park_of_group(lots: Iterable[Lot], park: Park, group: Group) -> Park:
    """With what the group's members declare, and nobody else."""
    if not park.declared:
        return park
    owners = {lot.owner for lot in lots} - {None}
    mine = tuple(
        one for one in park.declared if (one.member if one.member in owners else "") == group[0]
    )
    before = tuple((until, replace(p, declared=mine)) for until, p in park.before)
    return replace(park, declared=mine, before=before)


def usable_lots(
    lots: Iterable[Lot], quantity: Fraction, regions: Mapping[str, str]
) -> tuple[Lot, ...]:
    """Where each may be used. What is owned beyond all lots was bought for everybody."""
    placed = tuple(lot.placed(regions) for lot in lots)
    return (*placed, Lot(quantity - sum((lot.quantity for lot in placed), NOTHING)))


def uncovered(lots: Sequence[Lot], needs: Mapping[Group, Fraction]) -> Fraction:
    """What no way of handing the lots out covers."""
    free = [lot.quantity for lot in lots]
    given: dict[tuple[int, Group], Fraction] = defaultdict(Fraction)
    missing = NOTHING
    for group, need in needs.items():
        while need > 0:
            path = _path(lots, free, given, group)
            if path is None:
                missing += need
                break
            need -= _hand_over(path, free, given, need)
    return missing


Path = list[tuple[int, Group]]
"""Lots, each with the group that it goes to; the last lot has something free, and each lot before
it gives what the group after it gets instead."""


def _path(
    lots: Sequence[Lot],
    free: Sequence[Fraction],
    given: Mapping[tuple[int, Group], Fraction],
    group: Group,
) -> Path | None:
    """The shortest way to something free that ends in something for `group`."""
    ways: list[Path] = [[]]
    seen: set[int] = set()
    for way in ways:
        wanting = [group]
        if way:
            wanting = [g for (n, g), part in given.items() if n == way[-1][0] and part]
        for one in wanting:
            for number, lot in enumerate(lots):
                if number in seen or not lot.covers(one):
                    continue
                seen.add(number)
                longer = [*way, (number, one)]
                if free[number] > 0:
                    return longer
                ways.append(longer)
    return None


def _hand_over(
    path: Path, free: list[Fraction], given: dict[tuple[int, Group], Fraction], need: Fraction
) -> Fraction:
    """How much goes along the path: each lot before the last gives to the first what it takes."""
    last = path[-1][0]
    taken = [given[path[i][0], path[i + 1][1]] for i in range(len(path) - 1)]
    amount = min([need, free[last], *taken])
    free[last] -= amount
    for i, (number, group) in enumerate(path):
        given[number, group] += amount
        if i + 1 < len(path):
            given[number, path[i + 1][1]] -= amount
    return amount

"""Who reaches whom, by networks, routers and the rules of groups: each answer with its path. Pure.

A tier's servers stand in one network behind one group; everything else is a place that some of the
networks lead to: terminals, what a line leads to besides, operations, the internet. Whoever holds
what it has reached may go on from there, so a way may have many steps.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, collapse_addresses
from itertools import product

ANY_PORT = (0, 65535)
"""Of a rule that names none."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What one rule lets through; `None` is any. At most one of the two remotes is set."""

    inward: bool
    protocol: str | None
    ports: tuple[int, int]
    remote_cidr: IPv4Network | None
    remote_group: str | None

    def admits(self, group: str, addresses: Iterable[IPv4Network]) -> bool:
        """Whether it is for somebody of that group, at one of these addresses."""
        if self.remote_group is not None:
            return self.remote_group == group
        cidr = self.remote_cidr
        return cidr is None or any(cidr.overlaps(one) for one in addresses)


@dataclass(frozen=True, slots=True)
class Tier:
    """Servers of one kind in one network, behind one group, whose name it has."""

    name: str
    network: str
    addresses: tuple[IPv4Network, ...]
    passages: frozenset[Passage]


@dataclass(frozen=True, slots=True)
class Place:
    """Whoever is beyond the networks, and by which ways these lead to it and back."""

    name: str
    addresses: tuple[IPv4Network, ...]
    ways: Mapping[str, tuple[str, ...]]
    """By network: the networks on the way to it, the nearest last; none where it is directly
    beside."""
    routed: Collection[str] = ()
    """Networks whose router leads on from here to the other places that it is joined to."""


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """Who reaches whom without anybody else, through which networks, and on what."""

    source: str
    target: str
    through: tuple[str, ...]
    by: str

    def __str__(self) -> str:
        return f"{' → '.join((self.source, *self.through, self.target))} ({self.by})"


Steps = Mapping[str, tuple[Step, ...]]
"""By their source."""


def steps(tiers: Collection[Tier], places: Collection[Place]) -> Steps:
    """All there are."""
    found: dict[str, list[Step]] = {}
    for step in _all(tiers, places):
        found.setdefault(step.source, []).append(step)
    return {source: tuple(sorted(own)) for source, own in found.items()}


def path(there: Steps, starts: Collection[str], goals: Collection[str]) -> tuple[Step, ...] | None:
    """The shortest way from one of `starts` to one of `goals`; None where there is none.

    Whoever is a start and a goal has arrived without a step.
    """
    came_by: dict[str, Step | None] = dict.fromkeys(sorted(starts))
    waiting = deque(came_by)
    while waiting:
        here = waiting.popleft()
        if here in goals:
            return _back(here, came_by)
        for step in there.get(here, ()):
            if step.target not in came_by:
                came_by[step.target] = step
                waiting.append(step.target)
    return None


def _back(here: str, came_by: Mapping[str, Step | None]) -> tuple[Step, ...]:
    way: list[Step] = []
    while (step := came_by[here]) is not None:
        way.append(step)
        here = step.source
    return tuple(reversed(way))


def _all(tiers: Collection[Tier], places: Collection[Place]) -> Iterator[Step]:
    by_network: dict[str, list[Tier]] = {}
    for tier in tiers:
        by_network.setdefault(tier.network, []).append(tier)
    for beside in by_network.values():
        for one in beside:
            for other in beside:
                for by in _between(one, other) if one is not other else ():
                    yield Step(one.name, other.name, (one.network,), by)
    for place in places:
        for network, way in place.ways.items():
            for tier in by_network.get(network, ()):
                for by in _let(tier, True, "", place.addresses):
                    yield Step(place.name, tier.name, (*way, network), by)
                for by in _let(tier, False, "", place.addresses):
                    yield Step(tier.name, place.name, (network, *reversed(way)), by)
    yield from _across(places)


def _across(places: Collection[Place]) -> Iterator[Step]:
    """A router that joins two places leads from one to the other, whatever groups say."""
    joined: dict[str, list[Place]] = {}
    for place in places:
        for network in place.routed:
            joined.setdefault(network, []).append(place)
    for network, beside in joined.items():
        for one, other in product(beside, beside):
            # Two places on one line find each other without us.
            if one.ways[network][-1:] == other.ways[network][-1:]:
                continue
            through = (*one.ways[network], network, *reversed(other.ways[network]))
            yield Step(one.name, other.name, through, "any")


def _let(tier: Tier, inward: bool, group: str, addresses: Collection[IPv4Network]) -> Iterator[str]:
    """On what the tier lets somebody in, or goes out to them."""
    seen = {
        _said(one.protocol, one.ports)
        for one in tier.passages
        if one.inward is inward and one.admits(group, addresses)
    }
    yield from sorted(seen)


def _between(one: Tier, other: Tier) -> Iterator[str]:
    """On what the first reaches the second: let out there, and let in here."""
    out = [p for p in one.passages if not p.inward and p.admits(other.name, other.addresses)]
    into = [p for p in other.passages if p.inward and p.admits(one.name, one.addresses)]
    seen = set()
    for leaving in out:
        for entering in into:
            protocols = {leaving.protocol, entering.protocol} - {None}
            low = max(leaving.ports[0], entering.ports[0])
            high = min(leaving.ports[1], entering.ports[1])
            if len(protocols) <= 1 and low <= high:
                seen.add(_said(next(iter(protocols), None), (low, high)))
    yield from sorted(seen)


def _said(protocol: str | None, ports: tuple[int, int]) -> str:
    """`tcp 443`, `udp 1000..2000`, `tcp` on any port, `any`."""
    low, high = ports
    words = [protocol or "any"]
    if ports != ANY_PORT:
        words.append(str(low) if low == high else f"{low}..{high}")
    return " ".join(words)


def carries(step: Step, protocol: str, port: int) -> bool:
    """Whether a packet of this protocol to this port is among what the step is on."""
    words = step.by.split()
    if words[0] not in ("any", protocol):
        return False
    low, _, high = words[-1].partition("..")
    return not low.isdigit() or int(low) <= port <= int(high or low)


def outside_of(known: Iterable[IPv4Network]) -> tuple[IPv4Network, ...]:
    """All addresses but these."""
    left = [IPv4Network("0.0.0.0/0")]
    for one in collapse_addresses(known):
        left = [part for whole in left for part in _without(whole, one)]
    return tuple(left)


def _without(whole: IPv4Network, one: IPv4Network) -> Iterable[IPv4Network]:
    if one.subnet_of(whole):
        return whole.address_exclude(one)
    return [] if whole.subnet_of(one) else [whole]

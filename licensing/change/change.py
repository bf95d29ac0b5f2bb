"""What a proposed change would ask for, before anybody makes it. Pure.

One function judges every kind of change: the state as it is, the state as it would be, and the
difference per product in licences and yen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from math import ceil

from core.errors import UserError
from core.message import say
from licensing.counting.park import Host, Park, Stay
from licensing.counting.stays import History
from licensing.position.position import Bought, Position, course, position
from tenants.definitions import no_host


class Verdict(StrEnum):
    ALLOWED = "allowed"
    COSTS = "costs"
    """More must be bought, and can be."""
    VIOLATES = "violates"


@dataclass(frozen=True, slots=True)
class Move:
    """A server goes to another host; it leaves the one where it is."""

    server: str
    to_host: str


@dataclass(frozen=True, slots=True)
class Resize:
    server: str
    vcpus: int


@dataclass(frozen=True, slots=True)
class Start:
    """A new server with these products, on a host or, where the scheduler decides, on none yet."""

    server: str
    member: str
    products: tuple[str, ...]
    vcpus: int
    host: str
    passive: bool = False
    sub_capacity: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """A server goes for good."""

    server: str


@dataclass(frozen=True, slots=True)
class AddHost:
    host: Host


@dataclass(frozen=True, slots=True)
class RemoveHost:
    host: str


@dataclass(frozen=True, slots=True)
class SetFences:
    """From then on these are all fences: by product the hosts of all sites."""

    fences: Mapping[str, frozenset[str]]


Change = Move | Resize | Start | Stop | AddHost | RemoveHost | SetFences


@dataclass(frozen=True, slots=True)
class World:
    """Hosts, and by product the stays of servers that run it."""

    park: Park
    stays: Mapping[str, Sequence[Stay]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one product. `course` is what is required from then on, and when."""

    bought: Bought
    before: Position
    after: Position
    course: tuple[tuple[datetime, Fraction], ...]

    @property
    def more(self) -> Fraction:
        return self.after.required.licences - self.before.required.licences

    @property
    def missing(self) -> Fraction:
        """Licences that the change asks for and nobody owns, beyond what is missing already."""
        owned = max(self.bought.quantity, self.before.required.licences)
        return max(Fraction(0), self.after.required.licences - owned)

    @property
    def cost_yen(self) -> int:
        """Of the missing ones; whole licences are bought."""
        return ceil(self.missing) * (self.bought.more_at_yen or self.bought.unit_price_yen)

    @property
    def verdict(self) -> Verdict:
        if self.after.refused - self.before.refused:
            return Verdict.VIOLATES
        if self.missing <= 0:
            return Verdict.ALLOWED
        return Verdict.VIOLATES if self.bought.more_at_yen is None else Verdict.COSTS


def judge(
    world: World, changes: Sequence[Change], bought: Mapping[str, Bought], at: datetime
) -> list[Effect]:
    """The effect of all changes together on each product that is owned, if made at `at`.

    Raises: UserError where a change names a server or host that there is none of.
    """
    after = world
    for change in changes:
        after = applied(after, change, at)
    effects: list[Effect] = []
    for product, one in sorted(bought.items()):
        then = after.stays.get(product, ())
        effects.append(
            Effect(
                one,
                position(one, world.park, world.stays.get(product, ()), at),
                position(one, after.park, then, at),
                tuple(course(one, after.park, then, at)),
            )
        )
    return effects


def applied(world: World, change: Change, at: datetime) -> World:
    """The world after one change. Raises: as `judge`."""
    match change:
        case Move(server, to_host):
            _need_host(world, to_host)
            return _changed(world, server, at, lambda stay: replace(stay, host=to_host))
        case Resize(server, vcpus):
            return _changed(world, server, at, lambda stay: replace(stay, vcpus=vcpus))
        case Stop(server):
            return _changed(world, server, at, lambda stay: None)
        case Start():
            _need_host(world, change.host)
            return _started(world, change, at)
        case AddHost(host):
            return replace(
                world, park=replace(world.park, hosts={**world.park.hosts, host.name: host})
            )
        case SetFences(fences):
            return replace(world, park=replace(world.park, fences=fences))
        case RemoveHost(host):
            _need_host(world, host)
            return _without(world, host)


_How = Callable[[Stay], Stay | None]


def _changed(world: World, server: str, at: datetime, how: _How) -> World:
    """The server's present stays end, and those that `how` makes of them begin."""
    changed = {
        product: new
        for product, present in world.stays.items()
        if (new := History.of(present).changed(server, at, how)) is not None
    }
    if not changed:
        raise UserError(
            say("no server {server} runs a product that needs a licence", server=server)
        )
    return replace(world, stays={**world.stays, **changed})


def _started(world: World, start: Start, at: datetime) -> World:
    stay = Stay(
        start.server,
        start.member,
        start.host,
        start.vcpus,
        powered_on=True,
        passive=start.passive,
        since=at,
        until=None,
        sub_capacity=start.sub_capacity,
    )
    begun = {
        product: History.of(world.stays.get(product, ())).begun(stay) for product in start.products
    }
    return replace(world, stays={**world.stays, **begun})


def _without(world: World, name: str) -> World:
    running = sorted({s.server for p in world.stays.values() for s in p if _is_there(s, name)})
    if running:
        raise UserError(
            say(
                "{host} still runs {servers}; move them first, and ask about that",
                host=name,
                servers=", ".join(running),
            )
        )
    hosts = {key: host for key, host in world.park.hosts.items() if key != name}
    stays = {p: [s for s in present if s.host != name] for p, present in world.stays.items()}
    return World(replace(world.park, hosts=hosts), stays)


def _is_there(stay: Stay, host: str) -> bool:
    return stay.host == host and stay.until is None


def _need_host(world: World, name: str) -> None:
    if name not in world.park.hosts:
        raise no_host(name, sorted(world.park.hosts))

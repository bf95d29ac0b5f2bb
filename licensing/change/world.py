"""Hosts and what runs on them, and how a change makes another world of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, reduce

from blueprint.naming import Role
from core.errors import UserError
from core.message import say
from core.names import only_nearest
from licensing.change.change import (
    AddHost,
    Become,
    Change,
    Move,
    RemoveHost,
    Resize,
    SetFences,
    Start,
    Stop,
)
from licensing.counting.history import History
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from tenants.definitions import no_host


@dataclass(frozen=True, slots=True)
class World:
    """Hosts, and by product the stays of servers that run it."""

    park: Park
    stays: Mapping[str, Sequence[Stay]]


def after(world: World, changes: Iterable[Change], at: datetime) -> World:
    """The world once all changes were made at `at`, in their order. Raises: as `judge`."""
    return reduce(lambda so_far, change: _applied(so_far, change, at), changes, world)


def _applied(world: World, change: Change, at: datetime) -> World:
    match change:
        case Move(server, to_host):
            _need_host(world, to_host)
            return _changed(world, server, at, lambda stay: replace(stay, host=to_host))
        case Resize(server, vcpus):
            return _changed(world, server, at, lambda stay: replace(stay, vcpus=vcpus))
        case Become(server, role):
            return _becoming(world, server, role, at)
        case Stop(server):
            return _changed(world, server, at, lambda stay: None)
        case Start():
            for host in change.hosts.values():
                _need_host(world, host)
            return _started(world, change, at)
        case AddHost(host):
            return _with(world, host, at)
        case SetFences(fences):
            return replace(world, park=world.park.changed(at, fences=fences))
        case RemoveHost(host):
            _need_host(world, host)
            return _without(world, host, at)


_How = Callable[[Stay], Stay | None]


def _changed(world: World, server: str, at: datetime, how: _How) -> World:
    """The server's present stays end, and those that `how` makes of them begin."""
    changed = {
        product: new
        for product, present in world.stays.items()
        if (new := History.of(present).changed(server, at, how)) is not None
    }
    if not changed:
        raise _not_running(world, server, at)
    return replace(world, stays={**world.stays, **changed})


def _becoming(world: World, server: str, role: Role, at: datetime) -> World:
    """What it ran and runs no more ends; what it runs from now on begins where it is."""
    histories = {product: History.of(stays) for product, stays in world.stays.items()}
    there = [s for one in histories.values() for s in one.of_server(server) if s.holds_at(at)]
    if not there:
        raise _not_running(world, server, at)
    stay = replace(there[0], role=role, since=at, until=None)
    changed: dict[str, History] = {}
    for product in sorted({*histories, *role.products}):
        history = histories.get(product, History(()))
        runs = product in role.products
        new = history.changed(server, at, partial(_in_role, role if runs else None))
        if new is None and runs:
            new = history.begun(stay)
        if new is not None:
            changed[product] = new
    return replace(world, stays={**world.stays, **changed})


def _in_role(role: Role | None, stay: Stay) -> Stay | None:
    return None if role is None else replace(stay, role=role)


def _not_running(world: World, server: str, at: datetime) -> UserError:
    running = {stay.server for stays in world.stays.values() for stay in stays if stay.holds_at(at)}
    near = only_nearest(server, sorted(running))
    if near is None:
        said = say("no server {server} runs a product that needs a licence", server=server)
    else:
        said = say(
            "no server {server} runs a product that needs a licence; did you mean {near}?",
            server=server,
            near=near,
        )
    return UserError(said)


def _started(world: World, start: Start, at: datetime) -> World:
    begun = {
        product: History.of(world.stays.get(product, ())).begun(start.server.stay(host, at))
        for product, host in start.hosts.items()
    }
    return replace(world, stays={**world.stays, **begun})


def _without(world: World, name: str, at: datetime) -> World:
    running = sorted({s.server for p in world.stays.values() for s in p if _is_there(s, name)})
    if running:
        raise UserError(
            say(
                "{host} still runs {servers}; move them first, and ask about that",
                host=name,
                servers=tuple(running),
            )
        )
    # What ran there still has its window, and was part of the marks that were reached.
    return _with(world, replace(world.park.hosts[name], declared=False), at)


def _with(world: World, host: Host, at: datetime) -> World:
    hosts = {**world.park.hosts, host.name: host}
    return replace(world, park=world.park.changed(at, hosts))


def _is_there(stay: Stay, host: str) -> bool:
    return stay.host == host and stay.until is None


def _need_host(world: World, name: str) -> None:
    declared = [host.name for host in world.park.hosts.values() if host.declared]
    if name not in declared:
        raise no_host(name, sorted(declared))

"""Whether what the files ask for may be built: judged before anything is. Pure.

The servers of a blueprint are compared with those that the ledger knows. Nobody knows yet where
a new server will be placed; it is judged on the host that would cost most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from blueprint.parts import AggregatePlan, Blueprint
from blueprint.site import fences
from licensing.change.change import AddHost, Become, Change, NewServer, Resize, SetFences, Stop
from licensing.change.dearest import starts
from licensing.change.effect import Effect, judge, worth_telling
from licensing.change.licensing import Licensing
from licensing.change.world import World, after
from licensing.counting.park import Park
from licensing.position.period import japan_day

Today = Mapping[str, Sequence[AggregatePlan]]
"""By site the aggregates that its stack has built; a site that stands nowhere yet is not named."""


def judged(known: Licensing, changes: Sequence[Change], at: datetime) -> list[Effect]:
    """What the changes, made at `at`, do to each product that is owned then. Raises: as `judge`."""
    return judge(known.world, changes, known.bought(japan_day(at)), at)


def effects_of(
    known: Licensing, blueprints: Sequence[Blueprint], today: Today, at: datetime
) -> list[Effect]:
    """What building the blueprints does to each product that it touches, or that is in breach.

    A site that `today` does not name has all that its file declares.
    """
    before, changes = _world_today(known.world, today)
    new: list[NewServer] = []
    for blueprint in blueprints:
        changed, added = _of_blueprint(known, blueprint)
        changes += changed
        new += added
    changes += starts(known, after(before, changes, at), new, at)
    bought = known.bought(japan_day(at))
    return worth_telling(judge(before, changes, bought, at))


def _world_today(world: World, today: Today) -> tuple[World, list[Change]]:
    """The world without what is only declared, and the changes that bring it."""
    running = {stay.host for stays in world.stays.values() for stay in stays}
    built = {site: {host for one in plans for host in one.hosts} for site, plans in today.items()}
    hosts = world.park.hosts
    added = [
        host
        for host in hosts.values()
        if host.site in today and host.name not in built[host.site] | running
    ]
    new = {host.name for host in added}
    kept = {name: host for name, host in hosts.items() if name not in new}
    old = replace(world.park, hosts=kept, fences=_fences_today(world.park, today))
    return replace(world, park=old), [*map(AddHost, added), SetFences(world.park.fences)]


def _fences_today(park: Park, today: Today) -> dict[str, frozenset[str]]:
    """By product the hosts that it is kept on now, at sites whose fences are known to stand."""
    found: dict[str, frozenset[str]] = {}
    for aggregates in today.values():
        for product, hosts in fences(aggregates).items():
            found[product] = found.get(product, frozenset()) | hosts
    for product, hosts in park.fences.items():
        elsewhere = frozenset(name for name in hosts if park.hosts[name].site not in today)
        if elsewhere:
            found[product] = found.get(product, frozenset()) | elsewhere
    return found


def _of_blueprint(known: Licensing, blueprint: Blueprint) -> tuple[list[Change], list[NewServer]]:
    """What becomes of servers that run, and those that do not run yet."""
    present = {
        entry.machine.name: entry.machine
        for entry in known.entries
        if entry.until is None
        and (entry.machine.member, entry.machine.site) == (blueprint.member, blueprint.site)
        and entry.machine.role.products
    }
    wanted = {server.name for server in blueprint.servers}
    changes: list[Change] = [Stop(name) for name in present if name not in wanted]
    new: list[NewServer] = []
    for server in blueprint.servers:
        name, vcpus, role = server.name, server.vcpu, server.role
        if not role.products:
            continue
        if name not in present:
            new.append(NewServer(name, blueprint.member, role, vcpus, blueprint.site))
            continue
        if present[name].vcpus != vcpus:
            changes.append(Resize(name, vcpus))
        if present[name].role != role:
            changes.append(Become(name, role))
    return changes, new

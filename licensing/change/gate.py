"""Whether what the files ask for may be built: judged before anything is. Pure.

The wished servers are compared with those that the ledger knows. Nobody knows yet where a new
server will be placed; it is judged on the host that would cost most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from blueprint.naming import role_of
from licensing.change.change import AddHost, Change, Resize, SetFences, Start, Stop
from licensing.change.effect import Effect, judge, touched
from licensing.change.licensing import Licensing
from licensing.change.world import World
from licensing.counting.park import Park
from tenants.catalogue_model import Catalogue
from tenants.fencing import hosts_for


@dataclass(frozen=True, slots=True)
class Wish:
    """All servers that a member is to have at a site: vCPUs by name."""

    member: str
    site: str
    servers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SiteToday:
    """What a site has before its file is applied: hosts, and by product those of its fence."""

    hosts: frozenset[str]
    fences: Mapping[str, frozenset[str]]


def effects_of(
    known: Licensing,
    wishes: Sequence[Wish],
    today: Mapping[str, SiteToday],
    catalogue: Catalogue,
    at: datetime,
) -> list[Effect]:
    """What building the wishes does to each product that it touches.

    A site that `today` does not name has all that its file declares.
    """
    before, changes = _world_today(known.world, today)
    for wish in wishes:
        changes += _of_wish(known, wish, catalogue)
    bought = known.bought(at.date())
    return touched(judge(before, changes, bought, at))


def _world_today(world: World, today: Mapping[str, SiteToday]) -> tuple[World, list[Change]]:
    """The world without what is only declared, and the changes that bring it."""
    running = {stay.host for stays in world.stays.values() for stay in stays}
    hosts = world.park.hosts
    added = [
        host
        for host in hosts.values()
        if host.site in today and host.name not in today[host.site].hosts | running
    ]
    new = {host.name for host in added}
    kept = {name: host for name, host in hosts.items() if name not in new}
    old = Park(kept, _fences_today(world.park, today))
    return replace(world, park=old), [*map(AddHost, added), SetFences(world.park.fences)]


def _fences_today(park: Park, today: Mapping[str, SiteToday]) -> dict[str, frozenset[str]]:
    """By product the hosts that it is kept on now, at sites whose fences are known to stand."""
    found: dict[str, frozenset[str]] = {}
    for one in today.values():
        for product, hosts in one.fences.items():
            found[product] = found.get(product, frozenset()) | hosts
    for product, hosts in park.fences.items():
        elsewhere = frozenset(name for name in hosts if park.hosts[name].site not in today)
        if elsewhere:
            found[product] = found.get(product, frozenset()) | elsewhere
    return found


def _of_wish(known: Licensing, wish: Wish, catalogue: Catalogue) -> list[Change]:
    present = {
        entry.machine.name: entry.machine
        for entry in known.entries
        if entry.until is None
        and (entry.machine.member, entry.machine.site) == (wish.member, wish.site)
        and entry.machine.role.products
    }
    changes: list[Change] = [Stop(name) for name in present if name not in wish.servers]
    taken: set[tuple[str, str]] = set()
    for name, vcpus in wish.servers.items():
        role = role_of(name, catalogue)
        if not role.products:
            continue
        if name not in present:
            host = dearest_host(known, wish.site, role.products, taken)
            taken |= {(product, host) for product in role.products}
            changes.append(Start(name, wish.member, role, vcpus, host))
        elif present[name].vcpus != vcpus:
            changes.append(Resize(name, vcpus))
    return changes


def dearest_host(
    known: Licensing, site: str, products: Sequence[str], taken: AbstractSet[tuple[str, str]]
) -> str:
    """Of the hosts that fences allow, the largest on which none of the products runs yet.

    `taken` are products with the hosts that changes judged before have put them on.
    """
    running = {
        stay.host
        for product in products
        for stay in known.world.stays.get(product, ())
        if stay.until is None
    } | {host for product, host in taken if product in products}
    allowed = hosts_for(known.sites[site], products)
    return max(
        (known.world.park.hosts[name] for name in allowed),
        key=lambda h: (
            h.name not in running,
            (h.sockets or 1) * (h.cores_per_socket or 1),
            h.name,
        ),
    ).name

"""The busy seasons of a fiscal year, judged in advance, month by month. Pure.

A busy season asks for more vCPUs in some months. Whatever a month makes the consortium buy is
owned in the months after it, as long as the contract lasts that sells it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from blueprint.member import blueprint_of
from blueprint.naming import read_server
from core.calendar import months_later
from core.eras import JAPAN
from licensing.change.change import Resize
from licensing.change.effect import Effect, judge, worth_telling
from licensing.change.licensing import Licensing
from licensing.change.world import World, after
from licensing.ledger.machine import Machine
from licensing.position.bought import Bought
from licensing.position.period import japan_day
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.vocabulary import ServiceState

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Season:
    """In these months a member's system needs so many vCPUs more, all its servers together."""

    member: str
    system: str
    months: frozenset[int]
    extra_vcpu: int


@dataclass(frozen=True, slots=True)
class Month:
    """`unowned` are products that run and that no entitlement covers by then.

    Of the `unknown` seasons the ledger has no server, so that nobody can judge them.
    """

    first: date
    seasons: tuple[Season, ...]
    effects: tuple[Effect, ...]
    unowned: tuple[str, ...]
    unknown: tuple[Season, ...] = ()


def seasons_of(member: Member, catalogue: Catalogue) -> list[Season]:
    """What a member's file asks for. Two services of one system add up."""
    by_months: dict[tuple[str, int], int] = defaultdict(int)
    for name, use in member.services.items():
        if use.busy_season is not None and use.state is ServiceState.IN_USE:
            for month in use.busy_season.months:
                system = catalogue.services[name].system
                by_months[system, month] += use.busy_season.extra_vcpu
    return [
        Season(member.slug, system, frozenset({month}), extra)
        for (system, month), extra in by_months.items()
    ]


def outlook(
    known: Licensing,
    seasons: Sequence[Season],
    definitions: Definitions,
    first: datetime,
    now: datetime,
) -> list[Month]:
    """The twelve months from `first`, without those that are over in Japan at `now`."""
    first, now = first.astimezone(JAPAN), now.astimezone(JAPAN)
    catalogue = definitions.catalogue.value
    standing = _standing(definitions, [one for one in seasons if now.month in one.months])
    world = known.world
    orders: list[_Order] = []
    found: list[Month] = []
    for begins in _months(first):
        if (begins.year, begins.month) < (now.year, now.month):
            continue
        at = max(begins, now)
        wanted = [season for season in seasons if begins.month in season.months]
        bought = _with_orders(known.bought(japan_day(at)), orders, japan_day(at))
        up = [change for season in wanted for change in carried(known, season, catalogue, standing)]
        owned = {product: one for product, one in bought.items() if up or one.is_owned}
        effects = worth_telling(judge(world, up, owned, at))
        orders += [order for effect in effects if (order := _order_for(effect)) is not None]
        unowned = [p for p in sorted(_running(world, at)) if not bought[p].is_owned]
        unknown = tuple(one for one in wanted if not _is_known(known, one, catalogue))
        found.append(Month(begins.date(), tuple(wanted), tuple(effects), tuple(unowned), unknown))
        world = _after(known, world, up, at, months_later(begins))
    return found


@dataclass(frozen=True, slots=True)
class _Order:
    """What a month makes the consortium buy more, and the last day on which it holds."""

    product: str
    quantity: Fraction
    until: date | None


def _order_for(effect: Effect) -> _Order | None:
    bought = effect.bought
    offer = bought.offer(effect.missing)
    if effect.missing <= 0 or offer is None:
        return None
    owned = max(bought.quantity + offer.ordered(effect.missing), effect.after.required.licences)
    return _Order(bought.product, owned - bought.quantity, offer.until)


def _with_orders(
    bought: Mapping[str, Bought], orders: Sequence[_Order], day: date
) -> dict[str, Bought]:
    """What is owned on the day, with what earlier months bought of contracts that still hold."""
    more: dict[str, Fraction] = defaultdict(Fraction)
    for order in orders:
        if order.until is None or day <= order.until:
            more[order.product] += order.quantity
    return {
        product: replace(one, quantity=one.quantity + more[product])
        for product, one in bought.items()
    }


def _months(first: datetime) -> Iterable[datetime]:
    at = first
    for _ in range(MONTHS):
        yield at
        at = months_later(at)


def carried(
    known: Licensing, season: Season, catalogue: Catalogue, standing: Mapping[str, int]
) -> list[Resize]:
    """The vCPUs shared out one by one over the servers that carry the load, in order of name.

    `standing` are the vCPUs by the files of servers that may have grown for a season already: they
    grow from those, and are never made smaller than they are.
    """
    servers = _carrying(known, season, catalogue)
    if not servers:
        return []
    each, odd = divmod(season.extra_vcpu, len(servers))
    grown = [
        (one, min(one.vcpus, standing.get(one.name, one.vcpus)) + each + (number < odd))
        for number, one in enumerate(servers)
    ]
    return [
        Resize(one.name, vcpus) for one, vcpus in grown if vcpus > one.vcpus and one.role.products
    ]


def _standing(definitions: Definitions, busy: Iterable[Season]) -> dict[str, int]:
    """By server the vCPUs without any season, of systems that are in one now."""
    systems = {(season.member, season.system) for season in busy}
    return {
        server.name: server.vcpu
        for member in {member for member, _ in systems}
        for site in definitions.sites
        if member in definitions.members_at(site)
        for server in blueprint_of(definitions, member, site).servers
        if (member, server.role.system) in systems
    }


def _carrying(known: Licensing, season: Season, catalogue: Catalogue) -> list[Machine]:
    """The servers of the tiers that carry busy seasons; all of the system where none does."""
    here = [
        entry.machine
        for entry in known.entries
        if entry.until is None
        and (entry.machine.member, entry.machine.role.system) == (season.member, season.system)
    ]
    carrying = [one for one in here if _carries(one, catalogue)]
    return sorted(carrying or here, key=lambda one: one.name)


def _is_known(known: Licensing, season: Season, catalogue: Catalogue) -> bool:
    """Whether the ledger has a server that would grow, where growing may ask for licences."""
    tiers = catalogue.systems[season.system].tiers.values()
    return not any(tier.software for tier in tiers) or bool(_carrying(known, season, catalogue))


def _carries(machine: Machine, catalogue: Catalogue) -> bool:
    server = read_server(machine.name, [machine.member], catalogue)
    if server is None:
        return False
    return catalogue.systems[server.system].tiers[server.tier].carries_busy_season


def _running(world: World, at: datetime) -> set[str]:
    return {p for p, stays in world.stays.items() if any(stay.holds_at(at) for stay in stays)}


def _after(
    known: Licensing, world: World, up: Sequence[Resize], at: datetime, end: datetime
) -> World:
    """The world at the end of the month, when everything is as small as before."""
    sizes = {e.machine.name: e.machine.vcpus for e in known.entries if e.until is None}
    down = [Resize(change.server, sizes[change.server]) for change in up]
    return after(after(world, up, at), down, end)

"""The ledger, the sites and the papers together: what every question about licences starts from.

Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from blueprint.naming import UNKNOWN
from core.message import Named
from licensing.change.figures import figures_of
from licensing.change.past import Grounds, versions_of
from licensing.change.said import said
from licensing.change.world import World
from licensing.ledger.facts import Fact, courses, news
from licensing.ledger.machine import Machine
from licensing.ledger.rows import EPOCH
from licensing.ledger.sightings import Entry, by_product
from licensing.papers.licences import Licences, product_names
from licensing.papers.rule import Peak, Period, Rule
from licensing.position.bought import Bought, bought_or_nothing, owned_products
from licensing.position.evidence import Gap, gaps
from licensing.position.period import japan_day, midnight, period_start, start_of_period
from tenants.definitions import Definitions
from tenants.site import Site


@dataclass(frozen=True)
class Licensing:
    """Everything that is known about licences at one moment."""

    licences: Licences
    world: World
    entries: Sequence[Entry]
    sites: Mapping[str, Site]
    products: frozenset[str] = frozenset()
    """Those of the catalogue, whether they run or are owned or not."""
    looks: Mapping[str, Sequence[datetime]] = field(default_factory=dict)
    """By site, when all its servers were compared with Nova's own records."""
    members: Mapping[str, Named] = field(default_factory=dict)

    def member(self, slug: str) -> Named:
        """What a member is called; one that no file knows any more by its slug."""
        return self.members.get(slug, Named(slug, slug))

    def has_run(self, slug: str) -> bool:
        """Whether anything of the member counts: it may have left, and its file be gone."""
        return any(entry.machine.member == slug for entry in self.entries)

    def gaps(self, product: str, rule: Rule, at: datetime) -> list[Gap]:
        """Where nobody looked as often as the rule asks for, in its period that `at` lies in."""
        stays = self.world.stays.get(product, ())
        start = start_of_period(rule, at)
        return gaps(rule, self.world.park, stays, self.looks, start, at)

    def present(self, name: str) -> list[Machine]:
        """What the server of that name is like now: one, or one at each site that has it."""
        return [e.machine for e in self.entries if e.until is None and e.machine.name == name]

    def unread(self, at: datetime) -> dict[str, list[str]]:
        """By site the servers at `at` whose names tell nothing: nobody knows what they run."""
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self.entries:
            if entry.machine.role == UNKNOWN and entry.stay().holds_at(at):
                found[entry.machine.site].append(entry.machine.name)
        return {site: sorted(names) for site, names in sorted(found.items())}

    def first_looks_after(self, at: datetime) -> dict[str, datetime]:
        """By site the first look ever, where that is later than `at`: what ran there before, and
        was gone by then, is in no entry."""
        return {site: looks[0] for site, looks in self.looks.items() if looks and looks[0] > at}

    def bought(self, day: date) -> dict[str, Bought]:
        """What holds on that day, or nothing, by every product of the catalogue and beyond."""
        products = sorted({*owned_products(self.licences), *self.world.stays, *self.products})
        return {product: bought_or_nothing(self.licences, product, day) for product in products}


def needed_since(licences: Licences, at: datetime) -> datetime:
    """What ended before this has no part in any position at `at`, which is aware.

    High-water marks and evidence go back to the begin of their period, windows so many days
    further, and free days of spares to the begin of the calendar year in which they are used up.
    """
    names = {paper.rule for paper in licences.papers} & licences.rules.keys()
    return goes_back_to((licences.rules[name].value for name in names), at)


def goes_back_to(rules: Iterable[Rule], at: datetime) -> datetime:
    """The same of these rules alone; `at` itself where none looks back."""
    needed = at
    for rule in rules:
        now_only = rule.peak is Peak.CURRENT and rule.evidence_every_minutes is None
        start = at if now_only else start_of_period(rule, at)
        if rule.free_days_per_year:
            start = midnight(period_start(Period.CALENDAR_YEAR, japan_day(start)))
        needed = min(needed, start - rule.window)
    return needed


def licensing_of(
    licences: Licences,
    definitions: Definitions,
    entries: Sequence[Entry],
    looks: Mapping[str, Sequence[datetime]] | None = None,
    facts: Sequence[Fact] | None = None,
    since: datetime = EPOCH,
    now: datetime = EPOCH,
) -> Licensing:
    """What is known at `now`, from what the ledger believes and remembers, back to `since`.

    Without `facts` all has always been as the files say. Hosts of two sites that are called the
    same are two hosts.
    """
    then = courses(news(said(definitions, licences), (), now) if facts is None else facts)
    sites = {name: read.value for name, read in definitions.sites.items()}
    regions = {name: site.licence_region for name, site in sites.items() if site.licence_region}
    seen = {(entry.machine.site, entry.machine.host) for entry in entries}
    grounds = Grounds.of(then, regions, seen, now)
    other = {place: name for place, name in grounds.names.items() if name != place[1]}
    park = grounds.park(since, figures_of(definitions.members, then))
    world = World(park, by_product(entries, other))
    products = frozenset(definitions.catalogue.value.software)
    papers = replace(
        licences, names=product_names(definitions.catalogue.value), versions=versions_of(then)
    )
    members = {
        slug: Named(read.value.name.ja, read.value.name.en)
        for slug, read in definitions.members.items()
    }
    return Licensing(papers, world, entries, sites, products, looks or {}, members)

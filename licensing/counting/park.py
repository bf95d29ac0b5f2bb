"""Machines and what runs on them, as a counting rule sees them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from licensing.counting.figure import Figure
from licensing.counting.stay import Stay
from tenants.site import DEFAULT_CLASS, classes_as_written
from tenants.site import Host as DeclaredHost


@dataclass(frozen=True, slots=True)
class Host:
    """A compute host. Sockets and cores are None where nobody knows them.

    `at_most` are then the most sockets and cores per socket of any host that is known: a number
    that is too high can be explained, one that is too low cannot.
    """

    name: str
    site: str
    sockets: int | None
    cores_per_socket: int | None
    aggregate: str = "general"
    factor: str | tuple[str, ...] = DEFAULT_CLASS
    """Its processor's class, or several; one alone stands in signed snapshots as a word."""
    at_most: tuple[int, int] | None = None
    sockets_possible: int | None = None
    """Sockets that it has room for, where some are empty."""
    threads_per_core: int = 1
    ram_gib: int | None = None
    declared: bool = True
    """Whether a site's file has it; if not, the ledger has seen servers there."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Of its processor: each rule weighs by the one that it knows."""
        return (self.factor,) if isinstance(self.factor, str) else self.factor


ANY_CLASS = ""
"""The class of a host that nobody knows: its servers may move to any host of the site."""

FENCED = "fenced"
"""The aggregate of a product's own hosts, site by site."""


@dataclass(frozen=True, slots=True)
class Park:
    """All hosts of all sites, by name. Names are unique: no two sites share one.

    What a park says of itself is how it is last; what it was like `before` stands beside it, so
    that a host that is changed today changes no number of July.
    """

    hosts: Mapping[str, Host]
    fences: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By product the hosts of all sites that it is kept on; a product without a fence may move."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """By site where it lies by vendors' terms."""
    before: tuple[tuple[datetime, Park], ...] = ()
    """Earlier parks in order, each until the moment that stands with it."""
    declared: tuple[Figure, ...] = ()
    """What municipalities declare, of whatever product."""
    _for_product: dict[str, Park] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def at(self, moment: datetime) -> Park:
        """The park as it was at `moment`."""
        for until, park in self.before:
            if moment < until:
                return park
        return self

    def changed(
        self,
        at: datetime,
        hosts: Mapping[str, Host] | None = None,
        fences: Mapping[str, frozenset[str]] | None = None,
    ) -> Park:
        """With other hosts or fences from `at` on."""
        before = self.before
        if not before or before[-1][0] < at:
            before = (*before, (at, replace(self, before=())))
        return Park(
            self.hosts if hosts is None else hosts,
            self.fences if fences is None else fences,
            self.regions,
            before,
            self.declared,
        )

    def for_product(self, product: str) -> Park:
        """The park as it is to one product: the hosts of its fence are an aggregate."""
        if not (self.declared or any(product in p.fences for p in (self, *self.earlier))):
            return self
        if product not in self._for_product:
            before = tuple((until, park.for_product(product)) for until, park in self.before)
            fence = self.fences.get(product, frozenset())
            hosts = {
                name: replace(host, aggregate=FENCED) if name in fence else host
                for name, host in self.hosts.items()
            }
            declared = tuple(one for one in self.declared if one.product in (None, product))
            self._for_product[product] = Park(hosts, {}, self.regions, before, declared)
        return self._for_product[product]

    @property
    def earlier(self) -> tuple[Park, ...]:
        return tuple(park for _, park in self.before)

    def reachable(self, host: Host, same: str) -> list[Host]:
        """Hosts of the same `aggregate`, of the same `site`, or all of the `park`.

        Nothing moves to a host that no file has.
        """
        standing = [other for other in self.hosts.values() if other.declared or other is host]
        if same == "park":
            return standing
        return [
            other
            for other in standing
            if other.site == host.site
            and (same == "site" or host.aggregate in (ANY_CLASS, other.aggregate))
        ]


def unheard_of(name: str, site: str, known: Iterable[Host]) -> Host:
    """A host of which nothing is known but that servers ran there."""
    known = list(known)
    sizes = [(h.sockets, h.cores_per_socket) for h in known if h.sockets and h.cores_per_socket]
    at_most = (max(s for s, _ in sizes), max(c for _, c in sizes)) if sizes else None
    ram = max((h.ram_gib for h in known if h.ram_gib), default=None)
    return Host(*(name, site, None, None, ANY_CLASS), at_most=at_most, ram_gib=ram, declared=False)


def undeclared(park: Park, stays: Iterable[Stay], at: datetime) -> tuple[str, ...]:
    """The hosts that no file has and where some of this ran at `at`."""
    strangers = {name for name, host in park.at(at).hosts.items() if not host.declared}
    if not strangers:
        return ()
    return tuple(sorted({s.host for s in stays if s.host in strangers and s.holds_at(at)}))


def host_of(name: str, site: str, host: DeclaredHost, *, declared: bool = True) -> Host:
    """A host as a site's file has it."""
    return Host(
        name,
        site,
        host.sockets,
        host.cores_per_socket,
        host.host_class,
        classes_as_written(host.factor),
        sockets_possible=host.sockets_possible,
        threads_per_core=host.threads_per_core,
        ram_gib=host.ram_gib,
        declared=declared,
    )

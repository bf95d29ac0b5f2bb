"""Parks and papers as they were, from what the ledger remembers of the files. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from licensing.counting.figure import Figure
from licensing.counting.park import Host, Park, host_of, unheard_of
from licensing.ledger.facts import Course, Kind, Subject
from licensing.papers.entitlement import Entitlement
from licensing.papers.licences import Version
from licensing.position.period import japan_day
from tenants.site import Host as DeclaredHost
from tenants.site import LicenceFence

ModelT = TypeVar("ModelT", bound=BaseModel)

Place = tuple[str, str]
"""A site, and a host or a fence of it."""


@dataclass(frozen=True, slots=True)
class Past(Generic[ModelT]):
    """What one host or fence was, in order, each from a moment on; None: there was none."""

    course: Sequence[tuple[datetime | None, ModelT | None]]

    @property
    def moments(self) -> list[datetime]:
        """At which it became something else."""
        return [since for since, _ in self.course if since is not None]

    def at(self, moment: datetime) -> ModelT | None:
        found = None
        for since, what in self.course:
            if since is None or since <= moment:
                found = what
        return found

    def nearest(self, moment: datetime) -> ModelT | None:
        """What it was last at `moment`, else what it became first."""
        known = [(since, what) for since, what in self.course if what is not None]
        before = [what for since, what in known if since is None or since <= moment]
        return before[-1] if before else next((what for _, what in known), None)


def versions_of(courses: Mapping[Subject, Course]) -> dict[str, tuple[Version, ...]]:
    """By entitlement what its file said, in order."""
    return {
        subject.name: tuple(
            Version(
                None if since is None else japan_day(since),
                None if text is None else Entitlement.model_validate_json(text),
            )
            for since, text in course
        )
        for subject, course in courses.items()
        if subject.kind is Kind.ENTITLEMENT
    }


@dataclass(frozen=True)
class Grounds:
    """All that hosts and fences of all sites ever were, and what hosts are called.

    A host that stands in no file at a moment counts as it was last known, and one of which nobody
    ever wrote anything as the largest that is known.
    """

    hosts: Mapping[Place, Past[DeclaredHost]]
    fences: Mapping[Place, Past[LicenceFence]]
    regions: Mapping[str, str]
    names: Mapping[Place, str]

    @classmethod
    def of(
        cls,
        courses: Mapping[Subject, Course],
        regions: Mapping[str, str],
        seen: Iterable[Place],
        now: datetime,
    ) -> Grounds:
        """`seen` are the hosts that the ledger knows from servers on them."""
        hosts = _pasts(courses, Kind.HOST, DeclaredHost)
        fences = _pasts(courses, Kind.FENCE, LicenceFence)
        return cls(hosts, fences, regions, _names(hosts, seen, now))

    def park(self, since: datetime, figures: tuple[Figure, ...]) -> Park:
        """The park as it is last, with what it was before back to `since`."""
        changes = [past.moments for past in self.hosts.values()]
        changes += [past.moments for past in self.fences.values()]
        moments = sorted({at for each in changes for at in each if at > since})
        parks = [self._park(moment, figures) for moment in (since, *moments)]
        return replace(parks[-1], before=_before(moments, parks))

    def _park(self, at: datetime, figures: tuple[Figure, ...]) -> Park:
        declared: dict[str, Host] = {}
        known: dict[str, Host] = {}
        for place, past in self.hosts.items():
            there = past.at(at)
            what = there or past.nearest(at)
            if what is not None:
                name = self.names[place]
                host = host_of(name, place[0], what, declared=there is not None)
                (known if there is None else declared)[name] = host
        for place, name in self.names.items():
            if name not in declared and name not in known:
                known[name] = unheard_of(name, place[0], (*declared.values(), *known.values()))
        hosts = {**declared, **known}
        return Park(hosts, self._fences(at), self.regions, declared=figures)

    def _fences(self, at: datetime) -> dict[str, frozenset[str]]:
        """By product the hosts of all sites that fences leave it."""
        by_site: dict[tuple[str, str], frozenset[str]] = {}
        for (site, _), past in self.fences.items():
            fence = past.at(at)
            if fence is None:
                continue
            hosts = frozenset(self.names.get((site, host), host) for host in fence.hosts)
            for product in fence.products:
                by_site[site, product] = by_site.get((site, product), hosts) & hosts
        found: dict[str, frozenset[str]] = {}
        for (_, product), hosts in by_site.items():
            found[product] = found.get(product, frozenset()) | hosts
        return found


def _before(
    moments: Sequence[datetime], parks: Sequence[Park]
) -> tuple[tuple[datetime, Park], ...]:
    pairs = zip(moments, parks, parks[1:], strict=False)
    return tuple((until, park) for until, park, following in pairs if park != following)


def _pasts(
    courses: Mapping[Subject, Course], kind: Kind, model: type[ModelT]
) -> dict[Place, Past[ModelT]]:
    found: dict[Place, Past[ModelT]] = {}
    for subject, course in courses.items():
        if subject.kind is kind:
            site, _, name = subject.name.partition("/")
            found[site, name] = Past(
                [
                    (since, None if text is None else model.model_validate_json(text))
                    for since, text in course
                ]
            )
    return found


def _names(
    hosts: Mapping[Place, Past[DeclaredHost]], seen: Iterable[Place], now: datetime
) -> dict[Place, str]:
    """What each host is called: by its name, with its site where two sites have one of that name.

    The one that stands in a file today keeps the plain name.
    """
    places = sorted(
        {*hosts, *seen},
        key=lambda place: (place not in hosts or hosts[place].at(now) is None, place),
    )
    taken: Counter[str] = Counter()
    found: dict[Place, str] = {}
    for site, name in places:
        found[site, name] = f"{name} ({site})" if taken[name] else name
        taken[name] += 1
    return found

"""Whose cells of the matrix are where, as what Prometheus is asked for: those and no others. Pure.

A dashboard of a party asks by them, so that what it shows follows from the files as the alerts do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitoring.exporter.series import ALL
from monitoring.responsibility.cell import PartyAt, Place
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import MEMBER, SITE, SYSTEM, places
from tenants.definitions import Definitions

Product = Mapping[str, tuple[str, ...]]
"""By label the values that are meant; of a label that is not there, all."""
Pairs = set[tuple[str, str]]
"""Site and system."""
ByMember = Mapping[str, Pairs]

_PLACED = (SITE, MEMBER, SYSTEM)
_OURS: Mapping[str, tuple[str, ...]] = {one.name: one.labels for one in ALL}
_OF_OTHERS: Mapping[str, tuple[str, ...]] = {
    "kumiai_backup_": _PLACED,
    "kumiai_failover_": _PLACED,
    # Licences are counted for all together, by each site's own collector.
    "kumiai_licence_": (SITE,),
    # As `monitoring/rules/pair.py` has the servers' own figures told.
    "node_filesystem_": _PLACED,
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Places of one layer; nothing of another one is asked for."""

    products: tuple[Product, ...] = ({},)
    member: str = ""
    """Of a municipality's own party: nothing that names another one is asked for either."""

    def at(self, site: str) -> Cells | None:
        """Those of one site, or None where there are none."""
        kept = tuple(
            {**one, SITE: (site,)} for one in self.products if site in one.get(SITE, (site,))
        )
        return replace(self, products=kept) if kept else None

    def select(self, series: str, labels: Iterable[str] | None = None) -> str:
        """The series at these places; `labels` are those that it has, where no file says it.

        >>> Cells(({"site": ("primary",), "member": ("usuki", "aya")},)).select("kumiai_network_up")
        'kumiai_network_up{member=~"aya|usuki", site="primary"}'
        """
        return self._joined(series, labels_of(series) if labels is None else labels)

    def any_of(self, series: Iterable[str], labels: Iterable[str]) -> str:
        """Whatever there is of several series."""
        return self._joined("", labels, f'__name__=~"{"|".join(sorted(series))}"')

    def _joined(self, series: str, labels: Iterable[str], *also: str) -> str:
        there = tuple(labels)
        found = dict.fromkeys(
            f"{series}{{{', '.join([*also, *_matchers(self._asked(one, there))])}}}"
            for one in self.products
        )
        return next(iter(found)) if len(found) == 1 else f"({' or '.join(found)})"

    def _asked(self, one: Product, labels: tuple[str, ...]) -> Product:
        own = {MEMBER: (self.member,)} if self.member else {}
        return {name: values for name, values in {**own, **one}.items() if name in labels}


def labels_of(series: str) -> tuple[str, ...]:
    """Those of a place that a series has, whoever tells it."""
    found = next((labels for begin, labels in _OF_OTHERS.items() if series.startswith(begin)), None)
    return tuple(one for one in _PLACED if one in (found or _OURS[series]))


def _matchers(asked: Product) -> Iterator[str]:
    # All values are slugs, in which nothing has to be escaped.
    for name, values in sorted(asked.items()):
        one = len(values) == 1
        yield f'{name}="{values[0]}"' if one else f'{name}=~"{"|".join(sorted(values))}"'


@dataclass(frozen=True)
class Whose:
    """Of each party the places in whose repair it has any part."""

    every: Mapping[Layer, ByMember]
    own: Mapping[PartyAt, Mapping[Layer, ByMember]]
    sites: Mapping[str, tuple[str, ...]]
    """Of each municipality."""

    def parties(self) -> Iterator[PartyAt]:
        """All that have a part, a municipality's own among them."""
        shared = {one.party for one in self.own if one.member}
        yield from sorted(one for one in self.own if one.member or one.party not in shared)

    def cells(self, party: PartyAt) -> dict[Layer, Cells]:
        """By layer. Of what is nobody's in particular a municipality's own party has a part at the
        sites that it uses."""
        found = {layer: dict(own) for layer, own in self.own[party].items()}
        if party.member:
            shared = self.own.get(PartyAt(party.party), {})
            for layer, own in shared.items():
                here = self.sites[party.member]
                pairs = {pair for pair in own.get("", set()) if pair[0] in ("", *here)}
                found.setdefault(layer, {})[""] = pairs
        return {
            layer: Cells(tuple(_products(found[layer], self.every[layer])), party.member)
            for layer in Layer
            if any(found.get(layer, {}).values())
        }


def whose(matrix: Matrix, definitions: Definitions, day: date) -> Whose:
    """What the matrix says on `day`."""
    every: dict[Layer, dict[str, Pairs]] = {}
    own: dict[PartyAt, dict[Layer, dict[str, Pairs]]] = {}
    for place in places(matrix, definitions):
        _add(every, place)
        parts = matrix.called_for(place, day).parts.values()
        for party in {one for named in parts for one in named}:
            _add(own.setdefault(party, {}), place)
    members = definitions.present_members()
    return Whose(every, own, {slug: tuple(definitions.sites_of(members[slug])) for slug in members})


def _add(found: dict[Layer, dict[str, Pairs]], place: Place) -> None:
    by_member = found.setdefault(place.layer, {})
    by_member.setdefault(place.member, set()).add((place.site, place.system))


def _products(own: ByMember, every: ByMember) -> Iterator[Product]:
    """The same places in as few words as they can be said without one more among them."""
    whole = [member for member, pairs in own.items() if pairs == every[member]]
    if len(whole) == len(every):
        yield {}
        return
    if whole:
        yield _named({MEMBER: whole})
    alike: dict[frozenset[tuple[str, str]], list[str]] = {}
    for member, pairs in own.items():
        if pairs != every[member]:
            alike.setdefault(frozenset(pairs), []).append(member)
    for same, members in alike.items():
        systems: dict[str, list[str]] = {}
        for site, system in sorted(same):
            systems.setdefault(site, []).append(system)
        for site, names in systems.items():
            yield _named({SITE: [site], MEMBER: members, SYSTEM: names})


def _named(values: Mapping[str, Iterable[str]]) -> Product:
    """Without what the layer is not one for each of."""
    found = {name: tuple(sorted(several)) for name, several in values.items()}
    return {name: several for name, several in found.items() if any(several)}

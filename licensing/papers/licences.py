"""All rules, entitlements and declarations together, as they are read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.calendar import A_DAY
from core.message import Named
from licensing.papers.declaration import Declaration
from licensing.papers.entitlement import Entitlement
from licensing.papers.rule import Rule
from tenants.catalogue_model import Catalogue
from tenants.definitions import Read

RULES_FOLDER = Path("licensing/rules")


Purchase = tuple[str, str, str, date]
"""Product, contract, owner and first day, by which no two files of one day name the same."""


def purchase_of(paper: Entitlement) -> Purchase:
    return (paper.product, paper.contract, paper.owner, paper.starts_on)


@dataclass(frozen=True, slots=True)
class Version:
    """What an entitlement's file said from a day on (None: always); None as paper: it was gone."""

    since: date | None
    paper: Entitlement | None


@dataclass(frozen=True)
class Licences:
    """Everything that is written about licences, by the files' names."""

    rules: Mapping[str, Read[Rule]]
    entitlements: Mapping[str, Read[Entitlement]]
    declarations: Mapping[str, Read[Declaration]] = field(default_factory=dict)
    unreadable_rules: frozenset[str] = frozenset()
    """Names of files that are there but could not be read as rules."""
    names: Mapping[str, Named] = field(default_factory=dict)
    """What products are called in sentences: the catalogue's word, which commands take, beside it
    for Japanese readers."""
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    """By entitlement what its file said, in order; of one that is not named, what it says."""

    @property
    def classes(self) -> frozenset[str]:
        """Of hosts, by which any rule weighs them."""
        return frozenset(name for read in self.rules.values() for name in read.value.classes)

    @property
    def rules_in_use(self) -> list[Rule]:
        """Those by which something that was bought is counted."""
        used = {read.value.rule for read in self.entitlements.values()} & self.rules.keys()
        return [self.rules[name].value for name in sorted(used)]

    def called(self, product: str) -> Named:
        return self.names.get(product, Named(product, product))

    @property
    def papers(self) -> tuple[Entitlement, ...]:
        """Whatever is or was written of any entitlement."""
        return tuple(one.paper for said in self._all for one in said if one.paper is not None)

    @property
    def said(self) -> dict[str, tuple[Version, ...]]:
        """By entitlement all that its file ever said, in order."""
        return {
            name: self.versions.get(name) or (Version(None, self.entitlements[name].value),)
            for name in sorted({*self.entitlements, *self.versions})
        }

    def on(self, product: str, day: date) -> list[Entitlement]:
        """The entitlements to a product that hold on `day`, as their files said that day.

        A purchase is counted once: where a file was renamed, by the name that it had then.
        """
        found: dict[Purchase, Entitlement] = {}
        for versions in sorted(self._all, key=_stands):
            paper = _as_of(versions, day)
            if paper is not None and paper.product == product and paper.holds_on(day):
                found.setdefault(purchase_of(paper), paper)
        return list(found.values())

    def days(self, product: str) -> list[date]:
        """Every day from which on another number may be owned, in order."""
        found: set[date] = set()
        for versions in self._all:
            if not any(one.paper is not None and one.paper.product == product for one in versions):
                continue
            found |= {one.since for one in versions if one.since is not None}
            for paper in (one.paper for one in versions if one.paper is not None):
                found.add(paper.starts_on)
                if paper.ends_on is not None:
                    found.add(paper.ends_on + A_DAY)
        return sorted(found)

    @property
    def _all(self) -> Iterable[tuple[Version, ...]]:
        return self.said.values()


def product_names(catalogue: Catalogue) -> dict[str, Named]:
    """What the catalogue's products are called."""
    return {
        product: Named(f"{one.ja}（{product}）", product)
        for product, one in catalogue.software.items()
    }


def _stands(versions: Sequence[Version]) -> bool:
    """Whether a file says it still; what no file says any more was there first."""
    return versions[-1].paper is not None


def _as_of(versions: Iterable[Version], day: date) -> Entitlement | None:
    paper = None
    for one in versions:
        if one.since is None or one.since <= day:
            paper = one.paper
    return paper

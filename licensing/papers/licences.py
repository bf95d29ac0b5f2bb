"""All rules, entitlements and declarations together, as they are read. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.message import Named
from licensing.papers.declaration import Declaration
from licensing.papers.entitlement import Entitlement
from licensing.papers.rule import Rule
from tenants.catalogue_model import Catalogue
from tenants.definitions import Read


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

    def called(self, product: str) -> Named:
        return self.names.get(product, Named(product, product))


def product_names(catalogue: Catalogue) -> dict[str, Named]:
    """What the catalogue's products are called."""
    return {
        product: Named(f"{one.ja}（{product}）", product)
        for product, one in catalogue.software.items()
    }

"""What a server's name tells: whose it is, which system, which products it runs. Pure.

Names are `<member>-<system>-<tier>-<number>`, as infra draws them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tenants.catalogue_model import Catalogue


@dataclass(frozen=True, slots=True)
class Role:
    """A server's part. `system` is empty and no product is known where no system fits the name."""

    system: str
    products: tuple[str, ...]
    passive: bool = False
    """It stands by for the first servers of its tier."""
    sub_capacity: bool = True


UNKNOWN = Role("", ())


def role_of(name: str, catalogue: Catalogue) -> Role:
    """The role of the server of that name."""
    for system_name, system in catalogue.systems.items():
        for tier_name, tier in system.tiers.items():
            fits = re.search(rf"-{re.escape(system_name)}-{re.escape(tier_name)}-(\d+)$", name)
            if fits is not None:
                passive = tier.passive_from is not None and int(fits[1]) >= tier.passive_from
                products = tuple(sorted(tier.software))
                return Role(system_name, products, passive, tier.sub_capacity)
    return UNKNOWN

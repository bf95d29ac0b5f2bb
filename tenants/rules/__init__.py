"""Rules that need several fields or several files. Each rule yields problems, none raises. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.problem import Problem
from tenants.definitions import Definitions
from tenants.rules import (
    capacity,
    catalogue,
    failure_domains,
    lines,
    members,
    names,
    networks,
    placement,
    recovery,
    services,
    sites,
)


def check(definitions: Definitions, today: date) -> list[Problem]:
    """Every broken rule on the day `today`, in Japan, in file order."""
    return sorted(_all(definitions, today))


def _all(definitions: Definitions, today: date) -> Iterator[Problem]:
    yield from members.misnamed(definitions)
    definitions = definitions.originals
    yield from (at_sites := list(sites.problems(definitions, today)))
    yield from members.problems(definitions, today)
    yield from names.problems(definitions)
    yield from networks.problems(definitions)
    yield from lines.problems(definitions)
    yield from services.problems(definitions, today)
    if definitions.unreadable_sites or not definitions.sites:
        # What the sites offer is not known; what could be said of it now would mislead.
        return
    yield from placement.problems(definitions)
    yield from (in_catalogue := list(catalogue.problems(definitions)))
    if not at_sites and not in_catalogue:
        yield from capacity.problems(definitions)
        yield from failure_domains.problems(definitions)
        yield from recovery.problems(definitions)

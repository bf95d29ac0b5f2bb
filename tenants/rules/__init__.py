"""Rules that need several fields or several files. Each rule yields problems, none raises. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.problem import Problem
from tenants.definitions import Definitions
from tenants.rules import (
    capacity,
    catalogue,
    members,
    names,
    networks,
    placement,
    services,
    sites,
    stacks,
)
from tenants.rules.stacks import Stack


def check(
    definitions: Definitions, today: date, stacks_there: Sequence[Stack] = ()
) -> list[Problem]:
    """Every broken rule on the day `today`, in Japan, in file order.

    `stacks_there` are Pulumi's that no file asks for.
    """
    return sorted(_all(definitions, today, stacks_there))


def _all(definitions: Definitions, today: date, stacks_there: Sequence[Stack]) -> Iterator[Problem]:
    yield from (at_sites := list(sites.problems(definitions)))
    yield from members.problems(definitions, today)
    yield from names.problems(definitions)
    yield from networks.problems(definitions)
    yield from services.problems(definitions, today)
    yield from stacks.problems(definitions, stacks_there)
    if definitions.unreadable_sites or not definitions.sites:
        # What the sites offer is not known; what could be said of it now would mislead.
        return
    yield from placement.problems(definitions)
    yield from (in_catalogue := list(catalogue.problems(definitions)))
    if not at_sites and not in_catalogue:
        yield from capacity.problems(definitions)

"""Servers that would go, or become smaller, only because the census has fallen. Pure.

A municipality's residents are fewer every year, and nobody has decided anything by writing that
down: no size falls by itself. For how many residents a stack was drawn last, it exports itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from blueprint.member import blueprint_of
from blueprint.naming import size_in
from blueprint.parts import Blueprint
from core.message import Message, say
from infra.engine.resources import State
from infra.kinds import SERVER
from tenants.definitions import Definitions
from tenants.site import Site

RESIDENTS = "residents"
"""The output of a member's stack."""


@dataclass(frozen=True, slots=True)
class Fallen:
    """`servers` stand for the residents of `before`, and the files ask for less of them now."""

    before: int
    now: int
    servers: tuple[str, ...]

    @property
    def against(self) -> Message:
        return say(
            "with {now:,} residents instead of {before:,} the files ask for fewer or smaller "
            "servers than stand: {servers}. Write `size: larger` at the service to keep them, or "
            "say with `--smaller` why they may go",
            now=self.now,
            before=self.before,
            servers=tuple(self.servers),
        )


def fallen(definitions: Definitions, slug: str, site: str, state: State) -> Fallen | None:
    """What the fall of the census alone would take; None where it takes nothing.

    Whatever else the files say otherwise than before is a decision, and is compared with itself.
    """
    read = definitions.members[slug]
    before, now = int(state.exported.get(RESIDENTS) or 0), read.value.population.count
    if before <= now:
        return None
    population = read.value.population.model_copy(update={"count": before})
    earlier = replace(read, value=read.value.model_copy(update={"population": population}))
    as_before = replace(definitions, members={**definitions.members, slug: earlier})
    kept = _sizes(blueprint_of(as_before, slug, site))
    wanted = _sizes(blueprint_of(definitions, slug, site))
    servers = tuple(
        name
        for name, has in sorted(_standing(state, definitions.sites[site].value).items())
        if _is_less(wanted.get(name, GONE), has)
        and _is_less(wanted.get(name, GONE), kept.get(name, GONE))
    )
    return Fallen(before, now, servers) if servers else None


Capacity = tuple[float, float]
"""vCPUs and GiB of memory."""

GONE: Capacity = (0, 0)

UNKNOWN: Capacity = (math.inf, math.inf)
"""Of a flavor that the site has no more. Whatever replaces it may be less."""


def _sizes(blueprint: Blueprint) -> dict[str, Capacity]:
    return {one.name: (one.vcpu, one.ram_gib) for one in blueprint.servers}


def _standing(state: State, site: Site) -> dict[str, Capacity]:
    """The servers of a stack."""
    flavors = {
        str(one.inputs.get("name")): site.flavors.get(size_in(str(one.inputs.get("flavorId"))))
        for one in state.resources
        if one.type == SERVER.token
    }
    return {
        name: UNKNOWN if one is None else (one.vcpu, one.ram_gib) for name, one in flavors.items()
    }


def _is_less(one: Capacity, other: Capacity) -> bool:
    return one[0] < other[0] or one[1] < other[1]

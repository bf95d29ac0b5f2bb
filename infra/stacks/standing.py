"""What a stack has built, read from its state: a site's hosts and fences, a member's data. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infra.engine.resources import State
from infra.kinds import AGGREGATE, SERVER, VOLUME
from tenants.fencing import PRODUCTS


@dataclass(frozen=True, slots=True)
class Standing:
    """All hosts in aggregates, and by product those that its fence keeps it on."""

    hosts: frozenset[str]
    fences: Mapping[str, frozenset[str]]


def standing_of(state: State) -> Standing:
    """What the site has today, whatever its file says now."""
    hosts: set[str] = set()
    fences: dict[str, frozenset[str]] = {}
    for resource in state.resources:
        if resource.type != AGGREGATE.token:
            continue
        here = frozenset(map(str, resource.inputs.get("hosts") or ()))
        hosts |= here
        products = str((resource.inputs.get("metadata") or {}).get(PRODUCTS, ""))
        for product in filter(None, products.split(",")):
            fences[product] = fences.get(product, here) & here
    return Standing(frozenset(hosts), fences)


def holds_servers_or_data(state: State) -> bool:
    """Whether servers or volumes of it stand, or may: what was under way when a run was killed."""
    under_way = (pending.resource for pending in state.pending)
    wanted = {SERVER.token, VOLUME.token}
    return any(one.type in wanted for one in (*state.resources, *under_way))

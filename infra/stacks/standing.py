"""What a stack has built, read from its state: a site's aggregates, a member's data. Pure."""

from __future__ import annotations

from blueprint.parts import AggregatePlan
from infra.engine.resources import Resource, State
from infra.kinds import AGGREGATE, SERVER, VOLUME


def standing_of(state: State) -> tuple[AggregatePlan, ...]:
    """What the site has today, whatever its file says now."""
    return tuple(_plan(one) for one in state.resources if one.type == AGGREGATE.token)


def _plan(resource: Resource) -> AggregatePlan:
    return AggregatePlan(
        name=str(resource.inputs.get("name", "")),
        hosts=tuple(map(str, resource.inputs.get("hosts") or ())),
        properties={
            str(name): str(value) for name, value in (resource.inputs.get("metadata") or {}).items()
        },
    )


def holds_servers_or_data(state: State) -> bool:
    """Whether servers or volumes of it stand, or may: what was under way when a run was killed."""
    under_way = (pending.resource for pending in state.pending)
    wanted = {SERVER.token, VOLUME.token}
    return any(one.type in wanted for one in (*state.resources, *under_way))

"""How large a member's volumes stand. Adapter: reads state."""

from __future__ import annotations

from blueprint.member import Sizes
from blueprint.naming import stack_name
from core.home import Home
from infra.engine.resources import NOTHING, State
from infra.engine.state import read_state
from infra.kinds import VOLUME
from tenants.definitions import Definitions


def standing_sizes(home: Home, definitions: Definitions, slug: str) -> Sizes:
    """GiB of each volume of the member, wherever it stands.

    Of both sites: the one that stands by must have room for what stands at the other.

    Raises: OtherSystemFailed where a state cannot be read.
    """
    sites = definitions.sites_of(definitions.members[slug].value)
    states = [read_state(home, stack_name(slug, site)) or NOTHING for site in sites]
    return larger(*map(sizes_in, states))


def sizes_in(state: State) -> Sizes:
    """GiB of each volume in a state: what Cinder said, else what was asked for."""
    return {
        str(one.inputs["name"]): int(one.outputs.get("size") or one.inputs.get("size") or 0)
        for one in state.resources
        if one.type == VOLUME.token and "name" in one.inputs
    }


def larger(*found: Sizes) -> Sizes:
    """The largest size that is known of each volume."""
    names = {name for sizes in found for name in sizes}
    return {name: max(sizes.get(name, 0) for sizes in found) for name in sorted(names)}

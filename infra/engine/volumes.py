"""How large a member's volumes stand. Adapter: reads state, asks Cinder where that is wanted."""

from __future__ import annotations

from blueprint.member import Sizes
from blueprint.naming import stack_name
from cloud.asked import asked
from cloud.connection import login_in_project
from core.errors import UserError
from core.home import Home
from infra.engine.resources import NOTHING, Resource, State
from infra.engine.state import read_state
from infra.kinds import VOLUME
from tenants.definitions import Definitions


def standing_sizes(home: Home, definitions: Definitions, slug: str, *, ask: bool = False) -> Sizes:
    """GiB of each volume of the member, wherever it stands.

    Of both sites: the one that stands by must have room for what stands at the other. With `ask`
    Cinder tells, as it will tell Pulumi in a refresh: somebody may have grown a volume by hand.

    Raises: OtherSystemFailed where a state cannot be read.
    """
    found: list[Sizes] = []
    for site in definitions.sites_of(definitions.members[slug].value):
        stack = stack_name(slug, site)
        state = read_state(home, stack) or NOTHING
        found += [sizes_in(state), _asked(home, stack, site, state) if ask else {}]
    return larger(*found)


def _asked(home: Home, stack: str, site: str, state: State) -> Sizes:
    """GiB that Cinder tells of each volume of a stack.

    Where nobody can be asked nothing new is known: whatever needs the site says so itself.
    """
    names = {one.id: str(one.inputs.get("name")) for one in state.resources if _is_volume(one)}
    if not names:
        return {}
    try:
        cloud = login_in_project(home, stack)
        if cloud is None:
            return {}
        with asked(site, "Cinder"):
            seen = list(cloud.block_storage.volumes())
    except UserError:
        return {}
    return {names[one.id]: int(one.size) for one in seen if one.id in names}


def _is_volume(one: Resource) -> bool:
    return one.type == VOLUME.token and "name" in one.inputs


def sizes_in(state: State) -> Sizes:
    """GiB of each volume in a state: what Cinder said, else what was asked for."""
    return {
        str(one.inputs["name"]): int(one.outputs.get("size") or one.inputs.get("size") or 0)
        for one in state.resources
        if _is_volume(one)
    }


def larger(*found: Sizes) -> Sizes:
    """The largest size that is known of each volume."""
    names = {name for sizes in found for name in sizes}
    return {name: max(sizes.get(name, 0) for sizes in found) for name in sorted(names)}

"""Networks that somebody has renamed, before Pulumi reads back what stands. Adapter: asks Nova.

Pulumi's provider knows a server's network by its name alone when it reads the server back: where
that is another it finds none, and would build the server anew for it. Nothing that runs is rebuilt
for a name. Source: terraform-provider-openstack 3.4, `flattenInstanceNetworks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from blueprint.parts import Blueprint
from cloud.asked import asked
from cloud.nova import every_server, get
from cloud.site import administrator_of
from core.home import Home
from core.message import Message, say
from infra.engine.resources import NOTHING
from infra.engine.state import read_state
from infra.kinds import SERVER
from tenants.site import Site


def misnamed_networks(home: Home, blueprint: Blueprint, site: Site) -> Message | None:
    """Why the stack may not be refreshed yet; None where it may.

    Raises: OtherSystemFailed where Nova does not answer.
    """
    state = read_state(home, blueprint.stack) or NOTHING
    built = {one.id for one in state.resources if one.type == SERVER.token}
    project = str(state.exported.get("project_id") or "")
    if not built or not project:
        return None
    cloud = administrator_of(home, site)
    with asked(site.name, "Nova"):
        seen = [
            one
            for one in every_server(lambda path: get(cloud, path), f"project_id={project}")
            if one["id"] in built
        ]
    wrong = dict(called_otherwise({one.name for one in blueprint.networks}, seen))
    if not wrong:
        return None
    return say(
        "Nova calls the network of {servers} {found}, and Pulumi would build them anew for that; "
        "give it its name back with `kumiai verify {member} --site {site} --remedy`, and run this "
        "again",
        servers=tuple(sorted(wrong)),
        found=tuple(sorted({name for names in wrong.values() for name in names})),
        member=blueprint.member,
        site=site.name,
    )


def called_otherwise(
    networks: Iterable[str], servers: Iterable[Mapping[str, object]]
) -> Iterator[tuple[str, list[str]]]:
    """Servers that are in networks, and in none of these names; with the names that Nova tells."""
    known = set(networks)
    for server in servers:
        addresses = server["addresses"]
        assert isinstance(addresses, dict)
        if addresses and known.isdisjoint(addresses):
            yield str(server["name"]), sorted(addresses)

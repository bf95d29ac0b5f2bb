"""Which servers and hosts a site has now, and what they take. Adapter: openstacksdk.

Needs a login that may list all projects' servers.
"""

from __future__ import annotations

from functools import partial

from cloud.asked import asked
from cloud.connection import Cloud
from cloud.nova import NOVA, every_server, get
from infra.servers.seen import HostSeen, Standing


def standing(cloud: Cloud, site: str) -> list[Standing]:
    """Every server that is on a host, by name.

    Raises: OtherSystemFailed where Nova does not answer.
    """
    with asked(site, NOVA):
        apart = _apart(cloud)
        found = [
            Standing(
                row["id"],
                row["name"],
                row["OS-EXT-SRV-ATTR:host"],
                row["status"],
                int(row["flavor"]["vcpus"]),
                int(row["flavor"]["ram"]),
                apart.get(row["id"], frozenset()),
            )
            for row in every_server(partial(get, cloud))
            if row["OS-EXT-SRV-ATTR:host"]
        ]
    return sorted(found, key=lambda server: server.name)


def hosts_seen(cloud: Cloud, site: str) -> dict[str, HostSeen]:
    """Each compute host as Nova has it. Raises: as `standing`."""
    with asked(site, NOVA):
        rows = get(cloud, "/os-services?binary=nova-compute")["services"]
    return {
        row["host"]: HostSeen(
            runs=row["state"] == "up" and not row["forced_down"],
            is_enabled=row["status"] == "enabled",
        )
        for row in rows
    }


def _apart(cloud: Cloud) -> dict[str, frozenset[str]]:
    """By server: those that a group forbids on the same host."""
    groups = get(cloud, "/os-server-groups?all_projects=True")["server_groups"]
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        if group["policy"] == "anti-affinity":
            members = frozenset(group["members"])
            found |= {server: members - {server} for server in members}
    return found


def flavor_of(cloud: Cloud, site: str, server: str) -> str:
    """The size of a server (by id). Raises: as `standing`."""
    with asked(site, NOVA):
        return str(get(cloud, f"/servers/{server}")["server"]["flavor"]["original_name"])

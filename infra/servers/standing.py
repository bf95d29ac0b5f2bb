"""Which servers and hosts a site has now, and what they take. Adapter: openstacksdk.

Needs a login that may list all projects' servers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from cloud.connection import Cloud
from cloud.nova import MICROVERSION, every_server
from core.errors import OtherSystemFailed
from core.message import say


@dataclass(frozen=True, slots=True)
class Standing:
    """A server on a host. `apart_from` are servers that may not share a host with it (by id)."""

    id: str
    name: str
    host: str
    status: str
    vcpus: int
    ram_mib: int
    apart_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HostSeen:
    """Whether a host answers, and whether new servers may come to it."""

    runs: bool
    is_enabled: bool

    @property
    def takes_servers(self) -> bool:
        return self.runs and self.is_enabled


UNSEEN = HostSeen(runs=False, is_enabled=False)
"""A host that Nova has never heard of."""


def standing(cloud: Cloud, site: str) -> list[Standing]:
    """Every server that is on a host, by name.

    Raises: OtherSystemFailed where Nova does not answer.
    """
    with nova_asked(site):
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
    with nova_asked(site):
        rows = get(cloud, "/os-services?binary=nova-compute")["services"]
    return {
        row["host"]: HostSeen(
            runs=row["state"] == "up" and not row["forced_down"],
            is_enabled=row["status"] == "enabled",
        )
        for row in rows
    }


@contextmanager
def nova_asked(site: str) -> Iterator[None]:
    """Turns Nova's refusal or silence into one sentence."""
    from keystoneauth1.exceptions import ClientException
    from openstack.exceptions import HttpException, SDKException

    try:
        yield
    except (SDKException, ClientException) as error:
        reason = error.details if isinstance(error, HttpException) and error.details else error
        raise OtherSystemFailed(
            say(
                "Nova of {site} says no: {reason}",
                site=site,
                reason=str(reason).split("\n")[0][:300],
            )
        ) from error


def get(cloud: Cloud, path: str) -> Any:
    """What Nova answers, as it is. Raises: the SDK's own errors."""
    from openstack.exceptions import raise_from_response

    answer = cloud.compute.get(path, microversion=MICROVERSION)
    raise_from_response(answer)
    return answer.json()


def _apart(cloud: Cloud) -> dict[str, frozenset[str]]:
    """By server: those that a group forbids on the same host."""
    groups = get(cloud, "/os-server-groups?all_projects=True")["server_groups"]
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        if group["policy"] == "anti-affinity":
            members = frozenset(group["members"])
            found |= {server: members - {server} for server in members}
    return found

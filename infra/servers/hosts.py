"""Whether Nova puts new servers on a host. Adapter: openstacksdk."""

from __future__ import annotations

from cloud.asked import asked
from cloud.connection import Cloud
from cloud.nova import MICROVERSION, NOVA, get
from core.errors import OtherSystemFailed
from core.message import say


def set_host_enabled(cloud: Cloud, site: str, host: str, *, enabled: bool) -> None:
    """What runs on the host runs on. Raises: OtherSystemFailed where Nova refuses, or has no such
    host."""
    from openstack.exceptions import raise_from_response

    with asked(site, NOVA):
        rows = get(cloud, "/os-services?binary=nova-compute")["services"]
        ids = {row["host"]: row["id"] for row in rows}
        if host not in ids:
            raise OtherSystemFailed(say("Nova has never heard of {host}", host=host))
        body = {"status": "enabled" if enabled else "disabled"}
        answer = cloud.compute.put(
            f"/os-services/{ids[host]}", json=body, microversion=MICROVERSION
        )
        raise_from_response(answer)

"""Ports of a site: do they answer, and are they free before a start? Adapter: opens connections."""

from __future__ import annotations

import socket
import time
from pathlib import Path

from core.errors import OtherSystemFailed
from core.message import say
from lab.sites import (
    CINDER,
    GLANCE,
    KEYSTONE,
    MARIADB,
    MEMCACHED,
    NEUTRON,
    NOVA,
    PLACEMENT,
    RABBITMQ,
    SWIFT,
    SWIFT_ACCOUNT,
    SWIFT_CONTAINER,
    SWIFT_OBJECT,
    LabSite,
)

SITE_PORTS = (
    MARIADB,
    RABBITMQ,
    MEMCACHED,
    KEYSTONE,
    PLACEMENT,
    GLANCE,
    NEUTRON,
    NOVA,
    CINDER,
    SWIFT,
    SWIFT_ACCOUNT,
    SWIFT_CONTAINER,
    SWIFT_OBJECT,
)


def answers(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), 1).close()
    except OSError:
        return False
    return True


def refuse_taken_ports(site: LabSite) -> None:
    """For a site none of whose processes run. Raises: OtherSystemFailed where one answers."""
    taken = [str(port) for port in SITE_PORTS if answers(site.address, port)]
    if taken:
        raise OtherSystemFailed(
            say(
                "{site}: another program answers at {address}, ports {ports}; stop it, or give "
                "the lab other addresses with KUMIAI_LAB_NETWORK",
                site=site.name,
                address=site.address,
                ports=tuple(taken),
            )
        )


def await_port(site: LabSite, port: int, limit_seconds: float, log: Path) -> None:
    """Return when it answers. Raises: OtherSystemFailed when it does not in time."""
    deadline = time.monotonic() + limit_seconds
    while not answers(site.address, port):
        if time.monotonic() > deadline:
            raise OtherSystemFailed(
                say(
                    "{site}: nothing answers at {address}:{port} within {seconds} s; see {log}",
                    site=site.name,
                    address=site.address,
                    port=port,
                    seconds=limit_seconds,
                    log=log,
                )
            )
        time.sleep(0.1)

"""Whether something answers at an address: a connection, or an API's word. Adapter: sockets."""

from __future__ import annotations

import errno
import socket
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from monitoring.exporter.way import Way

LIMIT_SECONDS = 5.0

API_LIMIT_SECONDS = 20.0
"""Well beyond what is told as slow (`api-slow`), lest whatever is slow be told as down."""

API_PORTS = (443, 5000, 8774, 8776, 8778, 9292, 9696)
"""Where OpenStack's APIs are, by its own documents (docs.openstack.org/install-guide, "Default
ports"), and behind a proxy."""


_SAID = {
    errno.ECONNREFUSED: Way.REFUSED,
    errno.ECONNRESET: Way.REFUSED,
    errno.EHOSTUNREACH: Way.NO_ROUTE,
    errno.ENETUNREACH: Way.NO_ROUTE,
    # This machine's own network is gone.
    errno.ENETDOWN: Way.NO_ROUTE,
    errno.EADDRNOTAVAIL: Way.NO_ROUTE,
}


def way_of(error: OSError) -> Way:
    """What came of a connection that was not accepted."""
    return _SAID.get(error.errno or 0, Way.SILENT)


def way_to(host: str, port: int, limit_seconds: float = LIMIT_SECONDS) -> Way:
    try:
        socket.create_connection((host, port), limit_seconds).close()
    except OSError as error:
        return way_of(error)
    return Way.ACCEPTED


def accepts(host: str, port: int, limit_seconds: float = LIMIT_SECONDS) -> bool:
    return way_to(host, port, limit_seconds) is Way.ACCEPTED


def site_answers(auth_url: str) -> bool:
    """Whether anything of a site accepts connections: one API that is down is no lost site."""
    where = urlsplit(auth_url)
    ports = dict.fromkeys((where.port or 443, *API_PORTS))
    return any(accepts(where.hostname or "", port) for port in ports)


def api_answers(url: str) -> tuple[bool, float]:
    """Whether an API says anything but that it is broken, and after how many seconds."""
    where = urlsplit(url)
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(f"{where.scheme}://{where.netloc}/", timeout=API_LIMIT_SECONDS):
            up = True
    except urllib.error.HTTPError as refusal:
        up = refusal.code < 500
    except (OSError, HTTPException):
        up = False
    return up, time.monotonic() - begun

"""A login that threads may share. Adapter."""

from __future__ import annotations

from cloud.connection import Cloud, connected
from cloud.logins import CloudEntry


def connection(entry: CloudEntry) -> Cloud:
    """Logged in, and every service known, before threads share it."""
    found = connected(entry)
    for service in ("identity", "network", "compute", "block_storage", "object_store"):
        getattr(found, service)
    found.authorize()
    return found

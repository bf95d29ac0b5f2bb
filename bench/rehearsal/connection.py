"""A login that threads may share. Adapter."""

from __future__ import annotations

from infra.clouds import CloudEntry
from infra.connection import Cloud, connected


def connection(entry: CloudEntry) -> Cloud:
    """Logged in, and every service known, before threads share it."""
    found = connected(entry)
    for service in ("identity", "network", "compute", "block_storage", "object_store"):
        getattr(found, service)
    found.authorize()
    return found

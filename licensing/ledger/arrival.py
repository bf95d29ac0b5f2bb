"""Since when each server is where it is. Pure: reads what the ledger believes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from licensing.ledger.sightings import Entry


def arrivals(entries: Iterable[Entry]) -> Mapping[str, datetime]:
    """By Nova's id: when the server came to the host on which it still is.

    A resize or a stop on the same host is no arrival, though the ledger has a stay for each.
    """
    found: dict[str, datetime] = {}
    last: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda one: one.since):
        before = last.get(entry.server)
        stayed = (
            before is not None
            and before.until == entry.since
            and before.machine.host == entry.machine.host
        )
        if not stayed:
            found[entry.server] = entry.since
        last[entry.server] = entry
    return {server: at for server, at in found.items() if last[server].until is None}

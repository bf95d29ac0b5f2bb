"""One look at a Nova in memory, what a ledger believes after it, and what takes a server away."""

from __future__ import annotations

from datetime import datetime, timedelta

from licensing.collecting.nova import Site, reconcile
from licensing.ledger.ledger import Ledger
from tests.lib.definitions import shipped
from tests.lib.nova_in_memory import BEGIN, RUNNING, SHUT_DOWN, NovaInMemory

DEFINITIONS = shipped()
DATABASE = "hita-core-db-1"


def look(ledger: Ledger, nova: NovaInMemory, wrong_by: timedelta = timedelta(0)) -> int:
    """By a clock that may be wrong: ahead of Nova's, or behind it."""
    return reconcile(ledger, Site("primary", nova, DEFINITIONS), nova.now + wrong_by)


def believed(ledger: Ledger) -> dict[str, tuple[str, str, int, bool]]:
    return {
        id_: (e.machine.name, e.machine.host, e.machine.vcpus, e.machine.powered_on)
        for id_, e in ledger.present("primary").items()
    }


def stays(ledger: Ledger) -> list[tuple[str, int, int | None, bool]]:
    """Host, seconds since and until, and whether that was concluded."""

    def seconds(at: datetime | None) -> int | None:
        return None if at is None else round((at - BEGIN).total_seconds())

    return [
        (e.machine.host, seconds(e.since) or 0, seconds(e.until), e.inferred)
        for e in ledger.believed()
    ]


def shelve(nova: NovaInMemory, id_: str = "a") -> None:
    server = nova.servers[id_]
    nova.done(server, "shelve", ("compute_shelve_offload_instance", server.host or ""))
    server.host, server.status, server.power = None, "SHELVED_OFFLOADED", SHUT_DOWN


def unshelve(nova: NovaInMemory, host: str) -> None:
    server = nova.servers["a"]
    nova.done(server, "unshelve", ("compute_unshelve_instance", host))
    server.host, server.status, server.power = host, "ACTIVE", RUNNING

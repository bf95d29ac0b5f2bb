"""One look at a Nova in memory, and what a ledger believes after it."""

from __future__ import annotations

from licensing.collecting.nova import Site, reconcile
from licensing.ledger.ledger import Ledger
from tests.lib.definitions import shipped
from tests.lib.nova_in_memory import NovaInMemory

CATALOGUE = shipped().catalogue.value


def look(ledger: Ledger, nova: NovaInMemory) -> int:
    return reconcile(ledger, Site("primary", nova, CATALOGUE), nova.now)


def believed(ledger: Ledger) -> dict[str, tuple[str, str, int, bool]]:
    return {
        id_: (e.machine.name, e.machine.host, e.machine.vcpus, e.machine.powered_on)
        for id_, e in ledger.present("primary").items()
    }

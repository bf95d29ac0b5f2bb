"""A witness at another site: a container of its vault, which loses nothing. Adapter: Swift.

The vault's daily writer puts an object for each head. It can put a mark on top that says deleted,
and take no version away (`recovery/vault.py`), so what is listed by version is all that was kept.
No other login is needed, and none that could do more.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from blueprint.accounts import WITNESS
from core.errors import UserError
from core.home import Home
from recovery.services import SWIFT, Services
from recovery.vault_accounts import holds_copies, writer_entry
from runbooks.witness import Head, filed
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class WitnessVault:
    """One site's; `machine` tells this machine's journals from others'."""

    services: Services
    machine: str

    @property
    def name(self) -> str:
        return self.services.site

    def keep(self, head: Head) -> None:
        """Raises: OtherSystemFailed where the site refuses or does not answer."""
        path = f"/{WITNESS}/{quote(f'{self.machine}/{head.journal}/{head.file_name}')}"
        self.services.answer(SWIFT, "PUT", path, data=b"\n")

    def heads(self) -> list[Head]:
        """Raises: as `keep`."""
        question = f"versions=&prefix={quote(self.machine)}/"
        names = {row["name"] for row in self.services.listed(WITNESS, question)}
        parts = [name.rsplit("/", 2) for name in sorted(names)]
        return [filed(journal, file_name) for _, journal, file_name in parts]


def vaults_as_witnesses(home: Home, definitions: Definitions) -> Iterator[WitnessVault]:
    """Of every site to whose vault this machine has the writer's login."""
    for site in map(definitions.need_site, definitions.sites):
        if holds_copies(home, site):
            try:
                entry = writer_entry(home, site)
            except UserError:
                continue  # its user is still to be made
            yield WitnessVault(Services(entry, site.name), machine_of(home))


def machine_of(home: Home) -> str:
    """This machine and this folder of it: two checkouts on one machine have two journals."""
    folder = hashlib.sha256(str(home.root).encode()).hexdigest()[:8]
    return f"{socket.gethostname()}.{folder}"

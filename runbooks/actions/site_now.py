"""One site as it is now: its servers, its hosts, and what the ledger knows of them. Adapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from blueprint.naming import read_server, role_of, stack_name
from cloud.connection import Cloud
from core.errors import Exit, UserError
from core.message import Message, say
from infra.servers.moving import Mover
from infra.servers.seen import HostSeen, Standing
from infra.servers.standing import hosts_seen, standing
from licensing.change.licensing import Licensing
from licensing.collecting.looking import look
from licensing.ledger.machine import Machine
from runbooks.actions.given import Given
from tenants.fencing import hosts_for
from tenants.site import Site


@dataclass
class SiteNow:
    """Each question is asked once."""

    given: Given
    site: Site
    unheard: Message | None = None
    """Why the ledger heard nothing when it was last to; nobody waits for it once more."""

    @cached_property
    def cloud(self) -> Cloud:
        return self.given.cloud_of(self.given.home, self.site)

    @cached_property
    def servers(self) -> list[Standing]:
        """Raises: OtherSystemFailed where Nova does not answer."""
        return standing(self.cloud, self.site.name)

    @cached_property
    def hosts(self) -> dict[str, HostSeen]:
        """Raises: as `servers`."""
        return hosts_seen(self.cloud, self.site.name)

    @cached_property
    def licensing(self) -> Licensing:
        """What is known of licences once the ledger has heard of this site's servers."""
        return self._looked(self.given.now)

    def licensing_or_why(self) -> Licensing | Message:
        """What is known of licences, or why nobody knows."""
        return self._heard(lambda: self.licensing)

    def looked_again(self) -> Licensing:
        """The same as it is by now. Raises: OtherSystemFailed where the ledger does not answer."""
        return self._looked(self.given.clock())

    def _looked(self, at: datetime) -> Licensing:
        look(self.given.asked, self.site.name, self.cloud, at)
        return self.given.licensing()

    def _heard(self, ask: Callable[[], Licensing]) -> Licensing | Message:
        """An act that is done in an emergency waits at most once for a ledger that is held."""
        if self.unheard is None:
            try:
                return ask()
            except UserError as error:
                self.unheard = error.message
        return self.unheard

    @property
    def mover(self) -> Mover:
        return Mover(self.cloud, self.site.name, self.given.tell)

    def products_of(self, server: str) -> tuple[str, ...]:
        definitions = self.given.definitions
        return role_of(server, definitions.slugs, definitions.catalogue.value).products

    def hosts_for(self, server: str) -> frozenset[str]:
        return hosts_for(self.site, self.products_of(server))

    def stack_of(self, server: str) -> str:
        """The stack that the server belongs to; one that is nobody's stands for itself."""
        definitions = self.given.definitions
        read = read_server(server, definitions.slugs, definitions.catalogue.value)
        return stack_name(server if read is None else read.member, self.site.name)

    def in_ledger(self, known: Licensing, server: str) -> list[Machine]:
        return [one for one in known.present(server) if one.site == self.site.name]

    def need_in_ledger(
        self, server: str, host: str | None = None, vcpus: int | None = None
    ) -> None:
        """Say what the ledger has now, or why nobody knows: what is done is done all the same.

        Raises: UserError (exit 12) where the ledger has it otherwise than it was done.
        """
        known = self._heard(self.looked_again)
        if isinstance(known, Message):
            self.given.tell(
                say(
                    "{server}: done, but the ledger has not heard of it: {reason}",
                    server=server,
                    reason=known,
                )
            )
            return
        for machine in self.in_ledger(known, server):
            if host not in (None, machine.host) or vcpus not in (None, machine.vcpus):
                raise UserError(
                    say(
                        "the ledger has {server} on {host} with {vcpus} vCPU, which is not what "
                        "was done; see `kumiai licence collect`",
                        server=server,
                        host=machine.host,
                        vcpus=machine.vcpus,
                    ),
                    Exit.WORLD_DIFFERS,
                )
            self.given.tell(
                say(
                    "the ledger has {server} on {host} with {vcpus} vCPU",
                    server=server,
                    host=machine.host,
                    vcpus=machine.vcpus,
                )
            )

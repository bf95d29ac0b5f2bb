"""What the commands on servers share: the site, its servers, the licences, the journal."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cli.licence.moments import cloud_of, licensing_now, session_ledger
from cli.session import Session
from core.errors import Exit, UserError
from core.journal import Entry, append
from core.message import say
from tenants.definitions import Definitions, no_host

if TYPE_CHECKING:
    from infra.servers.moving import Mover
    from infra.servers.standing import HostSeen, Standing
    from licensing.change.change import Change
    from licensing.change.licensing import Licensing
    from licensing.ledger.machine import Machine
    from tenants.site import Site

WAS_DONE = "done"


@dataclass
class At:
    """One site at work; asked once, with the ledger brought up to date before."""

    session: Session
    definitions: Definitions
    site: Site
    cloud: Any
    now: datetime

    @cached_property
    def standing(self) -> list[Standing]:
        from infra.servers.standing import standing

        return standing(self.cloud, self.site.name)

    @cached_property
    def hosts(self) -> dict[str, HostSeen]:
        from infra.servers.standing import hosts_seen

        return hosts_seen(self.cloud, self.site.name)

    @cached_property
    def known(self) -> Licensing:
        """What is known of licences once the ledger has heard of this site's servers."""
        self.reconcile()
        return licensing_now(self.session)

    def reconcile(self) -> None:
        from licensing.collecting.nova import Site, reconcile

        catalogue = self.definitions.catalogue.value
        reconcile(
            session_ledger(self.session),
            Site(self.site.name, self.cloud, catalogue),
            self.session.now(),
        )

    def mover(self) -> Mover:
        from infra.servers.moving import Mover

        return Mover(self.cloud, self.site.name, self.session.say)

    def products_of(self, name: str) -> tuple[str, ...]:
        from blueprint.naming import role_of

        return role_of(name, self.definitions.catalogue.value).products

    def is_licensed(self, name: str) -> bool:
        return bool(self.products_of(name))

    def hosts_for(self, name: str) -> frozenset[str]:
        from tenants.fencing import hosts_for

        return hosts_for(self.site, self.products_of(name))

    def ask(
        self,
        subject: str,
        changes: Sequence[Change],
        going: Mapping[str, str],
        override: str,
        *,
        execute: bool,
    ) -> None:
        """Say what it does to licences; `going` are servers with the hosts that a person named.

        Raises: UserError (exit 11) where it leaves a fence, or violates and nobody overrides it.
        """
        from cli.licence_gate import decided
        from licensing.change.effect import judge, touched
        from licensing.change.gate import outside_fence

        for name, host in going.items():
            for machine in self._here(name):
                against = outside_fence(self.known, machine, host)
                if against is not None:
                    raise UserError(against, Exit.RULE_BROKEN)
        if not changes or not any(self.is_licensed(name) for name in _servers(changes)):
            self.session.say(say("licences: none is touched"))
            return
        bought = self.known.bought(self.now.date())
        effects = touched(judge(self.known.world, changes, bought, self.now))
        if not effects:
            self.session.say(say("licences: the same number as before"))
        if not decided(self.session, effects, subject, override, execute=execute):
            raise SystemExit(int(Exit.RULE_BROKEN))

    def need_in_ledger(self, name: str, host: str | None = None, vcpus: int | None = None) -> None:
        """Say what the ledger has now.

        Raises: UserError (exit 12) where the ledger has it otherwise than it was done.
        """
        self.reconcile()
        self.__dict__.pop("known", None)
        for machine in self._here(name):
            if host not in (None, machine.host) or vcpus not in (None, machine.vcpus):
                raise UserError(
                    say(
                        "the ledger has {server} on {host} with {vcpus} vCPU, which is not what "
                        "was done; see `kumiai licence collect`",
                        server=name,
                        host=machine.host,
                        vcpus=machine.vcpus,
                    ),
                    Exit.WORLD_DIFFERS,
                )
            self.session.say(
                say(
                    "the ledger has {server} on {host} with {vcpus} vCPU",
                    server=name,
                    host=machine.host,
                    vcpus=machine.vcpus,
                )
            )

    def _here(self, name: str) -> list[Machine]:
        return [one for one in self.known.present(name) if one.site == self.site.name]


def at_site(session: Session, definitions: Definitions, name: str) -> At:
    site = definitions.sites[name].value
    return At(session, definitions, site, cloud_of(session, site), session.now())


def found_server(at: At, name: str) -> Standing:
    """Raises: UserError where no server of that name is on a host of the site."""
    for one in at.standing:
        if one.name == name:
            return one
    close = get_close_matches(name, [one.name for one in at.standing], n=3)
    raise UserError(
        say(
            "no server {server} is on a host of {site}; near to it are: {close}",
            server=name,
            site=at.site.name,
            close=", ".join(close) or "–",
        )
    )


def need_host(at: At, host: str) -> None:
    """Raises: UserError where the site has no such host, or it takes no server."""
    if host not in at.site.hosts:
        raise no_host(host, at.site.hosts)
    if host not in at.hosts or not at.hosts[host].takes_servers:
        raise UserError(
            say("{host} takes no servers: Nova has it as down or disabled", host=host),
            Exit.WORLD_DIFFERS,
        )


def act_on(at: At, act: str, subject: str, reason: str, doing: Callable[[], None]) -> None:
    """Do it, and let the journal know how it ended. Raises: whatever `doing` raises."""
    try:
        doing()
    except UserError as error:
        _record(at, act, subject, reason, str(error.message))
        raise
    _record(at, act, subject, reason, WAS_DONE)
    at.session.say(say("{subject}: done", subject=subject))


def _record(at: At, act: str, subject: str, reason: str, outcome: str) -> None:
    entry = Entry(
        at.session.now(),
        getpass.getuser(),
        act,
        f"{at.site.name} {subject}",
        reason.strip(),
        outcome,
    )
    append(at.session.home.journal, entry)


def _servers(changes: Sequence[Change]) -> list[str]:
    return [name for change in changes if (name := getattr(change, "server", ""))]

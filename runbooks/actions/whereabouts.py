"""Where servers run, since when, and what they run that needs a licence. Adapter: Nova, ledger.

Nova says where a server is; since when, only the ledger knows. Nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.errors import UserError
from core.message import Message, say
from licensing.change.licensing import Licensing
from licensing.ledger.arrival import arrivals
from runbooks.actions.given import Given
from runbooks.actions.site_now import SiteNow


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One server. `status` is Nova's word, empty where Nova was not asked."""

    server: str
    member: str
    site: str
    host: str
    vcpus: int
    status: str
    since: datetime | None
    """None where the ledger does not know the server."""
    licences: tuple[str, ...]
    """Product and rule, as in `database (oracle-processor)`."""


@dataclass(frozen=True, slots=True)
class Seen:
    servers: tuple[Whereabouts, ...] = ()
    notes: tuple[Message, ...] = ()
    failure: UserError | None = None


def looked_at(given: Given, site: str) -> Seen:
    """Every server of a site as Nova has it now; a site that does not answer is told, not raised.

    Raises: UserError where there is no such site.
    """
    at = SiteNow(given, given.definitions.need_site(site))
    try:
        servers = at.servers
    except UserError as failure:
        return Seen(failure=failure)
    known, notes = _known(at)
    since = arrivals(known.entries) if known is not None else {}
    return Seen(
        tuple(
            Whereabouts(
                one.name,
                at.stack_of(one.name).removesuffix(f".{site}"),
                site,
                one.host,
                one.vcpus,
                one.status,
                since.get(one.id),
                _licences(given, at.products_of(one.name), known),
            )
            for one in servers
        ),
        notes,
    )


def last_known(given: Given, member: str) -> tuple[Whereabouts, ...]:
    """A member's servers as the ledger last heard of them; no site is asked.

    Raises: OtherSystemFailed where the ledger's database does not answer.
    """
    known = given.licensing()
    since = arrivals(known.entries)
    return tuple(
        Whereabouts(
            entry.machine.name,
            entry.machine.member,
            entry.machine.site,
            entry.machine.host,
            entry.machine.vcpus,
            "",
            since[entry.server],
            _licences(given, entry.machine.role.products, known),
        )
        for entry in sorted(known.entries, key=lambda entry: entry.machine.name)
        if entry.until is None and entry.machine.member == member
    )


def _known(at: SiteNow) -> tuple[Licensing | None, tuple[Message, ...]]:
    try:
        return at.licensing, ()
    except UserError as error:
        return None, (say("since when is not known: {reason}", reason=error.message),)


def _licences(given: Given, products: tuple[str, ...], known: Licensing | None) -> tuple[str, ...]:
    bought = known.bought(given.now.date()) if known is not None else {}
    return tuple(
        f"{product} ({bought[product].rule.id})" if product in bought else product
        for product in products
    )

"""Looks at sites for the ledger before a question is asked of it, and says how old it is. Adapter.

Nova, the ledger. A site that does not answer is told: nothing is refused for that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cloud.connection import Cloud
from core.eras import moment_in_figures
from core.errors import UserError
from core.message import Message, say
from licensing.collecting.nova import Site as AskedSite
from licensing.collecting.nova import reconcile
from licensing.ledger.ledger import Ledger
from tenants.definitions import Definitions
from tenants.site import Site


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a look asks: the sites of these files, as an administrator, for this ledger."""

    definitions: Definitions
    ledger: Callable[[], Ledger]
    cloud_of: Callable[[Site], Cloud]
    silence_of: Callable[[Site], Message | None]


def look(asked: Asked, site: str, cloud: Cloud, at: datetime) -> int:
    """How many entries of the ledger one look at the site adds.

    Raises: OtherSystemFailed where Nova or the ledger does not answer.
    """
    return reconcile(asked.ledger(), AskedSite(site, cloud, asked.definitions), at)


def looked(
    asked: Asked, sites: Iterable[str], at: datetime, silent: Collection[str] = ()
) -> tuple[Message, ...]:
    """Look at the sites; what is to be said of those that cannot be looked at.

    Of the `silent` ones among them the caller has said where and why.
    """
    if not asked.definitions.catalogue.value.software:
        return ()  # nothing anywhere needs a licence
    names = dict.fromkeys(sites)
    unknown = [
        say("licences: {site} does not answer, and counts as the ledger had it last", site=site)
        for site in names
        if site in silent
    ]
    failed = [
        say(
            "licences: {site} cannot be looked at, and counts as the ledger had it last: {reason}",
            site=site,
            reason=why,
        )
        for site in names
        if site not in silent and (why := _not_looked(asked, site, at)) is not None
    ]
    return (*unknown, *failed)


def _not_looked(asked: Asked, name: str, at: datetime) -> Message | None:
    """Look at a site; why nobody could, and None where somebody did."""
    site = asked.definitions.need_site(name)
    try:
        silence = asked.silence_of(site)
        if silence is None:
            look(asked, name, asked.cloud_of(site), at)
    except UserError as error:
        return error.message
    return silence


def ages(asked: Asked, now: datetime) -> tuple[Message, ...]:
    """How old the ledger is at each site. Raises: OtherSystemFailed where it does not answer."""
    looks = last_looks(asked.ledger(), now)
    return tuple(age(site, looks.get(site)) for site in asked.definitions.sites)


def last_looks(ledger: Ledger, now: datetime) -> Mapping[str, datetime]:
    """By site when it was looked at last; a site that never was is not named."""
    return {site: at[-1] for site, at in ledger.looks(now).items()}


def age(site: str, looked_at: datetime | None) -> Message:
    if looked_at is None:
        return say("{site}: the ledger of licences has not looked at it yet", site=site)
    at = moment_in_figures(looked_at)
    return say("{site}: the ledger of licences is as of {at}", site=site, at=at)

"""Looks at sites for the ledger of licences, and says how old it is. Adapter: Nova, the ledger.

Before a question, before an act is judged and once it is done. A site that does not answer is
told: nothing is refused for that, and no act that succeeded has failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from blueprint.naming import read_stack
from cloud.connection import Cloud
from core.eras import moment_in_figures
from core.errors import UserError
from core.journal import entries
from core.message import Message, say
from licensing.collecting.nova import Site as AskedSite
from licensing.collecting.nova import reconcile
from licensing.known import remember_files
from runbooks.actions.given import Given


def look(given: Given, site: str, cloud: Cloud, at: datetime) -> int:
    """How many entries of the ledger one look at the site adds.

    Raises: OtherSystemFailed where Nova or the ledger does not answer.
    """
    return reconcile(given.ledger(), AskedSite(site, cloud, given.definitions), at)


def looked(given: Given, sites: Iterable[str], at: datetime) -> tuple[Message, ...]:
    """Look at the sites; what is to be said of those that cannot be looked at."""
    if not given.definitions.catalogue.value.software:
        return ()  # nothing anywhere needs a licence
    return tuple(
        say(
            "licences: {site} cannot be looked at, and counts as the ledger had it last: {reason}",
            site=site,
            reason=why,
        )
        for site in dict.fromkeys(sites)
        if (why := _not_looked(given, site, at)) is not None
    )


def _not_looked(given: Given, name: str, at: datetime) -> Message | None:
    """Look at a site; why nobody could, and None where somebody did."""
    site = given.definitions.need_site(name)
    try:
        silence = given.silence_of(given.home, site)
        if silence is None:
            look(given, name, given.cloud_of(given.home, site), at)
    except UserError as error:
        return error.message
    return silence


def tell_after(given: Given, sites: Iterable[str]) -> None:
    """Look at sites at which something was done, and remember the files by which it was done.

    Whatever stands in the way is told.
    """
    for note in looked(given, sites, given.clock()):
        given.tell(note)
    try:
        remember_files(given.ledger(), given.home.definitions, given.clock())
    except UserError as error:
        given.tell(error.message)


def up_to_date(given: Given) -> tuple[Message, ...]:
    """Look where something was done since the last look; then how old the ledger is at each site.

    Raises: OtherSystemFailed where the ledger does not answer.
    """
    waiting = unseen(_last_looks(given), entries(given.home.journal), given.definitions.sites)
    failed = looked(given, waiting, given.now)
    looks = _last_looks(given)
    return (*failed, *(age(site, looks.get(site)) for site in given.definitions.sites))


def unseen(
    looks: Mapping[str, datetime], acts: Iterable[Mapping[str, str]], sites: Iterable[str]
) -> list[str]:
    """The sites at which something was done since they were looked at last, or that never were.

    `acts` are the journal's; what does not say where it was done may have been done anywhere.
    """
    acted: dict[str, datetime] = {}
    known = list(sites)
    for act in acts:
        at = datetime.fromisoformat(act["at"])
        where = _site_of(act["subject"], known)
        for site in known if where is None else [where]:
            acted[site] = max(at, acted.get(site, at))
    return [
        site for site in known if site not in looks or looks[site] < acted.get(site, looks[site])
    ]


def age(site: str, looked_at: datetime | None) -> Message:
    if looked_at is None:
        return say("{site}: the ledger of licences has not looked at it yet", site=site)
    at = moment_in_figures(looked_at)
    return say("{site}: the ledger of licences is as of {at}", site=site, at=at)


def _site_of(subject: str, sites: Iterable[str]) -> str | None:
    """The site of a stack, or the one that a server's move begins with."""
    stack = read_stack(subject)
    where = subject.split(" ")[0] if stack is None else stack.site
    return where if where in sites else None


def _last_looks(given: Given) -> dict[str, datetime]:
    looks = given.ledger().looks(given.clock())
    return {site: at[-1] for site, at in looks.items()}

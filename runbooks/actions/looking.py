"""When sites are looked at for the ledger of licences without anybody's asking for it. Adapter.

Before a question, before an act is judged and once it is done: no act that succeeded has failed
because a site could not be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from blueprint.naming import read_stack
from core.errors import UserError
from core.journal import entries
from core.message import Message
from licensing.collecting.looking import ages, last_looks, looked
from licensing.known import remember_files
from runbooks.actions.given import Given


def tell_after(given: Given, sites: Iterable[str]) -> None:
    """Look at sites at which something was done, and remember the files by which it was done.

    Whatever stands in the way is told; of a site's silence no more than what follows from it, since
    whatever failed at the site says the rest.
    """
    names = list(sites)
    silent = [one for one in names if given.asked.silence_of(given.definitions.need_site(one))]
    for note in looked(given.asked, names, given.clock(), silent):
        given.tell(note)
    try:
        remember_files(given.ledger(), given.home.definitions, given.clock())
    except UserError as error:
        given.tell(error.message)


def up_to_date(given: Given, needed: datetime | None = None) -> tuple[Message, ...]:
    """Look where something was done since the last look; then how old the ledger is at each site.

    With `needed` also where nobody has looked since that moment.
    Raises: OtherSystemFailed where the ledger does not answer.
    """
    looks = last_looks(given.ledger(), given.clock())
    sites = given.definitions.sites
    waiting = unseen(looks, entries(given.home.journal), sites)
    if needed is not None:
        waiting += [site for site in sites if site in looks and looks[site] < needed]
    failed = looked(given.asked, waiting, given.now)
    return (*failed, *ages(given.asked, given.clock()))


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


def _site_of(subject: str, sites: Iterable[str]) -> str | None:
    """The site of the stack, or the one, that the subject begins with."""
    first = subject.split(" ")[0]
    stack = read_stack(first)
    where = first if stack is None else stack.site
    return where if where in sites else None

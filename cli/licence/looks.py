"""Before any answer about licences: the ledger is brought up to date, and its age said. Adapter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cli.alive import alive
from cli.session import Session
from core.message import say

if TYPE_CHECKING:
    from runbooks.actions.given import Given


def looked_first(
    session: Session, here: Given, *, json: bool = False, needed: datetime | None = None
) -> None:
    """The first lines say how old the ledger is; beside JSON they go to standard error.

    With `needed` the ledger is younger than that, where a site answers.
    """
    from runbooks.actions.looking import up_to_date

    sites = tuple(here.definitions.sites)
    with alive(session, lambda: say("asking OpenStack at {sites}", sites=sites)):
        notes = up_to_date(here, needed)
    for note in notes:
        if json:
            session.complain(note)
        else:
            session.say(note)

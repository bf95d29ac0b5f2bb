"""Before any answer about licences: the ledger is brought up to date, and its age said. Adapter."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cli.alive import alive
from cli.session import Session
from core.message import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licensing.change.licensing import Licensing
    from licensing.papers.rule import Rule
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


def tell_begin(session: Session, known: Licensing, rules: Iterable[Rule], at: datetime) -> None:
    """Where nobody had looked yet at that moment, or as far before as these rules look back."""
    from licensing.change.licensing import goes_back_to
    from licensing.position.caveats import known_since

    for site, first in sorted(known.first_looks_after(goes_back_to(rules, at)).items()):
        session.complain(known_since(site, first))

"""Promises as they are kept: a journal of their own, of which each line seals the one before.
Adapter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.home import Home
from core.journal import append, entries
from core.persons import persons, this_person
from monitoring.answering.held import Held
from monitoring.answering.promise import Promise, believed


def promises(home: Home) -> dict[str, Promise]:
    """Of each alert the last promise that is believed."""
    return believed(entries(home.acknowledgements), persons(home.definitions))


def take(home: Home, alerts: Iterable[Held], until: datetime, now: datetime, reason: str) -> str:
    """This person has the alerts until then; who that is. It counts from then on.

    Raises: UserError where nobody in particular works here, OtherSystemFailed where the log cannot
    be written.
    """
    who, key = this_person(home)
    for held in alerts:
        promise = Promise(held.key, who, now, until, reason)
        append(home.acknowledgements, promise.signed(key))
    return who

"""Follows a drill until it has arrived or is over. Adapter: Alertmanager, the mailbox, the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.home import Home
from monitoring.answering.drill import Drill, Measured
from monitoring.answering.held import held_of
from monitoring.answering.log import promises
from monitoring.answering.mailbox import received_at
from monitoring.routing import labels
from monitoring.routing.alertmanager import firing

LOOK_AGAIN_SECONDS = 0.5


def followed(
    home: Home, drill: Drill, alertmanager: str, mailbox: Path | None, now: Callable[[], datetime]
) -> Measured:
    """How far it came: to the mailbox where one is named, else until somebody has taken it, as one
    that climbs the ladder does.

    Raises: UserError where Alertmanager or the mailbox cannot be asked.
    """
    found = Measured(drill, now())
    while now() < drill.until:
        found = _looked(found, home, alertmanager, mailbox)
        if found.received_at if mailbox and not drill.climbs else found.answered_at:
            break
        time.sleep(LOOK_AGAIN_SECONDS)
    return replace(found, at=now())


def _looked(found: Measured, home: Home, alertmanager: str, mailbox: Path | None) -> Measured:
    own = {labels.ALERTNAME: labels.DRILL, labels.DRILL: found.drill.id}
    of_it = {labels.ALERTNAME: labels.UNANSWERED, labels.OF: labels.DRILL}
    for held in held_of(firing(alertmanager)):
        if held.fits(of_it) and held.since >= found.drill.at:
            called = dict(found.called_next)
            called.setdefault(held.labels[labels.RUNG], held.since)
            found = replace(found, called_next=called)
        if held.fits(own):
            found = replace(found, fired_at=held.since)
            promise = promises(home).get(held.key)
            if promise is not None:
                found = replace(found, answered_at=promise.at, answered_by=promise.who)
    if mailbox is not None:
        found = replace(found, received_at=received_at(mailbox, found.drill.id))
    return found

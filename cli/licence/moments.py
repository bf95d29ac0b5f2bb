"""Moments and periods as a person types them. Pure."""

from __future__ import annotations

from datetime import datetime

from core.calendar import months_later
from core.eras import JAPAN, moment_in_figures
from core.errors import UserError
from core.message import Message, say


def instant_of(text: str) -> datetime:
    """A moment as a person types it, in Japan's time unless it names a zone.

    Raises: UserError where it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(
            say("{text} is no moment; write it as 2026-10-16 or 2026-10-16T09:30", text=text)
        ) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=JAPAN)


def period_of(text: str) -> tuple[datetime, datetime]:
    """The months as a person types them: their first moment, and the first one after them.

    Raises: UserError where they are none, or end before they begin.
    """
    first, _, last = text.partition("..")
    try:
        start = datetime.strptime(first, "%Y-%m").replace(tzinfo=JAPAN)
        end = datetime.strptime(last or first, "%Y-%m").replace(tzinfo=JAPAN)
    except ValueError:
        raise UserError(
            say("{text} is no period; write it as 2026-04..2027-03 or 2026-04", text=text)
        ) from None
    if end < start:
        raise UserError(say("{text} ends before it begins", text=text))
    return start, months_later(end)


def forecast(at: datetime) -> Message:
    """Before numbers of a moment that has not come."""
    return say(
        "a forecast: {at} has not come; this is what holds then if nothing changes until then",
        at=moment_in_figures(at),
    )

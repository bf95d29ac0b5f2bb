"""Moments and periods as a person types them. Pure."""

from __future__ import annotations

from datetime import datetime

from core.calendar import MOMENT, months_later
from core.eras import JAPAN, is_ours, moment_in_figures
from core.errors import UserError
from core.message import Message, say


def instant_of(text: str) -> datetime:
    """A moment as a person types it, in Japan's time unless it names a zone.

    Raises: UserError where it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or not is_ours(at.date()):
        raise UserError(
            say("{text} is no moment; write it as 2026-10-16 or 2026-10-16T09:30", text=text)
        )
    return at if at.tzinfo is not None else at.replace(tzinfo=JAPAN)


def period_of(text: str) -> tuple[datetime, datetime]:
    """The months as a person types them: their first moment, and the first one after them.

    Raises: UserError where they are none, or end before they begin.
    """
    first, _, last = text.partition("..")
    start, end = _month_of(first), _month_of(last or first)
    if start is None or end is None:
        raise UserError(
            say("{text} is no period; write it as 2026-04..2027-03 or 2026-04", text=text)
        )
    if end < start:
        raise UserError(say("{text} ends before it begins", text=text))
    return start, months_later(end)


def until_now(end: datetime, now: datetime) -> datetime:
    """Where a period ends that is not over: what holds at this moment is a part of it.

    So an edit that nobody's look has seen yet, which holds from this moment on, is in it.
    """
    return min(end, now + MOMENT)


def _month_of(text: str) -> datetime | None:
    """Its first moment."""
    try:
        start = datetime.strptime(text, "%Y-%m").replace(tzinfo=JAPAN)
    except ValueError:
        return None
    return start if is_ours(start.date()) else None


def forecast(at: datetime) -> Message:
    """Before numbers of a moment that has not come."""
    return say(
        "a forecast: {at} has not come; this is what holds then if nothing changes until then",
        at=moment_in_figures(at),
    )

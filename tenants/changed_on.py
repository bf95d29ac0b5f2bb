"""The day that a file names itself, from which on it says what it says (`changed_on`). Pure."""

from __future__ import annotations

from datetime import date

from core.message import Message, say


def still_to_come(changed_on: date | None, today: date) -> Message | None:
    """Why a day may not be named; None where it may.

    A file says what holds now. What it said before would be forgotten before that day has come,
    by whoever reads only the file, and what it says would count in no position until then.
    """
    if changed_on is None or changed_on <= today:
        return None
    return say(
        "{day} is still to come, and a file says what holds now; make the change on that day",
        day=changed_on,
    )

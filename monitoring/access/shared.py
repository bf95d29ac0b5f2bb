"""Signs in the sessions that a login is shared, or was used when its person was not there. Pure.

A sign is no proof: it says what was seen, so that somebody asks. The ones that make a session
nobody's in particular are `UNCLEAR`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from core.message import Message, say
from monitoring.access.session import Session
from monitoring.access.staff import Staff

STEP = timedelta(minutes=15)
"""How finely duty hours are looked at: whoever stays on for less is not told of."""

SAME_MOMENT = timedelta(seconds=1)
"""Two terminals that are typed at within so much have two pairs of hands before them."""

OFTEN = 3
"""One such moment may be a program's own output; so many are not."""


class Sign(StrEnum):
    """What was seen."""

    TWO_ADDRESSES = "two_addresses"
    TWO_PERSONS = "two_persons"
    TYPED_AT_ONCE = "typed_at_once"
    TOO_LONG = "too_long"
    OFF_DUTY = "off_duty"
    ON_LEAVE = "on_leave"


UNCLEAR = frozenset({Sign.TWO_ADDRESSES, Sign.TWO_PERSONS, Sign.TYPED_AT_ONCE})
"""With one of these, nobody can say which person it was."""

SIGN_WORDS: dict[Sign, Message] = {
    Sign.TWO_ADDRESSES: say("the same key is used from two addresses at once"),
    Sign.TWO_PERSONS: say("keys of two persons open one account"),
    Sign.TYPED_AT_ONCE: say("two terminals are typed at in the same moments"),
    Sign.TOO_LONG: say("it lasts longer than the person's shift"),
    Sign.OFF_DUTY: say("the person is not on duty"),
    Sign.ON_LEAVE: say("the person is on leave"),
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A sign, and the sessions in which it was seen."""

    sign: Sign
    sessions: tuple[Session, ...]


def suspicions(sessions: Sequence[Session], staff: Staff) -> list[Suspicion]:
    """Everything that was seen, in the order of its first session."""
    found = [
        *_pairs(sessions),
        *_accounts(sessions),
        *(one for session in sessions for one in _of_one(session, staff)),
    ]
    return sorted(found, key=lambda one: (one.sessions[0].began_at, one.sign.value))


def _pairs(sessions: Sequence[Session]) -> Iterator[Suspicion]:
    """What two sessions of the same key, open at once, tell together."""
    by_key: dict[str, list[Session]] = {}
    for session in sessions:
        by_key.setdefault(session.key, []).append(session)
    for same in by_key.values():
        for one, other in combinations(same, 2):
            if not one.meets(other):
                continue
            if one.address != other.address:
                yield Suspicion(Sign.TWO_ADDRESSES, (one, other))
            if at_once(one.typed, other.typed) >= OFTEN:
                yield Suspicion(Sign.TYPED_AT_ONCE, (one, other))


def at_once(one: Sequence[datetime], other: Sequence[datetime]) -> int:
    """How many moments of the first have one of the second beside them; both in order."""
    count = 0
    for moment in one:
        place = bisect_left(other, moment - SAME_MOMENT)
        count += place < len(other) and other[place] <= moment + SAME_MOMENT
    return count


def _accounts(sessions: Iterable[Session]) -> Iterator[Suspicion]:
    """An account of a server that more than one person's keys opened."""
    by_account: dict[tuple[str, str], dict[str, Session]] = {}
    for session in sessions:
        owners = by_account.setdefault((session.server, session.account), {})
        owners.setdefault(session.person or session.key, session)
    for owners in by_account.values():
        if len(owners) > 1:
            yield Suspicion(Sign.TWO_PERSONS, tuple(owners.values()))


def _of_one(session: Session, staff: Staff) -> Iterator[Suspicion]:
    """What a session tells against the hours of its person, where that is known."""
    if session.person not in staff.operators:
        return
    if session.last_at - session.began_at > staff.shift_of(session.person):
        yield Suspicion(Sign.TOO_LONG, (session,))
    operator = staff.operators[session.person].value
    moments = list(_moments(session))
    if any(operator.is_on_leave(moment.date()) for moment in moments):
        yield Suspicion(Sign.ON_LEAVE, (session,))
    elif not all(staff.is_on_duty(session.person, moment) for moment in moments):
        yield Suspicion(Sign.OFF_DUTY, (session,))


def _moments(session: Session) -> Iterator[datetime]:
    moment = session.began_at
    while moment <= session.last_at:
        yield moment
        moment += STEP

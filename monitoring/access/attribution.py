"""Who it was: one person, or why nobody can say; a month's count of what nobody can say. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar import A_DAY, months_later
from core.eras import JAPAN
from core.message import Message, say
from monitoring.access.session import Session
from monitoring.access.shared import SIGN_WORDS, UNCLEAR, Suspicion, suspicions
from monitoring.access.staff import Staff


@dataclass(frozen=True, slots=True)
class Answer:
    """`person` is empty where it is not attributable, and `because` says why."""

    person: str
    because: Message | None
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What a month's sessions come to."""

    by_person: Mapping[str, int]
    unclear: tuple[tuple[Session, Message], ...]
    suspicions: tuple[Suspicion, ...]

    @property
    def count(self) -> int:
        return sum(self.by_person.values()) + len(self.unclear)


def who(
    subject: str, on: date, sessions: Sequence[Session], staff: Staff, machines: Collection[str]
) -> Answer:
    """Who had to do with `subject` on a day: a server, or whatever a terminal showed.

    `machines` are the accounts that kumiai itself comes in by.
    """
    begins = datetime(on.year, on.month, on.day, tzinfo=JAPAN)
    day = [one for one in sessions if one.touches(begins, begins + A_DAY)]
    about = tuple(
        one
        for one in day
        if one.account not in machines and (one.server == subject or subject in one.shown)
    )
    if not about:
        return Answer("", say("no session of that day has to do with it"), ())
    unclear = dict(_unclear(day, staff))
    for one in about:
        if id(one) in unclear:
            return Answer("", unclear[id(one)], about)
    persons = sorted({one.person for one in about})
    if len(persons) > 1:
        because = say("several persons had to do with it: {persons}", persons=tuple(persons))
        return Answer("", because, about)
    return Answer(persons[0], None, about)


def month_of(
    first: date, sessions: Sequence[Session], staff: Staff, machines: Collection[str]
) -> Month:
    """The month that begins with `first`."""
    begins = datetime(first.year, first.month, 1, tzinfo=JAPAN)
    ends = months_later(begins)
    during = [one for one in sessions if begins <= one.began_at < ends]
    persons = [one for one in during if one.account not in machines]
    unclear = dict(_unclear(persons, staff))
    return Month(
        Counter(sorted(one.person for one in persons if id(one) not in unclear)),
        tuple((one, unclear[id(one)]) for one in persons if id(one) in unclear),
        tuple(suspicions(persons, staff)),
    )


def _unclear(sessions: Sequence[Session], staff: Staff) -> Iterator[tuple[int, Message]]:
    """Why a session is nobody's in particular, by the session's identity; the first reason last."""
    for one in suspicions(sessions, staff):
        if one.sign in UNCLEAR:
            for session in one.sessions:
                yield id(session), SIGN_WORDS[one.sign]
    for session in sessions:
        if not session.person:
            yield id(session), say("it came in without a certificate")
        elif session.person not in staff.operators:
            yield (
                id(session),
                say("its certificate names {person}, whom no file knows", person=session.person),
            )
        elif not session.recorded:
            yield id(session), say("it was not recorded")

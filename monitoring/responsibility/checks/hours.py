"""Rules about when parties answer: duty hours and nights. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from core.message import Message, say
from core.problem import Problem
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import END_OF_DAY, Party
from monitoring.responsibility.vocabulary import WEEKDAY_WORDS, Weekday
from tenants.rules.finding import unknown


def problems(matrix: Matrix) -> Iterator[Problem]:
    document = matrix.parties.document
    for name, party in matrix.parties.value.parties.items():
        at = ("parties", name)
        for index, hours in enumerate(party.duty):
            if hours.from_minute == hours.to_minute:
                yield document.problem(
                    (*at, "duty", index),
                    say(
                        "opens and closes at {opens}, and so is never there; correct one of them, "
                        'or write a whole day as from "00:00" to "{end}"',
                        opens=hours.opens,
                        end=END_OF_DAY,
                    ),
                )
            elif hours.from_minute > hours.to_minute:
                yield document.problem(
                    (*at, "duty", index),
                    say(
                        "from {opens} to {closes} goes over midnight, and Alertmanager takes no "
                        "such hours; write two: to {end} of the one day, and from 00:00 of the "
                        "next",
                        opens=hours.opens,
                        closes=hours.closes,
                        end=END_OF_DAY,
                    ),
                )
        yield from _overlapping(matrix, name, party)
        if party.around_the_clock and (party.duty or party.night is not None):
            yield document.problem(
                (*at, "around_the_clock"),
                say("it has duty hours or a night as well; leave one of them out"),
            )
        elif not party.around_the_clock:
            yield from _nights(matrix, name, party)


def _overlapping(matrix: Matrix, name: str, party: Party) -> Iterator[Problem]:
    """No minute is in two of its hours: who shortens the one would find it answer all the same."""
    document, at = matrix.parties.document, ("parties", name, "duty")
    for (first, one), (index, other) in combinations(enumerate(party.duty), 2):
        days = [day for day in Weekday if day in one.days and day in other.days]
        if days and one.from_minute < other.to_minute and other.from_minute < one.to_minute:
            yield document.problem(
                (*at, index),
                say(
                    "from {opens} to {closes} on {day} overlaps the hours in {place}; write one "
                    "for both, or correct them",
                    opens=other.opens,
                    closes=other.closes,
                    day=WEEKDAY_WORDS[days[0]],
                    place=str(document.position((*at, first))),
                ),
            )


def _nights(matrix: Matrix, name: str, party: Party) -> Iterator[Problem]:
    """Somebody answers for it at every hour."""
    document, at = matrix.parties.document, ("parties", name)
    if not party.duty and party.night is None:
        yield document.problem(
            at,
            say(
                "it has no duty hours and nobody for the night, so that it never answers; write "
                "`duty` and `night`, or `around_the_clock: true`"
            ),
        )
    elif party.night is None:
        yield document.problem(
            at,
            say("nobody answers outside its duty hours; write as `night` who does"),
        )
    elif party.night not in matrix.parties.value.parties:
        yield document.problem((*at, "night"), unknown(party.night, matrix.parties.value.parties))
    elif not matrix.party(party.night).around_the_clock:
        yield document.problem(
            (*at, "night"),
            say(
                "{party} is not there around the clock, and so not at night; name one that is",
                party=party.night,
            ),
        )
    elif matrix.party(party.night).each_member and not party.each_member:
        yield document.problem((*at, "night"), whose(party.night))


def whose(name: str) -> Message:
    return say(
        "each municipality has its own {party}, and here it is nobody's; name a party that "
        "there is once",
        party=name,
    )

"""Rules about when parties answer: duty hours, nights, and the list of holidays. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.message import Message, say
from core.problem import Problem
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import END_OF_DAY, Party
from tenants.rules.finding import unknown


def problems(matrix: Matrix) -> Iterator[Problem]:
    yield from _holidays(matrix)
    document = matrix.parties.document
    for name, party in matrix.parties.value.parties.items():
        at = ("parties", name)
        for index, hours in enumerate(party.duty):
            if hours.from_minute >= hours.to_minute:
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
        if party.around_the_clock and (party.duty or party.night is not None):
            yield document.problem(
                (*at, "around_the_clock"),
                say("it has duty hours or a night as well; leave one of them out"),
            )
        elif not party.around_the_clock:
            yield from _nights(matrix, name, party)


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


def _holidays(matrix: Matrix) -> Iterator[Problem]:
    read = matrix.holidays
    listed = read.value
    if listed.last_day < listed.first_day:
        yield read.document.problem(
            ("last_day",),
            say(
                "{end} lies before first_day, {start}; correct one of them",
                end=listed.last_day,
                start=listed.first_day,
            ),
        )
        return
    seen = set()
    for index, holiday in enumerate(listed.holidays):
        at = ("holidays", index, "date")
        if holiday.date in seen:
            yield read.document.problem(
                at, say("{day} stands in the list already; keep one", day=holiday.date)
            )
        seen.add(holiday.date)
        if holiday.date < listed.first_day:
            yield read.document.problem(
                at,
                say(
                    "{name} on {day} is in the past, before the list begins ({start}); correct "
                    "the year or delete it",
                    name=holiday.name,
                    day=holiday.date,
                    start=listed.first_day,
                ),
            )
        elif holiday.date > listed.last_day:
            yield read.document.problem(
                at,
                say(
                    "{name} on {day} is after the list ends ({end}); correct the year, or "
                    "`last_day` if all days up to it are there",
                    name=holiday.name,
                    day=holiday.date,
                    end=listed.last_day,
                ),
            )

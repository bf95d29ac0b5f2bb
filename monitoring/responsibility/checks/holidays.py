"""Rules about the list of holidays: of its period, in order, none of the law's left out. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from core.message import Named, say
from core.problem import Problem
from monitoring.responsibility.calendar import national_holidays
from monitoring.responsibility.holidays import Holidays
from monitoring.responsibility.matrix import Matrix
from tenants.definitions import Read


def problems(matrix: Matrix) -> Iterator[Problem]:
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
    found = [*_outside(read), *_in_order(read)]
    # A day with the wrong year is missing where it belongs, and is told once.
    yield from found or _left_out(read)


def _outside(read: Read[Holidays]) -> Iterator[Problem]:
    listed = read.value
    for index, holiday in enumerate(listed.holidays):
        at = ("holidays", index, "date")
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


def _in_order(read: Read[Holidays]) -> Iterator[Problem]:
    """Each day once, by date: in a list that jumps a person sees neither a gap nor a wrong year."""
    listed = read.value
    within = [
        (index, one)
        for index, one in enumerate(listed.holidays)
        if listed.first_day <= one.date <= listed.last_day
    ]
    seen: set[date] = set()
    for index, one in within:
        if one.date in seen:
            yield read.document.problem(
                ("holidays", index, "date"),
                say("{day} stands in the list already; keep one", day=one.date),
            )
        seen.add(one.date)
    for (_, before), (index, after) in pairwise(within):
        if after.date < before.date:
            yield read.document.problem(
                ("holidays", index, "date"),
                say(
                    "{name} on {day} stands after {before}; put the days in order, or correct "
                    "the one that is wrong",
                    name=after.name,
                    day=after.date,
                    before=before.date,
                ),
            )
            return


def _left_out(read: Read[Holidays]) -> Iterator[Problem]:
    """Of the first year that lacks one, so that a long list is not reckoned to its end."""
    listed = read.value
    for year in range(listed.first_day.year, listed.last_day.year + 1):
        missing = [
            Named(f"{day}（{name}）", f"{day} ({name})")
            for day, name in national_holidays(year).items()
            if listed.first_day <= day <= listed.last_day and day not in listed.days
        ]
        if missing:
            yield read.document.problem(
                ("holidays",),
                say(
                    "by law these days are holidays too: {days}; on them offices would be called "
                    "that are closed. Add them, or write the list with `kumiai matrix holidays`",
                    days=tuple(missing),
                ),
            )
            return

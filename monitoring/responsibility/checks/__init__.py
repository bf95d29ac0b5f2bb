"""Rules of the matrix that need several fields or files; none raises. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.message import Message, say
from core.problem import Problem
from monitoring.responsibility.checks import (
    approvers,
    contacts,
    doubles,
    duties,
    holidays,
    hours,
    ladders,
    layers,
    repeats,
)
from monitoring.responsibility.matrix import HOLIDAYS_FILE, Matrix
from tenants.definitions import Definitions


def check(matrix: Matrix, definitions: Definitions) -> list[Problem]:
    """Every problem of the matrix, in file order."""
    found = [
        *layers.problems(matrix),
        *repeats.problems(matrix),
        *hours.problems(matrix),
        *holidays.problems(matrix),
        *ladders.problems(matrix),
        *contacts.problems(matrix, definitions),
        *duties.problems(matrix, definitions),
        *approvers.problems(matrix, definitions),
    ]
    # Two rows that contradict each other are looked for where each of them means something.
    return sorted(found or doubles.problems(matrix))


def of_itself(matrix: Matrix) -> list[Problem]:
    """What is wrong with it whoever the members are; where nothing is, it can be asked."""
    return sorted([*layers.problems(matrix), *duties.within(matrix)])


def notes(matrix: Matrix, today: date) -> Iterator[Message]:
    """What comes with time alone: it is told, and keeps nobody from anything."""
    listed = matrix.holidays.value
    if listed.ends_soon(today):
        yield say(
            "{file}: the list of holidays ends on {day}, in {days} days; from then on offices "
            "would be called on holidays. Write the next one with `kumiai matrix holidays`",
            file=HOLIDAYS_FILE,
            day=listed.last_day,
            days=max(0, (listed.last_day - today).days),
        )

"""The shipped matrix, and what becomes of it when a line of its files is another."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from core.document import Document
from core.strict import Strict
from monitoring.responsibility.duties import Responsibilities
from monitoring.responsibility.holidays import Holiday, Holidays
from monitoring.responsibility.matrix import PARTIES_FILE, RESPONSIBILITIES_FILE, Matrix
from monitoring.responsibility.party import Parties
from monitoring.responsibility.store import read_matrix
from tenants.definitions import Read
from tests.lib.definitions import ROOT

ModelT = TypeVar("ModelT", bound=Strict)


@cache
def shipped_matrix() -> Matrix:
    matrix, problems = read_matrix(ROOT)
    if matrix is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    return matrix


def with_rows(rows: str, matrix: Matrix | None = None) -> Matrix:
    """The matrix with these overrides, as a person writes them, instead of the shipped ones."""
    whole = matrix or shipped_matrix()
    text = whole.responsibilities.document.text
    text = text[: text.index("overrides:")] + f"overrides:\n{rows}"
    duties = read_as(Responsibilities, text, RESPONSIBILITIES_FILE)
    return Matrix.of(whole.layers, whole.parties, duties, whole.holidays)


OFFICE_HOURS = """\
    duty: [{days: [monday, tuesday, wednesday, thursday, friday], opens: "08:30", closes: "17:15"}]
    night: platform-operator
"""
AT_ANY_HOUR = "    around_the_clock: true\n"
EVERY_DAY = "days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]"
ALL_DAY = (
    f'    duty: [{{{EVERY_DAY}, opens: "00:00", closes: "24:00"}}]\n    night: platform-operator\n'
)
NO_HOUR_OF_TODAY = ALL_DAY.replace("24:00", "00:01")
"""What may stand instead of them."""


def with_hours(hours: str, matrix: Matrix | None = None) -> Matrix:
    """The matrix in which whoever has the hours of offices has these instead."""
    whole = matrix or shipped_matrix()
    text = whole.parties.document.text.replace(OFFICE_HOURS, hours)
    parties = read_as(Parties, text, PARTIES_FILE)
    return Matrix.of(whole.layers, parties, whole.responsibilities, whole.holidays)


def with_holiday(day: date, matrix: Matrix) -> Matrix:
    """The matrix in which a day is one on which offices are closed."""
    whole = matrix.holidays.value
    more = (*whole.holidays, Holiday(date=day, name="今日"))
    days = Holidays(
        first_day=whole.first_day, last_day=whole.last_day, source=whole.source, holidays=more
    )
    closed = Read(matrix.holidays.document, days)
    return Matrix.of(matrix.layers, matrix.parties, matrix.responsibilities, closed)


def read_as(model: type[ModelT], text: str, file: Path) -> Read[ModelT]:
    document, problems = Document.parse(text, file)
    if document is None:
        raise ValueError("\n".join(map(str, problems)))
    value, problems = document.read_as(model)
    if value is None:
        raise ValueError("\n".join(map(str, problems)))
    return Read(document, value)

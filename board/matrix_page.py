"""The matrix as the annex (別紙) of a contract, on A4: who answers for what, and how to reach them.

Adapter: reads its template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from board.page import pair, templates, worded
from board.page_words import Both, MatrixWords
from core.language import Language
from core.message import Message, Named
from monitoring.responsibility.cell import PartyAt
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Party, means_of
from monitoring.responsibility.table import Row, names_of
from monitoring.responsibility.vocabulary import CHANNEL_WORDS, PART_WORDS, WEEKDAY_WORDS, Part
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Annex:
    """What is printed: for whom, the rows, what is otherwise, as of which commit."""

    scope: Sequence[Named]
    rows: Sequence[Row]
    otherwise: Sequence[Message]
    commit: str
    drawn_at: datetime


def matrix_page(annex: Annex, matrix: Matrix, definitions: Definitions, first: Language) -> str:
    """It holds both languages, and opens in `first`."""
    parties = dict.fromkeys(
        one for row in annex.rows for part in Part for one in row.parts.get(part, ())
    )
    return (
        templates()
        .get_template("matrix.html")
        .render(
            scope=[pair(one) for one in annex.scope],
            parts=[worded(PART_WORDS[part]) for part in Part],
            rows=[_cells(row, matrix, definitions) for row in annex.rows],
            otherwise=[worded(one) for one in annex.otherwise],
            parties=[_party(one, matrix, definitions) for one in parties],
            commit=annex.commit,
            words=MatrixWords,
            first=str(first),
            title=MatrixWords.title.in_language(first),
            drawn_at=annex.drawn_at,
        )
    )


def _cells(row: Row, matrix: Matrix, definitions: Definitions) -> tuple[Both, Both, list[Both]]:
    """The layer, the activities, and who takes each part."""
    activities = _listed([worded(one) for one in row.activity_words])
    parts = [
        _listed([pair(one) for one in names_of(matrix, definitions, row.parts.get(part, ()))])
        for part in Part
    ]
    return worded(row.words), activities, parts


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party: how and when it is reached, who has its nights, who is next."""

    name: Both
    means: Sequence[tuple[Both, str]]
    hours: Sequence[tuple[Both, str]]
    """On which days, and from when until when."""
    night: Both | None
    ladder: Sequence[tuple[int, Both]]


def _party(at: PartyAt, matrix: Matrix, definitions: Definitions) -> PartyRow:
    party = matrix.party(at.party)

    def called(name: str) -> Both:
        return pair(matrix.called(definitions, matrix.at(name, at.member)))

    return PartyRow(
        pair(matrix.called(definitions, at)),
        [
            (worded(CHANNEL_WORDS[channel]), address)
            for contact in matrix.contacts(definitions, at)
            for channel, address in means_of(contact)
        ],
        list(_hours(party)),
        called(party.night) if party.night else None,
        [(rung.after_minutes, called(rung.party)) for rung in party.ladder],
    )


def _hours(party: Party) -> Iterator[tuple[Both, str]]:
    if party.around_the_clock:
        yield MatrixWords.around_the_clock, ""
    for hours in party.duty:
        days = _listed([worded(WEEKDAY_WORDS[day]) for day in hours.days])
        yield days, f"{hours.opens}–{hours.closes}"


def _listed(several: Sequence[Both]) -> Both:
    if not several:
        return Both("–", "–")
    return Both("、".join(one.ja for one in several), ", ".join(one.en for one in several))

"""Procedures under way, as a page: the step, who holds it, how long, and what is late first.

Adapter: reads its template. It is told what it shows: nothing here knows how a run is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from board.page import Pair, templates
from board.page_words import Both, RunsWords
from core.language import Language


@dataclass(frozen=True, slots=True)
class Row:
    """One run. `state` is whose turn it is; `known` why it does not go on, if it does not."""

    id: str
    title: Pair
    told: str
    number: int
    count: int
    step: Pair | None
    """None where it is being taken back, or nothing is left but its last line."""
    state: Both
    known: Pair | None
    holder: str
    began_at: datetime
    since: datetime
    until: datetime

    def minutes(self, now: datetime) -> int:
        """How long it has been under way."""
        return int((now - self.began_at).total_seconds() // 60)

    def minutes_at_step(self, now: datetime) -> int:
        return int((now - self.since).total_seconds() // 60)

    def is_late(self, now: datetime) -> bool:
        return now > self.until


def runs_page(rows: Iterable[Row], first: Language, drawn_at: datetime) -> str:
    """It holds both languages, and opens in `first`."""
    ordered = sorted(rows, key=lambda row: (not row.is_late(drawn_at), row.began_at))
    return (
        templates()
        .get_template("runs.html")
        .render(
            rows=ordered,
            late=sum(row.is_late(drawn_at) for row in ordered),
            words=RunsWords,
            first=str(first),
            title=RunsWords.title.in_language(first),
            drawn_at=drawn_at,
        )
    )

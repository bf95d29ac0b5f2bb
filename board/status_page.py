"""What fires now, as a page that needs no other program: the longest that nobody has first.
Adapter: reads its template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from board.page import pair, templates
from board.page_words import StatusWords
from core.language import Language
from monitoring.answering.standing import Standing
from monitoring.responsibility.matrix import Matrix
from tenants.definitions import Definitions


def status_page(
    found: Sequence[Standing],
    matrix: Matrix,
    definitions: Definitions,
    first: Language,
    drawn_at: datetime,
) -> str:
    """It holds both languages, and opens in `first`."""
    return (
        templates()
        .get_template("status.html")
        .render(
            rows=[
                (
                    one,
                    pair(one.summary),
                    pair(matrix.called(definitions, one.owner)),
                    pair(matrix.called(definitions, one.next_one[0])) if one.next_one else None,
                )
                for one in found
            ],
            nobodys=sum(one.taken is None for one in found),
            words=StatusWords,
            first=str(first),
            title=StatusWords.title.in_language(first),
            drawn_at=drawn_at,
        )
    )

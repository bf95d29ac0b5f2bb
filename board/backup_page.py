"""How copies stand, as a page: by municipality, what is red first. Adapter: reads its template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from board.page import templates
from board.page_words import BackupWords
from core.language import Language
from recovery.coverage import Covered

Row = tuple[str, str, Covered]
"""A municipality, one of its systems, and how that stands."""


def backup_page(found: Iterable[Row], first: Language, drawn_at: datetime) -> str:
    """It holds both languages, and opens in `first`."""
    rows = sorted(found, key=lambda row: (row[0], not row[2].red, row[1]))
    by_member = {member: list(its) for member, its in groupby(rows, key=lambda row: row[0])}
    environment = templates()
    environment.globals.update(words=BackupWords)
    return environment.get_template("backups.html").render(
        members=sorted(by_member.items(), key=lambda item: -sum(bool(r[2].red) for r in item[1])),
        red=sum(bool(row[2].red) for row in rows),
        count=len(rows),
        first=str(first),
        title=BackupWords.title.in_language(first),
        drawn_at=drawn_at,
    )

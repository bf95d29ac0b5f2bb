"""What a move came to, as a page to print: promised, predicted, measured.

Adapter: reads its templates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from board.page import short_moment, templates
from board.page_words import Both, MoveWords
from core.language import Language
from recovery.move_told import MoveTold


def move_page(
    told: Sequence[MoveTold], names: Mapping[str, Both], first: Language, drawn_at: datetime
) -> str:
    """Every member of one move. It holds both languages, opens in `first`; `names` are members'."""
    environment = templates()
    environment.globals.update(words=MoveWords, short=short_moment)
    return environment.get_template("move.html").render(
        told=sorted(told, key=lambda one: one.runs_after_seconds or 0),
        called=lambda slug: names.get(slug, Both(slug, slug)),
        first=str(first),
        title=MoveWords.title.in_language(first),
        drawn_at=drawn_at,
    )

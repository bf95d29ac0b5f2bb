"""Sentences in the reader's language. Adapter: reads `locale/ja.po` when asked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from core.language import Language
from core.message import Translate, in_english

CATALOGUE = Path(__file__).parent / "locale" / "ja.po"


def translation(language: Language) -> Translate:
    """From English templates to templates in `language`; an unknown one stays English."""
    if language is Language.EN:
        return in_english
    known = _catalogue()
    return lambda template: known.get(template, template)


@cache
def _catalogue() -> dict[str, str]:
    # Babel costs a tenth of a second to import; English readers never pay it.
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as stream:
        return {
            str(entry.id): str(entry.string)
            for entry in read_po(stream)
            if entry.id and entry.string
        }

"""The reader's language, and the Japanese catalogue. Adapter: reads `locale/ja.po` when asked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from core.message import Translate, in_english

CATALOGUE = Path(__file__).parent / "locale" / "ja.po"


class Language(StrEnum):
    JA = "ja"
    EN = "en"


def language_of(environment: Mapping[str, str]) -> Language:
    """Japanese where the locale says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return Language.JA if environment[name].startswith("ja") else Language.EN
    return Language.EN


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

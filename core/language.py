"""The reader's language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    JA = "ja"
    EN = "en"


def language_of(environment: Mapping[str, str]) -> Language:
    """Japanese where the locale says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return Language.JA if environment[name].startswith("ja") else Language.EN
    return Language.EN

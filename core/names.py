"""When two names are the same to a person, though a computer tells them apart. Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

_NOT_SEEN = re.compile("[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Spaces, and the selectors that choose between two drawings of one character (異体字)."""

LONGEST_QUOTED = 60
"""Characters of what somebody wrote; more of it would bury the sentence that quotes it."""


def folded(name: str) -> str:
    """The name as it is compared, never shown.

    >>> folded("臼杵　市") == folded("臼杵市"), folded("ＮＥＣ") == folded("nec")
    (True, True)
    """
    return _NOT_SEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


def meant(name: str, spellings: Mapping[str, Iterable[str]]) -> str | None:
    """Whose name somebody means; `spellings` are what each may be called, beside its own name.

    >>> meant("臼杵市", {"usuki": ["臼杵市", "Usuki City"]}), meant("usuk", {"usuki": []})
    ('usuki', 'usuki')
    """
    known = {folded(spelling): own for own, more in spellings.items() for spelling in (*more, own)}
    near = difflib.get_close_matches(folded(name), known, n=1)
    return known[near[0]] if near else None


def harmless(text: str, beside: str = "") -> str:
    """The text as it may reach a screen: what is not printable is written out as its code.

    `beside` are characters that may stay.

    >>> harmless("日田市"), harmless("\\x1b[31m")
    ('日田市', '\\\\x1b[31m')
    """
    if text.isprintable():
        return text
    return "".join(
        one
        if one.isprintable() or unicodedata.category(one) == "Zs" or one in beside
        else one.encode("unicode_escape").decode()
        for one in text
    )


def shortened(text: str) -> str:
    """As much of what somebody wrote as a sentence can quote."""
    return text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1] + "…"

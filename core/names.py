"""When two names are the same to a person, though a computer tells them apart. Pure."""

from __future__ import annotations

import re
import unicodedata

_NOT_SEEN = re.compile("[\\s\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Spaces, and the selectors that choose between two drawings of one character (異体字)."""


def folded(name: str) -> str:
    """The name as it is compared, never shown.

    >>> folded("臼杵　市") == folded("臼杵市"), folded("ＮＥＣ") == folded("nec")
    (True, True)
    """
    return _NOT_SEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


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

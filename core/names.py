"""When two names are the same to a person, though a computer tells them apart. Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

_NOT_SEEN = re.compile(
    "[\\s\u00ad\u034f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
"""Spaces, what has no width, and the selectors that choose between two drawings of one character
(異体字)."""

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
    near = nearest(folded(name), known)
    return known[near] if near else None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like it; None where none is like it.

    A name of two kanji with one slip is half another one, which is too little for a measure made
    for letters: it counts where it is the only one.

    >>> nearest("primry", ["primary"]), nearest("収能", ["収納", "滞納"])
    ('primary', '収納')
    """
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return near[0]
    if len(name) != TWO_KANJI or name.isascii():
        return None
    one_slip = [
        other
        for other in names
        if len(other) == TWO_KANJI and sum(a == b for a, b in zip(name, other, strict=True)) == 1
    ]
    return one_slip[0] if len(one_slip) == 1 else None


def only_nearest(name: str, known: Iterable[str]) -> str | None:
    """As `nearest`; None where another one is as like it, as hosts are that are numbered.

    >>> only_nearest("pri-09", ["pri-01", "pri-02"]), only_nearest("usukii", ["usuki", "usa"])
    (None, 'usuki')
    """
    names = list(known)
    like = [
        difflib.SequenceMatcher(None, other, name).ratio()
        for other in difflib.get_close_matches(name, names, n=2)
    ]
    return None if len(like) > 1 and like[0] == like[1] else nearest(name, names)


TWO_KANJI = 2


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

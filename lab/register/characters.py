"""Which characters the register takes: those that every screen and printer of it can show. Pure.

A name that cannot be written is refused by name, at the counter, where somebody can ask how it is
to be written. It is never stored as 〓 (geta, what old systems showed instead of a character of
their own): that would lose for ever who the person is.

Source: the repertoire is JIS X 0213:2004, and of Windows-31J what it has besides, since 髙 and 﨑
are in millions of names. An external character (外字) lies in Unicode's private use areas, which
mean another character in each municipality (The Unicode Standard, 23.5).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

REPERTOIRE = ("euc_jis_2004", "cp932")
GETA = "〓"


def refused(label: str, text: str) -> Iterator[str]:
    """A sentence for each character of `text` that may not stand in the field `label`.

    >>> list(refused("氏名", "髙橋　花子"))
    []
    >>> list(refused("氏名", "山\\ue000"))
    ['氏名の2文字目は外字（U+E000）です。この団体だけの文字なので登録できません。標準の文字で届け出てください。']
    """
    for place, character in enumerate(text, start=1):
        why = _why_not(character)
        if why is not None:
            yield f"{label}の{place}文字目は{why}"


def _why_not(character: str) -> str | None:
    code = f"U+{ord(character):04X}"
    if character == GETA:
        return f"〓（{code}）です。表示できなかった文字の代わりなので、元の文字を確かめてください。"
    match unicodedata.category(character):
        case "Co":
            return (
                f"外字（{code}）です。この団体だけの文字なので登録できません。"
                "標準の文字で届け出てください。"
            )
        case "Cc" | "Cf" | "Cs" | "Cn" | "Zl" | "Zp":
            return f"文字ではありません（{code}）。消してください。"
    if any(_has(encoding, character) for encoding in REPERTOIRE):
        return None
    name = unicodedata.name(character, code)
    return (
        f"「{character}」（{code} {name}）です。"
        "JIS X 0213にもWindows-31Jにもない文字なので登録できません。標準の文字で届け出てください。"
    )


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

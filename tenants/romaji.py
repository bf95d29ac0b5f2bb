"""Hiragana in Hepburn letters, for proposing a slug; long vowels are written short. Pure."""

from __future__ import annotations

VOWELS = "aiueo"

ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}

IRREGULAR = {
    **{"し": "shi", "じ": "ji", "ち": "chi", "ぢ": "ji", "つ": "tsu", "づ": "zu", "ふ": "fu"},
    **{"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゐ": "i", "ゑ": "e"},
    "ー": "",
}

SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
"""Small ya, yu, yo after a sound in i: き + ゃ is kya, し + ゃ is sha."""

_PLAIN = {
    kana: consonant + vowel
    for consonant, row in ROWS.items()
    for kana, vowel in zip(row, VOWELS, strict=True)
} | IRREGULAR

_LONG = (("ou", "o"), ("oo", "o"), ("uu", "u"))


def in_hiragana(kana: str) -> str:
    """Katakana as hiragana; everything else as it is.

    >>> in_hiragana("ベップし")
    'べっぷし'
    """
    return "".join(chr(ord(one) - KATAKANA) if "ァ" <= one <= "ヶ" else one for one in kana)


KATAKANA = ord("ァ") - ord("ぁ")
"""How far its letters stand behind those of hiragana."""


def romaji(kana: str) -> str:
    """The text in small Latin letters; what is not hiragana is left out.

    >>> romaji("ひゅうがし"), romaji("べっぷし"), romaji("きょうと")
    ('hyugashi', 'beppushi', 'kyoto')
    """
    letters = ""
    doubled = False
    for character in kana:
        if character == "っ":
            doubled = True
            continue
        if character in SMALL and letters.endswith("i"):
            soft = letters.endswith(("shi", "chi", "ji"))
            letters = letters[:-1] + ("" if soft else "y") + SMALL[character]
            continue
        sound = _PLAIN.get(character, "")
        if doubled and sound:
            letters += "t" if sound.startswith("ch") else sound[0]
        letters += sound
        doubled = False
    for long, short in _LONG:
        letters = letters.replace(long, short)
    return letters

"""A sentence for a person, kept as a template and its values until the language is known.

Pure. The English template is also the key of the Japanese catalogue (`core/locale/ja.po`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from core.names import harmless
from core.plural import for_one

Translate = Callable[[str], str]
"""From an English template to the same template in the reader's language."""


def in_english(template: str) -> str:
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """A template with named places, and what stands in them."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, translate: Translate = in_english) -> str:
        """The sentence. Values that are messages are translated too, and tuples are listed."""
        values = {name: _shown(value, translate) for name, value in self.values.items()}
        template = translate(self.template)
        if template == self.template:  # it is English
            template = for_one(template, values)
        return template.format(**values)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called in both languages; a sentence holds the reader's."""

    ja: str
    en: str

    def text(self, translate: Translate = in_english) -> str:
        return harmless(self.ja if LANGUAGE.text(translate) == "ja" else self.en)

    def __str__(self) -> str:
        return self.text()


def _shown(value: object, translate: Translate) -> object:
    if isinstance(value, Message | Named):
        return value.text(translate)
    if isinstance(value, tuple):
        return listed(value, translate)
    if isinstance(value, PurePath):
        return harmless(str(value))
    # Another program's words may go over lines; what moves a terminal reaches none.
    return harmless(value, beside="\n\t") if isinstance(value, str) else value


def listed(several: Iterable[object], translate: Translate = in_english) -> str:
    """One after the other, as the reader's language separates them.

    >>> listed(["usuki", "hita"])
    'usuki, hita'
    """
    return SEPARATOR.text(translate).join(str(_shown(one, translate)) for one in several)


def say(template: str, **values: object) -> Message:
    """A message. Its first argument is a literal, so that the catalogue can be extracted."""
    return Message(template, values)


LANGUAGE = say("en")
"""In which language a catalogue is, said by itself."""

SEPARATOR = say(", ")
"""Between the parts of a list."""

"""What a rule is called, how sure it is and what its file says, for a reader. Pure."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import yaml

from core.message import Message, Named, say
from core.strict import Strict
from licensing.papers.rule import ABOUT_THE_RULE, Confidence, Rule

CONFIDENCE_WORDS: dict[Confidence, Message] = {
    Confidence.VENDOR: say("the vendor says so"),
    Confidence.TOOL: say("a licence tool's manual says so"),
    Confidence.RESELLER: say("a reseller says so"),
}


def note_of(rule: Rule) -> Named | None:
    """As one paragraph, however its file is folded."""
    ja, en = (" ".join(one.split()) for one in (rule.note.ja, rule.note.en))
    return Named(ja or en, en or ja) if ja or en else None


def title_of(rule: Rule) -> Named:
    return Named(rule.title.ja, rule.title.en)


def as_written(rule: Rule) -> str:
    """What counts in a rule, in the YAML of its file: 120 and 0.5, where a model has fractions."""
    content = {name: one for name, one in _fields(rule).items() if name not in ABOUT_THE_RULE}
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _fields(model: Strict) -> dict[str, object]:
    """Those that say something else than would hold without them."""
    said = model.model_dump(exclude_defaults=True)
    return {name: _plain(getattr(model, name)) for name in said}


def _plain(value: object) -> object:
    match value:
        case Strict():
            return _fields(value)
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
        case Fraction():
            return _number(value)
        case StrEnum():
            return str(value)
        case _:
            return value


def _number(exact: Fraction) -> int | float | str:
    """Without quotes or a fraction bar, unless no decimal says the same.

    >>> _number(Fraction(1, 2)), _number(Fraction(120)), _number(Fraction(1, 3))
    (0.5, 120, '1/3')
    """
    if exact.denominator == 1:
        return exact.numerator
    decimal = float(exact)
    return decimal if Fraction(str(decimal)) == exact else str(exact)

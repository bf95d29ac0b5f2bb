"""What all pages share: one base template, both languages, moments as each writes them.

Adapter: reads the templates. A page needs nothing else: no script, no font, no network.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from board.page_words import Both
from core.eras import (
    JAPAN,
    in_english,
    in_japanese,
    moment_in_english,
    moment_in_japanese,
    month_in_english,
)
from core.language import Language
from core.message import Message
from core.translation import translation

TEMPLATES = Path(__file__).parent / "templates"


def templates() -> Environment:
    """The project's own templates; a name that a template lacks is an error, never a blank."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(both=Both, pair=pair, worded=worded, moment=moment, day=day)
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment


class Pair(Protocol):
    """A text in both languages, as files have names."""

    @property
    def ja(self) -> str: ...

    @property
    def en(self) -> str: ...


def pair(one: Pair) -> Both:
    return Both(one.ja, one.en)


def worded(message: Message) -> Both:
    ja, en = (message.text(translation(language)) for language in (Language.JA, Language.EN))
    return Both(ja, en)


def moment(at: datetime) -> Markup:
    """A moment as each language writes it: 和暦 with 西暦, and the English way."""
    return _time(at, Both(moment_in_japanese(at), moment_in_english(at)))


def short_moment(at: datetime) -> Markup:
    """A moment without its year, where the page gives the year above."""
    there = at.astimezone(JAPAN)
    ja = f"{there.month}月{there.day}日 {there:%H:%M}"
    return _time(at, Both(ja, f"{there.day} {month_in_english(there.date())[:3]} {there:%H:%M}"))


def day(on: date) -> Both:
    return Both(in_japanese(on), in_english(on))


def _time(at: datetime, shown: Both) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), shown)

"""The picture as one HTML page that needs nothing else: no script, no font, no network.

Adapter: reads its template.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from board.picture import Picture
from board.words import (
    LIFECYCLE_WORDS,
    NETWORK_MODELS,
    PLACEMENT_WORDS,
    STATUS_MARKS,
    STATUS_MEANINGS,
    STATUS_WORDS,
)
from core.eras import (
    JAPAN,
    in_english,
    in_japanese,
    moment_in_english,
    moment_in_japanese,
    month_in_english,
)
from core.language import Language, translation
from core.message import Message
from infra.verify.verdicts import Status
from tenants.vocabulary import LifecycleState

TEMPLATES = Path(__file__).parent / "templates"


def page(picture: Picture, first: Language) -> str:
    """The whole page. It holds both languages and opens in `first`."""
    environment = templates()
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment.get_template("picture.html").render(
        picture=picture,
        first=str(first),
        both=both,
        worded=worded,
        moment=moment,
        short_moment=short_moment,
        day=day,
        statuses=list(Status),
        status_marks=STATUS_MARKS,
        status_words=STATUS_WORDS,
        status_meanings=STATUS_MEANINGS,
        network_models=NETWORK_MODELS,
        placement_words=PLACEMENT_WORDS,
        lifecycle_words=LIFECYCLE_WORDS,
        ordinary=LifecycleState.ACTIVE,
        share=share,
    )


def templates() -> Environment:
    """The project's own templates; a name that a template lacks is an error, never a blank."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def both(ja: str, en: str) -> Markup:
    """A text in both languages; the style sheet shows one of them."""
    return Markup('<span lang="ja">{}</span><span lang="en">{}</span>').format(
        escape(ja), escape(en)
    )


def worded(message: Message) -> Markup:
    ja, en = (message.text(translation(language)) for language in (Language.JA, Language.EN))
    return both(ja, en)


def moment(at: datetime) -> Markup:
    """A moment as each language writes it: 和暦 with 西暦, and the English way."""
    spoken = both(moment_in_japanese(at), moment_in_english(at))
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), spoken)


def short_moment(at: datetime) -> Markup:
    """A moment without its year, where the page gives the year above."""
    there = at.astimezone(JAPAN)
    written = both(
        f"{there.month}月{there.day}日 {there:%H:%M}",
        f"{there.day} {month_in_english(there.date())[:3]} {there:%H:%M}",
    )
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), written)


def day(on: date) -> Markup:
    return both(in_japanese(on), in_english(on))


def share(part: int, whole: int) -> int:
    """Percent of `whole`, rounded; 0 of nothing is 0."""
    return round(100 * part / whole) if whole else 0

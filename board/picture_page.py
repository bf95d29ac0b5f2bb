"""The picture as one page, for whoever sits at no terminal. Adapter: reads its template."""

from __future__ import annotations

from board.page import short_moment, templates
from board.page_words import PictureWords
from board.picture import Picture
from board.words import (
    LIFECYCLE_WORDS,
    NETWORK_MODELS,
    PLACEMENT_WORDS,
    STATUS_MARKS,
    STATUS_MEANINGS,
    STATUS_WORDS,
)
from core.language import Language
from infra.verify.verdicts import Status
from tenants.vocabulary import LifecycleState


def picture_page(picture: Picture, first: Language) -> str:
    """The whole page. It holds both languages and opens in `first`."""
    return (
        templates()
        .get_template("picture.html")
        .render(
            picture=picture,
            words=PictureWords,
            first=str(first),
            title=picture.consortium.in_language(first),
            short_moment=short_moment,
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
    )


def share(part: int, whole: int) -> int:
    """Percent of `whole`, rounded; 0 of nothing is 0."""
    return round(100 * part / whole) if whole else 0

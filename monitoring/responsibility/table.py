"""The matrix as people read it: a row for each layer and the activities that are alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.message import Message, Named, say
from monitoring.responsibility.cell import PartyAt, Place
from monitoring.responsibility.duties import Override
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import (
    ACTIVITY_WORDS,
    LAYER_WORDS,
    Activity,
    Layer,
    Part,
)
from tenants.definitions import Definitions

Parts = Mapping[Part, tuple[PartyAt, ...]]


@dataclass(frozen=True, slots=True)
class Where:
    """For whom the matrix is asked; what is empty is left open."""

    site: str = ""
    member: str = ""
    system: str = ""
    layers: tuple[Layer, ...] = tuple(Layer)


@dataclass(frozen=True, slots=True)
class Row:
    """What the same parties do about a layer."""

    place: Place
    activities: tuple[Activity, ...]
    parts: Parts

    @property
    def layer(self) -> Layer:
        return self.place.layer

    @property
    def words(self) -> Message:
        return LAYER_WORDS[self.layer]

    @property
    def activity_words(self) -> tuple[Message, ...]:
        if len(self.activities) == len(Activity):
            return (say("everything"),)
        return tuple(ACTIVITY_WORDS[one] for one in self.activities)


def rows_of(matrix: Matrix, where: Where, day: date) -> Iterator[Row]:
    """Every layer's rows on `day`, the row about most activities first.

    Of what all municipalities share, a section of each takes part: of the one that is asked about,
    its own.
    """
    for layer in where.layers:
        place = matrix.place(layer, where.site, where.member, where.system)
        alike: dict[tuple[tuple[Part, tuple[PartyAt, ...]], ...], list[Activity]] = {}
        for activity in Activity:
            parts = {
                part: tuple(matrix.at(one.party, one.member or where.member) for one in parties)
                for part, parties in matrix.cell(place, activity, day).parts.items()
            }
            alike.setdefault(tuple((part, parts.get(part, ())) for part in Part), []).append(
                activity
            )
        for row, activities in sorted(alike.items(), key=lambda one: -len(one[1])):
            yield Row(place, tuple(activities), dict(row))


def otherwise(matrix: Matrix, where: Where, day: date) -> Iterator[Override]:
    """Rows that hold on `day` or later for some of what was asked, and not for all of it."""
    asked = {"sites": where.site, "members": where.member, "systems": where.system}
    for override in matrix.responsibilities.value.overrides:
        scope, terms = matrix.scope(override), matrix.terms(override)
        about = set(override.layers) & set(where.layers) and all(
            not name or name in scope.get(dimension, {name}) for dimension, name in asked.items()
        )
        is_over = any(term.ends_on and term.ends_on < day for term in terms)
        is_whole = all(name or dimension not in scope for dimension, name in asked.items()) and all(
            term.holds_on(day) for term in terms
        )
        if about and not is_over and not is_whole:
            yield override


def names_of(
    matrix: Matrix, definitions: Definitions, parties: Sequence[PartyAt]
) -> tuple[Named, ...]:
    """The parties as they are called, for a message or a page."""
    return tuple(matrix.called(definitions, one) for one in parties)

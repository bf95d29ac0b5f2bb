"""`monitoring/matrix/responsibilities.yaml`, field for field: who does what about what. Pure.

A default says it for everybody; an override says otherwise for a site, a system, a municipality or
what a contract covers, whole or in part. What an override does not name stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from core.strict import Day, Line, Name, Slug, Strict, Text
from monitoring.responsibility.vocabulary import Activity, Layer, Part


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


PartyNames = Annotated[tuple[Slug, ...], BeforeValidator(_one_or_many)]


class Duties(Strict):
    """Which parties take which part. What is left out is not said here."""

    accountable: PartyNames | None = None
    """Who answers for it: exactly one. It is taken as a list so that two can be told of."""
    responsible: PartyNames | None = None
    """Who does it: at least one."""
    consulted: PartyNames | None = None
    """Who is asked before."""
    informed: PartyNames | None = None
    """Who is told, and gets a copy of alerts."""

    @property
    def said(self) -> Iterator[tuple[Part, tuple[str, ...]]]:
        """Each part that something is said of."""
        for part in Part:
            names = getattr(self, part.value)
            if names is not None:
                yield part, names


class LayerDefault(Strict):
    """Who does what about a layer, where no override says otherwise."""

    every: Duties
    """For each activity."""
    but: dict[Activity, Duties] = Field(default_factory=dict)
    """What is otherwise for one of them."""


class Term(Strict):
    """From when and until when something holds; both days included."""

    starts_on: Day | None = None
    ends_on: Day | None = None

    def holds_on(self, day: date) -> bool:
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)

    def meets(self, other: Term) -> bool:
        """Whether there is a day on which both hold."""
        return (self.starts_on or date.min) <= (other.ends_on or date.max) and (
            other.starts_on or date.min
        ) <= (self.ends_on or date.max)


class Contract(Term):
    """What was agreed with a party about some members' systems."""

    name: Name
    party: Slug
    members: tuple[Slug, ...] = ()
    """Whose; all members where none is named."""
    systems: tuple[Slug, ...] = ()
    """Which; all systems where none is named."""
    paper: Line | None = None
    """Where the paper is."""


class Override(Duties, Term):
    """What is otherwise than the defaults say, and where."""

    layers: tuple[Layer, ...] = Field(min_length=1)
    activities: tuple[Activity, ...] = ()
    """All where none is named."""
    sites: tuple[Slug, ...] = ()
    members: tuple[Slug, ...] = ()
    systems: tuple[Slug, ...] = ()
    contract: Slug | None = None
    """Holds for what this contract covers, as long as it runs."""
    reason: Text
    """Why, for whoever reads it in five years."""


class Responsibilities(Strict):
    """Who answers for what."""

    contracts: dict[Slug, Contract] = Field(default_factory=dict)
    defaults: dict[Layer, LayerDefault]
    overrides: tuple[Override, ...] = ()

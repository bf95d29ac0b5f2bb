"""One cell of the matrix: a layer at one place, an activity, and who takes which part. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.wording import Location
from monitoring.responsibility.vocabulary import Activity, Layer, Part


@dataclass(frozen=True, slots=True, order=True)
class PartyAt:
    """A party; of one that each municipality has, that of `member`."""

    party: str
    member: str = ""

    @property
    def key(self) -> str:
        """Its name in labels and among receivers, which never changes: `usuki.ict-section`."""
        return f"{self.member}.{self.party}" if self.member else self.party


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A layer where it is one: what it is not one for each of is empty."""

    layer: Layer
    site: str = ""
    member: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Who takes which part in an activity at a place, and which row of the files says so."""

    place: Place
    activity: Activity
    parts: Mapping[Part, tuple[PartyAt, ...]]
    rows: Mapping[Part, Location]
    """Where in responsibilities.yaml each part is said."""

    @property
    def accountable(self) -> PartyAt:
        return self.parts[Part.ACCOUNTABLE][0]

    @property
    def informed(self) -> tuple[PartyAt, ...]:
        """Who gets a copy: whoever is called needs none."""
        accountable = self.accountable
        return tuple(one for one in self.parts.get(Part.INFORMED, ()) if one != accountable)

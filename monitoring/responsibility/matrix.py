"""The whole matrix, and the questions that everybody asks of it: who, for what, when. Pure.

`monitoring/responsibility/store.py` reads it. Of the municipalities' own parties it knows the
contacts from their files, so that a municipality's telephone number is written once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from core.calendar import A_DAY
from core.eras import JAPAN
from core.message import Named
from core.wording import Location
from monitoring.responsibility.cell import Cell, PartyAt, Place
from monitoring.responsibility.duties import Contract, Duties, Override, Responsibilities, Term
from monitoring.responsibility.holidays import Holidays
from monitoring.responsibility.layers import Layers
from monitoring.responsibility.party import Parties, Party
from monitoring.responsibility.vocabulary import (
    CALLED_FOR,
    Activity,
    Dimension,
    Layer,
    Part,
)
from tenants.definitions import Definitions, Read
from tenants.member import Reachable

MATRIX_FOLDER = Path("monitoring/matrix")
LAYERS_FILE = MATRIX_FOLDER / "layers.yaml"
PARTIES_FILE = MATRIX_FOLDER / "parties.yaml"
HOLIDAYS_FILE = MATRIX_FOLDER / "holidays.yaml"
RESPONSIBILITIES_FILE = MATRIX_FOLDER / "responsibilities.yaml"

Said = tuple[Mapping[Part, tuple[str, ...]], Mapping[Part, Location]]
"""The names that stand in the files, and where each part is said."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parties, layers, who answers for what, and the days on which offices are closed."""

    layers: Read[Layers]
    parties: Read[Parties]
    responsibilities: Read[Responsibilities]
    holidays: Read[Holidays]
    _narrow: Mapping[Layer, list[tuple[int, Override]]] = field(default_factory=dict)
    _scopes: list[Mapping[str, frozenset[str]]] = field(default_factory=list)
    """Of each override what it names, read once."""
    _said: dict[object, Said] = field(default_factory=dict)
    """What was found for a layer, an activity and the rows that hold: most places are alike."""
    _last: dict[object, tuple[str | None, Mapping[Part, tuple[PartyAt, ...]]]] = field(
        default_factory=dict
    )
    """And of which municipality it was asked last, whose systems come one behind the other."""

    @classmethod
    def of(
        cls,
        layers: Read[Layers],
        parties: Read[Parties],
        responsibilities: Read[Responsibilities],
        holidays: Read[Holidays],
    ) -> Matrix:
        narrow: dict[Layer, list[tuple[int, Override]]] = {}
        for index, override in enumerate(responsibilities.value.overrides):
            for layer in override.layers:
                narrow.setdefault(layer, []).append((index, override))
        whole = cls(layers, parties, responsibilities, holidays, narrow)
        whole._scopes.extend(whole.scope(one) for one in responsibilities.value.overrides)
        return whole

    def party(self, name: str) -> Party:
        return self.parties.value.parties[name]

    def dimensions(self, layer: Layer) -> tuple[Dimension, ...]:
        return self.layers.value.layers[layer].one_for_each

    def place(self, layer: Layer, site: str = "", member: str = "", system: str = "") -> Place:
        """The place of a layer, without what the layer is not one for each of."""
        kept = self.dimensions(layer)
        return Place(
            layer,
            site if Dimension.SITE in kept else "",
            member if Dimension.MEMBER in kept else "",
            system if Dimension.SYSTEM in kept else "",
        )

    def cell(self, place: Place, activity: Activity, day: date) -> Cell:
        """Who takes which part in `activity` at `place` on `day`, of a matrix without problems."""
        holding = tuple(
            index
            for index, override in self._narrow.get(place.layer, ())
            if self._covers(index, override, place, activity, day)
        )
        key = (place.layer, activity, holding)
        if key not in self._said:
            self._said[key] = self._read(place.layer, activity, holding)
        names, rows = self._said[key]
        member, parts = self._last.get(key, (None, {}))
        if member != place.member:
            parts = {
                part: tuple(self.at(name, place.member) for name in named)
                for part, named in names.items()
            }
            self._last[key] = (place.member, parts)
        return Cell(place, activity, parts, rows)

    def _read(self, layer: Layer, activity: Activity, holding: Sequence[int]) -> Said:
        """Who takes which part by the default and these overrides, the narrower one last."""
        default = self.responsibilities.value.defaults[layer]
        overrides = self.responsibilities.value.overrides
        rows: list[tuple[int, Location, Duties]] = [
            (0, ("defaults", layer.value, "every"), default.every)
        ]
        if activity in default.but:
            where = ("defaults", layer.value, "but", activity.value)
            rows.append((1, where, default.but[activity]))
        rows += [
            (1 + len(self._scopes[index]), ("overrides", index), overrides[index])
            for index in holding
        ]
        names: dict[Part, tuple[str, ...]] = {}
        said: dict[Part, Location] = {}
        for _, location, duties in sorted(rows, key=lambda row: row[0]):
            for part, named in duties.said:
                names[part] = named
                said[part] = (*location, part.value)
        return names, said

    def called_for(self, place: Place, day: date) -> Cell:
        """The cell whose accountable party is called when the layer is broken at `place`."""
        return self.cell(place, CALLED_FOR, day)

    def owners_of(self, layer: Layer) -> tuple[str, ...]:
        """Every party that some row, on whatever day, makes the one whom this layer calls."""
        rows = self._rows_called_for(layer)
        return tuple(dict.fromkeys(name for row in rows for name in row.accountable or ()))

    def named_in(self, layer: Layer) -> tuple[str, ...]:
        """Every party that some row, on whatever day, calls for this layer or tells of it."""
        rows = self._rows_called_for(layer)
        heard = (name for row in rows for name in (*(row.accountable or ()), *(row.informed or ())))
        return tuple(dict.fromkeys(heard))

    def _rows_called_for(self, layer: Layer) -> list[Duties]:
        default = self.responsibilities.value.defaults[layer]
        rows: list[Duties] = [default.every]
        if CALLED_FOR in default.but:
            rows.append(default.but[CALLED_FOR])
        return rows + [
            override
            for _, override in self._narrow.get(layer, ())
            if not override.activities or CALLED_FOR in override.activities
        ]

    def at(self, name: str, member: str = "") -> PartyAt:
        """The party, and whose it is where each municipality has one.

        Of a layer that is nobody's in particular, a party of each member stays without one.
        """
        return PartyAt(name, member if self.party(name).each_member else "")

    def contract_of(self, override: Override) -> Contract | None:
        """The contract that an override holds for."""
        if override.contract is None:
            return None
        return self.responsibilities.value.contracts.get(override.contract)

    def terms(self, override: Override) -> tuple[Term, ...]:
        """Everything that says from when until when an override holds: all of them must."""
        contract = self.contract_of(override)
        return (override,) if contract is None else (override, contract)

    def scope(self, override: Override) -> Mapping[str, frozenset[str]]:
        """By what an override names, which: what is not there holds for all.

        A row beats those whose names it has and more; no two others may say differently.
        """
        contract = self.contract_of(override)
        named = {
            "activities": frozenset(one.value for one in override.activities),
            "sites": frozenset(override.sites),
            "members": frozenset(override.members or (contract.members if contract else ())),
            "systems": frozenset(override.systems or (contract.systems if contract else ())),
        }
        return {dimension: names for dimension, names in named.items() if names}

    def _covers(
        self, index: int, override: Override, place: Place, activity: Activity, day: date
    ) -> bool:
        if not all(term.holds_on(day) for term in self.terms(override)):
            return False
        own = {
            "activities": activity.value,
            "sites": place.site,
            "members": place.member,
            "systems": place.system,
        }
        return all(own[dimension] in names for dimension, names in self._scopes[index].items())

    def contacts(self, definitions: Definitions, party: PartyAt) -> Sequence[Reachable]:
        """At which desks the party is reached; of each member's, those in the member's own file."""
        role = self.party(party.party).each_member
        if role is None:
            return self.party(party.party).contacts
        member = definitions.members.get(party.member)
        if member is None:
            return ()
        return tuple(one for one in member.value.contacts if one.role == role)

    def called(self, definitions: Definitions, party: PartyAt) -> Named:
        """The party's name, that of its municipality before it; whom the matrix knows no longer, an
        alert may still name, by its key."""
        known = self.parties.value.parties.get(party.party)
        if known is None:
            return Named(party.key, party.key)
        name = known.name
        if party.member not in definitions.members:
            return Named(name.ja, name.en)
        member = definitions.members[party.member].value.name
        return Named(f"{member.ja} {name.ja}", f"{name.en} of {member.en}")

    def is_on_duty(self, name: str, at: datetime) -> bool:
        """Whether the party itself answers at a moment, by its hours in Japan and the holidays."""
        party = self.party(name)
        if party.around_the_clock:
            return True
        there = at.astimezone(JAPAN)
        if there.date() in self.holidays.value.days and not party.works_on_holidays:
            return False
        return any(hours.hold_at(there) for hours in party.duty)

    def answering(self, party: PartyAt, at: datetime) -> PartyAt:
        """Who answers for the party at a moment: itself, or whoever has its nights."""
        night = self.party(party.party).night
        if night is None or self.is_on_duty(party.party, at):
            return party
        return self.at(night, party.member)

    def days_of_change(self) -> Iterator[date]:
        """Every day from which on another row may hold, in order."""
        days: set[date] = set()
        contracts = self.responsibilities.value.contracts.values()
        for term in (*self.responsibilities.value.overrides, *contracts):
            days |= {term.starts_on} if term.starts_on else set()
            days |= {term.ends_on + A_DAY} if term.ends_on else set()
        yield from sorted(days)

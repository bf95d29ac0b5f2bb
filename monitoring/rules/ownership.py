"""Whose an alert is, written on its rule: one text for all places, and the exceptions. Pure.

Most places of a layer have the same row of the matrix, but for the municipality's name. So a rule
carries that as a template of Prometheus, and what an override says otherwise as a comparison before
it: no rule more for ten municipalities than for one thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitoring.responsibility.cell import Cell, PartyAt, Place
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Dimension, Layer, Part
from monitoring.routing.labels import OWNER, TOLD, places, told_of
from tenants.definitions import Definitions

ROW = "row"
"""Where the files say whose it is: evidence for whoever is called, and for whoever is told."""

_MEMBER = "{{ $labels.member }}"
_PLACED = (Dimension.SITE, Dimension.MEMBER, Dimension.SYSTEM)


@dataclass(frozen=True, slots=True)
class Ownership:
    """What stands on every alert of a layer, as templates of Prometheus."""

    owner: str
    told: str
    row: str

    @property
    def labels(self) -> dict[str, str]:
        return {OWNER: self.owner, TOLD: self.told}


def ownerships(matrix: Matrix, definitions: Definitions, day: date) -> dict[Layer, Ownership]:
    """Of each layer of which there is a place at all."""
    cells: dict[Layer, list[Cell]] = {}
    for place in places(matrix, definitions):
        cells.setdefault(place.layer, []).append(matrix.called_for(place, day))
    return {layer: _of(layer, found, matrix) for layer, found in cells.items()}


def _of(layer: Layer, cells: list[Cell], matrix: Matrix) -> Ownership:
    names = [one.value for one in _PLACED if one in matrix.dimensions(layer)]
    rows = {one.rows[Part.ACCOUNTABLE] for one in cells}
    said = {row: str(matrix.responsibilities.document.position(row)) for row in rows}

    def template(value: Callable[[Cell], str]) -> str:
        return _template({one.place: value(one) for one in cells}, names)

    return Ownership(
        template(lambda cell: _as_template(cell.accountable, cell).key),
        template(lambda cell: told_of(_as_template(one, cell) for one in cell.informed)),
        template(lambda cell: said[cell.rows[Part.ACCOUNTABLE]]),
    )


def _as_template(party: PartyAt, cell: Cell) -> PartyAt:
    """The party, its municipality's name as the alert's own label will fill it in."""
    own = bool(party.member) and party.member == cell.place.member
    return PartyAt(party.party, _MEMBER) if own else party


def _template(values: Mapping[Place, str], names: Sequence[str]) -> str:
    """The text that most places have; before it the others', each with its places."""
    [(usual, _), *others] = Counter(values.values()).most_common()
    labels = " ".join(f"$labels.{name}" for name in names)
    key = f'printf "{"/".join(["%s"] * len(names))}" {labels}'
    text = usual
    for value, _ in others:
        where = " ".join(
            f'"{"/".join(getattr(place, name) for name in names)}"'
            for place, one in sorted(values.items())
            if one == value
        )
        text = f"{{{{ if eq ({key}) {where} }}}}{value}{{{{ else }}}}{text}{{{{ end }}}}"
    return text


def everybodys(layer: Layer, matrix: Matrix) -> tuple[str, ...]:
    """Parties of every municipality that may hear of a layer that is nobody's in particular.

    What such an alert says of one municipality, all of them would read.
    """
    if Dimension.MEMBER in matrix.dimensions(layer):
        return ()
    return tuple(
        name for name in matrix.named_in(layer) if matrix.party(name).each_member is not None
    )

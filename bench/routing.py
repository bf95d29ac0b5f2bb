"""Alert routes for all 1,741 municipalities: seconds to make them, and what a real Alertmanager
makes of them, as JSON: alerts each second, and milliseconds from an alert to its call, of our tree
and of one with a branch for each cell, for so few municipalities as such a one bears.

`python -m bench.routing --codes TABLE.csv`; needs no lab. Whose 20 systems and 10 layers each are
is counted beside it, for that is reckoned where alerts are made and not in the routes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, product
from pathlib import Path
from typing import TypeVar

from bench.alertmanager import figures_of
from bench.check import TABLE
from bench.rehearsal.nation import write_nation
from core.files import write_whole
from core.home import REPOSITORY
from core.kept import all_kept
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.store import read_matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.alertmanager import check_config
from monitoring.routing.configuration import Configuration, Matcher, Op, Receiver, Route
from monitoring.routing.labels import (
    ALERTNAME,
    LAYER,
    MEMBER,
    SEVERITY,
    SYSTEM,
    TOLD,
    Severity,
    ownership_of,
)
from monitoring.routing.tree import configuration
from tenants.definitions import Definitions
from tenants.store import read_definitions

SYSTEMS, LAYERS = 20, 10
FLAT_MEMBERS = 10
DAY = date(2026, 11, 26)

Made = TypeVar("Made")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codes", type=Path, default=TABLE, help="the table of municipalities")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_nation(REPOSITORY, arguments.codes, root)
        definitions, _ = read_definitions(root)
        matrix, _ = read_matrix(root)
        if definitions is None or matrix is None:
            raise ValueError("the files of all municipalities cannot be read")
        json.dump(figures(definitions, matrix, root / "alertmanager.yml"), sys.stdout, indent=2)


def figures(definitions: Definitions, matrix: Matrix, file: Path) -> dict[str, float]:
    with all_kept():
        made, making = timed(lambda: configuration(matrix, definitions))
        text, writing = timed(made.text)
    _, storing = timed(lambda: write_whole(file, text))
    _, owning = timed(lambda: owners(definitions, matrix))
    _, checking = timed(lambda: check_config(text))
    flat = tuple(definitions.present_members())[:FLAT_MEMBERS]
    return {
        **figures_of(made, owned_alerts(definitions, matrix)),
        **{
            f"flat_{name}": value
            for name, value in figures_of(one_for_each_cell(flat), cells(flat)).items()
        },
        "flat_members": FLAT_MEMBERS,
        "members": len(definitions.members),
        "routes": sum(1 for _ in made.route.walk()),
        "receivers": len(made.receivers),
        "megabytes": round(len(text.encode()) / 1e6, 2),
        "made_and_written_seconds": round(making + writing + storing, 2),
        "amtool_seconds": round(checking, 2),
        "owners_of_all_cells_seconds": round(owning, 2),
    }


def owners(definitions: Definitions, matrix: Matrix) -> int:
    """The owner of every cell of so many systems and layers of each municipality."""
    found = 0
    for member in definitions.members:
        for system in range(SYSTEMS):
            for layer in list(Layer)[:LAYERS]:
                place = matrix.place(layer, "primary", member, f"system-{system}")
                found += bool(ownership_of(matrix.called_for(place, DAY)).owner)
    return found


def owned_alerts(definitions: Definitions, matrix: Matrix) -> Iterator[Mapping[str, str]]:
    """Critical ones of servers, of one municipality after the other, without end."""
    for number in count():
        for member in definitions.present_members():
            place = matrix.place(Layer.OS, "primary", member, f"system-{number % SYSTEMS}")
            owned = ownership_of(matrix.called_for(place, DAY)).labels
            alone = {name: value for name, value in owned.items() if name != TOLD}
            yield {**alone, SEVERITY: Severity.CRITICAL, ALERTNAME: f"number-{number}"}


def one_for_each_cell(members: Sequence[str]) -> Configuration:
    """What Alertmanager's own documents suggest: the whole matrix in the tree."""
    branches = tuple(
        Route("somebody", tuple(Matcher(name, Op.IS, value) for name, value in cell.items()))
        for cell in every_cell(members)
    )
    return Configuration(
        Route("nobody", group_by=(MEMBER, SYSTEM, LAYER, ALERTNAME), routes=branches),
        (Receiver("nobody"), Receiver("somebody")),
    )


def every_cell(members: Sequence[str]) -> Iterator[Mapping[str, str]]:
    for member, system, layer, severity in product(
        members, range(SYSTEMS), list(Layer)[:LAYERS], (*Severity, "info")
    ):
        yield {MEMBER: member, SYSTEM: f"system-{system}", LAYER: layer, SEVERITY: str(severity)}


def cells(members: Sequence[str]) -> Iterator[Mapping[str, str]]:
    for number in count():
        for cell in every_cell(members):
            yield {**cell, ALERTNAME: f"number-{number}"}


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """What was made, and the seconds of processor time that it took, other programs' too."""
    start = sum(os.times()[:4])
    made = make()
    return made, sum(os.times()[:4]) - start


if __name__ == "__main__":
    main()

"""Alert routes for all 1,741 municipalities: seconds to make them, and what a real Alertmanager
makes of them, as JSON.

`python -m bench.routing --codes TABLE.csv`; needs no lab. Whose 20 systems and 10 layers each are
is counted beside it, for that is reckoned where alerts are made and not in the routes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from bench.check import TABLE
from bench.rehearsal.nation import write_nation
from core.files import write_whole
from core.home import REPOSITORY
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.store import read_matrix
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.alertmanager import check_config
from monitoring.routing.labels import ownership_of
from monitoring.routing.tree import configuration
from tenants.definitions import Definitions
from tenants.store import read_definitions

SYSTEMS, LAYERS = 20, 10

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
    made, making = timed(lambda: configuration(matrix, definitions))
    text, writing = timed(made.text)
    _, storing = timed(lambda: write_whole(file, text))
    _, owning = timed(lambda: owners(definitions, matrix))
    _, checking = timed(lambda: check_config(text))
    return {
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
                found += bool(ownership_of(matrix.called_for(place, date(2026, 11, 26))).owner)
    return found


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """What was made, and the seconds of processor time that it took, other programs' too."""
    start = sum(os.times()[:4])
    made = make()
    return made, sum(os.times()[:4]) - start


if __name__ == "__main__":
    main()

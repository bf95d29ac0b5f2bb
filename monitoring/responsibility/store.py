"""Reads the matrix. Adapter: the only module here that opens a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from core.message import say
from core.problem import Position, Problem
from core.strict import Strict
from monitoring.responsibility.duties import Responsibilities
from monitoring.responsibility.holidays import Holidays
from monitoring.responsibility.layers import Layers
from monitoring.responsibility.matrix import (
    HOLIDAYS_FILE,
    LAYERS_FILE,
    MATRIX_FOLDER,
    PARTIES_FILE,
    RESPONSIBILITIES_FILE,
    Matrix,
)
from monitoring.responsibility.party import Parties
from tenants.definitions import Read
from tenants.store import not_read_beside, read_file

ModelT = TypeVar("ModelT", bound=Strict)


def read_matrix(root: Path) -> tuple[Matrix | None, list[Problem]]:
    """The matrix below `root`, or None and every problem of form.

    A consortium that has no matrix yet has no problem with it either.
    """
    if not (root / MATRIX_FOLDER).is_dir():
        return None, []
    layers, problems = _read(root, LAYERS_FILE, Layers)
    parties, more = _read(root, PARTIES_FILE, Parties)
    duties, yet_more = _read(root, RESPONSIBILITIES_FILE, Responsibilities)
    holidays, last = _read(root, HOLIDAYS_FILE, Holidays)
    strays = not_read_beside(root, LAYERS_FILE, PARTIES_FILE, RESPONSIBILITIES_FILE, HOLIDAYS_FILE)
    problems = sorted(problems + more + yet_more + last + strays)
    if layers is None or parties is None or duties is None or holidays is None:
        return None, problems
    return Matrix.of(layers, parties, duties, holidays), problems


def _read(root: Path, path: Path, model: type[ModelT]) -> tuple[Read[ModelT] | None, list[Problem]]:
    if not (root / path).exists():
        message = say(
            "is missing, without which nobody knows who answers for what; restore it from git"
        )
        return None, [Problem(Position(path, 1, 1), "", "", message)]
    return read_file(root, path, model)

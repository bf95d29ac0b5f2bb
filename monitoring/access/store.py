"""Reads the persons' files. Adapter."""

from __future__ import annotations

from pathlib import Path

from core.problem import Problem
from monitoring.access.operator import Operator
from monitoring.access.staff import OPERATORS_FOLDER, Staff
from monitoring.responsibility.matrix import Matrix
from tenants.definitions import Read
from tenants.store import read_folder


def read_operators(root: Path) -> tuple[dict[str, Read[Operator]], list[Problem]]:
    """By the files' names, and every problem of form.

    A consortium that has no such folder lets no person in by certificate, and has no problem.
    """
    if not (root / OPERATORS_FOLDER).is_dir():
        return {}, []
    return read_folder(root, OPERATORS_FOLDER, Operator)


def staff_of(operators: dict[str, Read[Operator]], matrix: Matrix | None) -> Staff | None:
    """None where nobody has written yet who answers for what: no party is known then."""
    return None if matrix is None else Staff(operators, matrix)

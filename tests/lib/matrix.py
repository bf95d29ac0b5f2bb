"""The shipped matrix, and what becomes of it when a line of its files is another."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from core.document import Document
from core.strict import Strict
from monitoring.responsibility.duties import Responsibilities
from monitoring.responsibility.matrix import RESPONSIBILITIES_FILE, Matrix
from monitoring.responsibility.store import read_matrix
from tenants.definitions import Read
from tests.lib.definitions import ROOT

ModelT = TypeVar("ModelT", bound=Strict)


@cache
def shipped_matrix() -> Matrix:
    matrix, problems = read_matrix(ROOT)
    if matrix is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    return matrix


def with_rows(rows: str, matrix: Matrix | None = None) -> Matrix:
    """The matrix with these overrides, as a person writes them, instead of the shipped ones."""
    whole = matrix or shipped_matrix()
    text = whole.responsibilities.document.text
    text = text[: text.index("overrides:")] + f"overrides:\n{rows}"
    duties = read_as(Responsibilities, text, RESPONSIBILITIES_FILE)
    return Matrix.of(whole.layers, whole.parties, duties, whole.holidays)


def read_as(model: type[ModelT], text: str, file: Path) -> Read[ModelT]:
    document, problems = Document.parse(text, file)
    if document is None:
        raise ValueError("\n".join(map(str, problems)))
    value, problems = document.read_as(model)
    if value is None:
        raise ValueError("\n".join(map(str, problems)))
    return Read(document, value)

"""Reads procedures. Adapter: the only module of `runbooks` that opens a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.errors import UserError
from core.message import say
from core.names import nearest
from core.problem import Problem
from runbooks.procedure import Procedure
from tenants.definitions import Read
from tenants.store import read_folder

FOLDER = Path("runbooks/procedures")


def read_procedures(root: Path) -> tuple[dict[str, Read[Procedure]], list[Problem]]:
    """All files below `root`, and every problem of form. A file that is wrong is left out.

    A copy of the files for a rehearsal need not hold any.
    """
    if not (root / FOLDER).is_dir():
        return {}, []
    return read_folder(root, FOLDER, Procedure)


def need_procedure(procedures: Mapping[str, Read[Procedure]], name: str) -> Read[Procedure]:
    """Raises: UserError where there is none of that name."""
    near = nearest(name, procedures)
    if name not in procedures and near is not None:
        raise UserError(
            say("there is no procedure {name}; did you mean {near}?", name=name, near=near)
        )
    if name not in procedures:
        raise UserError(
            say(
                "there is no procedure {name}; there are {known}",
                name=name,
                known=tuple(procedures) or "–",
            )
        )
    return procedures[name]

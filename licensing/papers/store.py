"""Reads rules, entitlements and declarations.

Adapter: the only module of `licensing` that opens a YAML file.
"""

from __future__ import annotations

from pathlib import Path

from core.problem import Problem
from licensing.papers.declaration import Declaration
from licensing.papers.entitlement import Entitlement
from licensing.papers.licences import RULES_FOLDER, Licences
from licensing.papers.rule import Rule
from tenants.definitions import Read
from tenants.store import definition_files, read_folder

ENTITLEMENTS_FOLDER = Path("licensing/entitlements")
DECLARATIONS_FOLDER = Path("licensing/declarations")


def read_licences(root: Path) -> tuple[Licences, list[Problem]]:
    """All files below `root`, and every problem of form. A file that is wrong is left out."""
    rules, problems = read_folder(root, RULES_FOLDER, Rule)
    entitlements, more = read_folder(root, ENTITLEMENTS_FOLDER, Entitlement)
    declarations, yet_more = _declarations(root)
    files = {file.stem for file in definition_files(root / RULES_FOLDER)}
    unreadable = frozenset(files - rules.keys())
    return Licences(rules, entitlements, declarations, unreadable), sorted(
        problems + more + yet_more
    )


def _declarations(root: Path) -> tuple[dict[str, Read[Declaration]], list[Problem]]:
    """Nobody need declare anything, as long as no rule asks."""
    if not (root / DECLARATIONS_FOLDER).is_dir():
        return {}, []
    return read_folder(root, DECLARATIONS_FOLDER, Declaration)

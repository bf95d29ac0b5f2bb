"""Reads rules and entitlements. Adapter: the only module of `licensing` that opens a YAML file."""

from __future__ import annotations

from pathlib import Path

from core.problem import Problem
from licensing.papers.entitlement import Entitlement
from licensing.papers.licences import Licences
from licensing.papers.rule import Rule
from tenants.store import definition_files, read_folder

RULES_FOLDER = Path("licensing/rules")
ENTITLEMENTS_FOLDER = Path("licensing/entitlements")


def read_licences(root: Path) -> tuple[Licences, list[Problem]]:
    """All files below `root`, and every problem of form. A file that is wrong is left out."""
    rules, problems = read_folder(root, RULES_FOLDER, Rule)
    entitlements, more = read_folder(root, ENTITLEMENTS_FOLDER, Entitlement)
    files = {file.stem for file in definition_files(root / RULES_FOLDER)}
    unreadable = frozenset(files - rules.keys())
    return Licences(rules, entitlements, unreadable), sorted(problems + more)

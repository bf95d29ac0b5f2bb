"""Reads rules and entitlements. The only module of `licensing` that opens a YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.problem import Problem
from licensing.papers.entitlement import Entitlement
from licensing.papers.rule import Rule
from tenants.definitions import Read
from tenants.store import definition_files, read_folder

RULES_FOLDER = Path("licensing/rules")
ENTITLEMENTS_FOLDER = Path("licensing/entitlements")


@dataclass(frozen=True)
class Licences:
    """Everything that is written about licences, by the files' names."""

    rules: Mapping[str, Read[Rule]]
    entitlements: Mapping[str, Read[Entitlement]]
    unreadable_rules: frozenset[str] = frozenset()
    """Names of files that are there but could not be read as rules."""


def read_licences(root: Path) -> tuple[Licences, list[Problem]]:
    """All files below `root`, and every problem of form. A file that is wrong is left out."""
    rules, problems = read_folder(root, RULES_FOLDER, Rule)
    entitlements, more = read_folder(root, ENTITLEMENTS_FOLDER, Entitlement)
    files = {file.stem for file in definition_files(root / RULES_FOLDER)}
    unreadable = frozenset(files - rules.keys())
    return Licences(rules, entitlements, unreadable), sorted(problems + more)

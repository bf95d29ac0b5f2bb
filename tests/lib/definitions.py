"""The checkout's own definitions, and small variations of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tenants.definitions import Definitions
from tenants.store import read_definitions

ROOT = Path(__file__).resolve().parent.parent.parent


def shipped() -> Definitions:
    """What is in the checkout."""
    definitions, problems = read_definitions(ROOT)
    if definitions is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    return definitions


def copied_to(folder: Path) -> Path:
    """A copy of all files that people edit, to be changed at will."""
    for part in ("tenants", "infra/sites", "licensing/rules", "licensing/entitlements"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.py"))
    return folder

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


FOUR = ("hita", "kitsuki", "nobeoka", "usuki")
"""A large one and a small one, both network models, a way to the Internet; Kitsuki's home is the
remote site where `as_four` is used, so that each site is somebody's home and somebody's standby."""


def as_four(folder: Path) -> Path:
    """Of a copy the four municipalities that prove as much as the ten, in a third of the time."""
    for file in (folder / "tenants" / "members").glob("*.yaml"):
        if file.stem not in FOUR:
            file.unlink()
    moved = folder / "tenants" / "members" / "kitsuki.yaml"
    text = moved.read_text(encoding="utf-8")
    moved.write_text(text.replace("home_site: primary", "home_site: remote"), encoding="utf-8")
    return folder


def copied_to(folder: Path) -> Path:
    """A copy of all files that people edit, to be changed at will."""
    for part in ("tenants", "infra/sites", "licensing/rules", "licensing/entitlements"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.py"))
    return folder

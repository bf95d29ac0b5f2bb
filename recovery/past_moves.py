"""What each move came to, a file for each member that runs again. Adapter: files."""

from __future__ import annotations

from pathlib import Path

from core.home import Home
from recovery.move_told import MoveTold

FOLDER = "moves"
"""Below `var`."""


def file_of(home: Home, move: str, member: str) -> Path:
    return home.root / FOLDER / move / f"{member}.json"


def told_of(home: Home, move: str) -> list[MoveTold]:
    """Of every member of the move that runs at its target again."""
    return [_read(file) for file in sorted((home.root / FOLDER / move).glob("*.json"))]


def done_by(home: Home, member: str) -> set[str]:
    """The moves by which this member came to run somewhere."""
    return {file.parent.name for file in (home.root / FOLDER).glob(f"*/{member}.json")}


def measured_at(home: Home, site: str) -> list[MoveTold]:
    """Of all moves to the site, the oldest first."""
    found = [_read(file) for file in (home.root / FOLDER).glob("*/*.json")]
    there = [one for one in found if one.target == site]
    return sorted(there, key=lambda one: one.declared_at)


def _read(file: Path) -> MoveTold:
    return MoveTold.read(file.read_text(encoding="utf-8"))

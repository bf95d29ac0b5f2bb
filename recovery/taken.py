"""A point in time that was reached and is still to be copied: kept until its manifest is. Adapter.

Without it a run that was killed between the snapshots and the manifest would stop the servers once
more, for a point in time that it has already.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from core.files import write_private
from core.home import Home
from core.strict import Line, Slug, Strict
from core.units import PositiveGib
from recovery.groups import Group
from recovery.manifest import How, Instant


class TakenVolume(Strict):
    """A volume, and the snapshot that has its content of that moment."""

    name: Line
    id: Line
    type: Line
    gib: PositiveGib
    bootable: bool
    snapshot: Line


class Taken(Strict):
    """Every volume of a system at one point in time."""

    member: Slug
    site: Slug
    system: Slug
    taken_at: Instant
    how: How
    servers: tuple[Line, ...]
    volumes: tuple[TakenVolume, ...] = Field(min_length=1)


def _file(home: Home, group: Group) -> Path:
    return home.root / "backups" / f"{group.stack}.{group.system}.json"


def keep(home: Home, group: Group, taken: Taken) -> None:
    write_private(_file(home, group), taken.model_dump_json())


def kept(home: Home, group: Group) -> Taken | None:
    """None where there is none, or none that can be read: then the servers stop once more."""
    try:
        return Taken.model_validate_json(_file(home, group).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def forget(home: Home, group: Group) -> None:
    _file(home, group).unlink(missing_ok=True)

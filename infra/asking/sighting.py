"""An object that may be what was to be made when somebody was cut off. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sighting:
    """An object in the cloud that fits a pending creation. `broken` says that it is in error."""

    id: str
    broken: bool = False
    empty: bool = False
    """A volume made from an image that no server has ever used: nothing in it is anybody's."""

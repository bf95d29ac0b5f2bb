"""How far a connection came: what one machine can see of the way to another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What came back."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """The other machine says no: the way is whole."""
    NO_ROUTE = "no route"
    """This machine or a router knows no way, or nothing on the network has the address."""
    SILENT = "silent"
    """Nothing: a filter, a port or a line on the way is shut, or the machine itself is dead."""

    @property
    def is_whole(self) -> bool:
        return self in (Way.ACCEPTED, Way.REFUSED)


@dataclass(frozen=True, slots=True)
class BySsh:
    """How far the connection came, and whether the daemon is the one that is meant and works."""

    way: Way
    answers: bool

"""What is asked of OpenStack for one kind of object. Adapter: openstacksdk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cloud.connection import Cloud
from core.message import Message
from infra.asking.sighting import Sighting
from infra.kinds import Kind
from infra.remains.things import Thing
from infra.removal import Removal

GIB = 2**30

Row = Any
"""One object as openstacksdk lists it."""

Inputs = Mapping[str, Any]
"""What a program has asked to be made."""


def thing_of(kind: Message) -> Callable[[Row], Thing]:
    return lambda row: Thing(kind, row.id, row.name or "", row.project_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the table. What is not asked of a kind is None."""

    kind: Kind | Message
    """A word alone for what no program makes."""
    rows: Callable[[Cloud], Iterable[Row]] | None = None
    """All of them, of whatever project: asked as the site's administrator, who sees what others
    have put there as well."""
    thing: Callable[[Row], Thing | None] | None = None
    """A row as something that stands by itself; None for what comes and goes with another."""
    goes: Removal | None = None
    """None where it does not go in the same way whoever wants it to."""
    find: Callable[[Cloud, Inputs], list[Sighting]] | None = None
    """What fits something whose making was cut off, in the project of the login."""
    unmade: Callable[[Cloud, str], None] | None = None
    """None for a kind that is never half made. The other one is its id."""

    @property
    def word(self) -> Message:
        return self.kind.word if isinstance(self.kind, Kind) else self.kind


def named(rows: Callable[[Cloud], Iterable[Row]]) -> Callable[[Cloud, Inputs], list[Sighting]]:
    """Of these, whatever is called as it was to be."""
    return lambda cloud, inputs: [
        Sighting(str(row.id)) for row in rows(cloud) if row.name == inputs["name"]
    ]


def moment_of(text: str | None) -> datetime | None:
    """OpenStack's services tell UTC, some of them without saying so."""
    if not text:
        return None
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)

"""A note that a planned move's source stands still, and which copies there were by then. Files.

A last copy is one that came after it. That is told by numbers, and by Nova's own stamps being the
same as they were: no clock is compared, since Nova's and that of whoever copies may differ, and a
copy of before would then pass for the last. Adapter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

from core.files import write_whole
from core.strict import Line, Slug
from core.units import Count
from recovery.declaration import FOLDER, Declaration
from recovery.manifest import Document, How, Manifest
from recovery.standing_servers import Row


class Stopped(Document):
    """A member's servers at the source were stopped and locked."""

    form: Literal["kumiai.stopped.1"] = "kumiai.stopped.1"
    move: Line
    member: Slug
    changed: dict[Line, Line]
    """By a server's id, when Nova changed it last: whoever starts one makes it another."""
    before: dict[Slug, Count]
    """By system, the newest generation that there was by then."""

    def is_of(self, servers: Collection[Row]) -> bool:
        """Whether nobody has touched any since."""
        return self.changed == changed_of(servers)

    def last(self, newest: Sequence[Manifest]) -> list[Manifest]:
        """Those that came after it. One for which a server was paused was taken while it ran."""
        return [
            one
            for one in newest
            if one.number > self.before.get(one.system, 0) and one.how is not How.PAUSED
        ]


def changed_of(servers: Collection[Row]) -> dict[str, str]:
    return {str(one["id"]): str(one["updated"]) for one in servers}


def note_stopped(
    root: Path,
    paper: Declaration,
    member: str,
    servers: Collection[Row],
    before: Mapping[str, int],
) -> None:
    note = Stopped(move=paper.id, member=member, changed=changed_of(servers), before=dict(before))
    write_whole(_file(root, paper, member), note.text)


def stopped_of(root: Path, paper: Declaration, member: str) -> Stopped | None:
    """None where it was not noted, or cannot be read: then it is copied once more."""
    try:
        return Stopped.read(_file(root, paper, member).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _file(root: Path, paper: Declaration, member: str) -> Path:
    return root / FOLDER / f"{paper.id}.{member}.stopped"

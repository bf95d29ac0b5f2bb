"""A witness that is a folder: of another machine, mounted here. Adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.files import write_whole
from runbooks.witness import Head

VARIABLE = "KUMIAI_WITNESS"


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """A file for each head; none is ever written anew."""

    path: Path

    def keep(self, head: Head) -> None:
        """Raises: OtherSystemFailed where the folder may not be written."""
        file = self.path / head.journal / f"{head.lines:08}-{head.sha256}"
        if not file.exists():
            write_whole(file, "")

    def kept(self, journal: str) -> list[Head]:
        folder = self.path / journal
        names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
        parts = [name.partition("-") for name in names if not name.startswith(".")]
        return [Head(journal, int(lines), sha256) for lines, _, sha256 in parts]


def witness_of(environment: Mapping[str, str]) -> WitnessFolder | None:
    """The one that is named (`KUMIAI_WITNESS`), if any is."""
    named = environment.get(VARIABLE)
    return WitnessFolder(Path(named)) if named else None

"""A witness that is a folder: of another machine, mounted here. Adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.files import write_whole
from runbooks.witness import Head, filed

VARIABLE = "KUMIAI_WITNESS"


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """A file for each head; none is ever written anew."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def keep(self, head: Head) -> None:
        """Raises: OtherSystemFailed where the folder may not be written."""
        write_whole(self.path / head.journal / head.file_name, "")

    def heads(self) -> list[Head]:
        files = sorted(one for one in self.path.glob("*/*") if not one.name.startswith("."))
        return [filed(one.parent.name, one.name) for one in files]


def witness_of(environment: Mapping[str, str]) -> list[WitnessFolder]:
    """The one that is named (`KUMIAI_WITNESS`), if any is."""
    named = environment.get(VARIABLE)
    return [WitnessFolder(Path(named))] if named else []

"""A problem: one thing that is wrong, in one place, said to the person who can fix it.

Pure. Checks return problems, they do not raise them, so that one run shows all of them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from core.message import Message, Translate, in_english
from core.names import harmless


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file that a person edits. Lines and columns count from 1."""

    file: Path
    line: int
    column: int

    def __str__(self) -> str:
        return f"{harmless(str(self.file))}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Printed as `file:line:column: municipality: field: what is wrong, got what; what to do`.

    `subject` is the municipality or site that the file speaks of, empty where there is none.
    """

    position: Position
    subject: str
    field: str
    message: Message = dataclasses.field(compare=False)

    def text(self, translate: Translate = in_english) -> str:
        about = (harmless(self.subject), harmless(self.field))
        said = (str(self.position), *about, self.message.text(translate))
        return ": ".join(part for part in said if part)

    def __str__(self) -> str:
        return self.text()

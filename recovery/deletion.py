"""Which generations may go at once, and what two persons must have signed for more. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from recovery.manifest import Document, Manifest, Sha256

FOLDER = Path("tenants/deletions")
NAMESPACE = "kumiai-deletion"


class Deletion(Document):
    """These generations may go, and no others."""

    form: Literal["kumiai.deletion.1"] = "kumiai.deletion.1"
    manifests: tuple[Sha256, ...] = Field(min_length=1)

    @classmethod
    def of(cls, gone: Sequence[Manifest]) -> Deletion:
        return cls(manifests=tuple(sorted(one.sha256 for one in gone)))


def is_bulk(gone: int, all_of_it: int, percent: int) -> bool:
    """Whether more of a system's generations would go at once than one person may let go.

    What a chain leaves when its time is over is a sixth of what is kept; a file in which somebody
    mistyped the retention lets almost all of it go.

    >>> is_bulk(14, 84, 25), is_bulk(60, 84, 25)
    (False, True)
    """
    return gone * 100 > all_of_it * percent

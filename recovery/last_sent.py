"""The last generation that this machine signed: numbers go on after it. Adapter: a file.

It lies beside the key and not at the source. Whoever deletes every copy there, by mistake or in an
attack, does not make numbers begin at 1 again: a vault would take all that follows for replays.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from core.errors import Exit, UserError
from core.files import write_private
from core.home import Home
from core.message import say
from core.strict import Strict
from core.units import Positive
from recovery.groups import Group
from recovery.manifest import Instant, Manifest, Sha256


class Link(Strict):
    """What the next manifest names as the one before it."""

    number: Positive
    sha256: Sha256
    taken_at: Instant

    @classmethod
    def of(cls, manifest: Manifest) -> Link:
        return cls(number=manifest.number, sha256=manifest.sha256, taken_at=manifest.taken_at)


def remember(home: Home, group: Group, manifest: Manifest) -> None:
    write_private(_file(home, group), Link.of(manifest).model_dump_json())


def newest(home: Home, group: Group, standing: Manifest | None) -> Link | None:
    """What was signed last, whether it still stands at the source or only this machine knows.

    Raises: UserError where what this machine knew is damaged.
    """
    known = [link for link in (_remembered(home, group), standing and Link.of(standing)) if link]
    return max(known, key=lambda link: link.number, default=None)


def _remembered(home: Home, group: Group) -> Link | None:
    file = _file(home, group)
    try:
        return Link.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        raise UserError(
            say(
                "{file} is damaged, and the numbers of the copies of {subject} go on by it; delete "
                "it, and they go on by what stands at {site} or in the vault",
                file=file,
                subject=group.subject,
                site=group.site,
            ),
            Exit.FILE_INVALID,
        ) from None


def file_of(stack: str, system: str) -> Path:
    """Below `var`."""
    return Path("backups") / f"{stack}.{system}.last.json"


def _file(home: Home, group: Group) -> Path:
    return home.root / file_of(group.stack, group.system)

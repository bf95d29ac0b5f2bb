"""Whether a site's guest image is the one that was uploaded. Adapter: reads the image's file.

Glance changes no image that it has, and the program names a path and not what is in the file: a
newer file at the same path, or a new name in the site's file, would be said to be done and never
be uploaded.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.message import Message, say
from infra.engine.resources import State
from infra.kinds import IMAGE


def image_in(state: State) -> str:
    """Glance's checksum of the image that stands, which is MD5; empty where none stands."""
    found = (one for one in state.resources if one.type == IMAGE.token)
    return next((str(one.outputs.get("checksum") or "") for one in found), "")


def image_refused(file: Path, standing: str) -> Message | None:
    """Why the site's stack may not be begun with the image in `file`; None where it may.

    A file that is missing is told by the program, which needs it.
    """
    if not standing or not file.exists() or _md5(file) == standing:
        return None
    return say(
        "{file} is not the guest image that stands at the site, and it would not be uploaded: an "
        "image that stands is never changed; put the file and its name back as they were",
        file=file,
    )


def _md5(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()

"""Whether a site's guest image is the one that was uploaded. Adapter: reads the image's file.

Glance changes no image that it has, and the program names a path and not what is in the file: a
newer file at the same path would be said to be done and never be uploaded. A newer image has a new
name; the one before stays, since boot volumes may be clones of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from blueprint.parts import SiteBlueprint
from core.home import Home
from core.message import Message, say
from infra.engine.resources import NOTHING, State
from infra.engine.state import read_state
from infra.kinds import IMAGE


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The image that a site's stack has uploaded; `checksum` is Glance's, which is MD5."""

    name: str
    checksum: str


def image_in(state: State) -> Uploaded | None:
    """The image that stands; None where none does."""
    found = (one for one in state.resources if one.type == IMAGE.token)
    return next(
        (
            Uploaded(str(one.inputs.get("name") or ""), str(one.outputs.get("checksum") or ""))
            for one in found
        ),
        None,
    )


def stands(home: Home, site: SiteBlueprint) -> bool:
    """Whether the image of that name is at the site already."""
    image = image_in(read_state(home, site.stack) or NOTHING)
    return image is not None and image.name == site.image


def image_refused(file: Path, standing: Uploaded | None) -> Message | None:
    """Why the site's stack may not be begun with the image in `file`; None where it may.

    An image of another name is uploaded beside the one that stands. A file that is missing is
    told by the program, which needs it.
    """
    if standing is None or not standing.checksum or standing.name != file.stem:
        return None
    if not file.exists() or _md5(file) == standing.checksum:
        return None
    return say(
        "{file} is not the guest image that stands at the site, and an image that stands is never "
        "changed: give a newer one a name of its own, in the site's file (`image`) and in {folder}",
        file=file,
        folder=file.parent,
    )


def _md5(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()

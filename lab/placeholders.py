"""Guest images for a lab: each site has one to upload, as `kumiai up` asks for. Adapter: files."""

from __future__ import annotations

from collections.abc import Iterable

from core.files import make_folder
from core.home import Home

PLACEHOLDER_BYTES = 2**20
"""An image without a system: the lab's compute hosts keep books of servers and boot none."""


def put_placeholders(home: Home, images: Iterable[str]) -> None:
    """An image of each name that nobody gave one; one that is there stays."""
    make_folder(home.images)
    for name in images:
        image = home.images / f"{name}.raw"
        if not image.exists():
            with image.open("wb") as file:
                file.truncate(PLACEHOLDER_BYTES)

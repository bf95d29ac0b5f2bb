"""What is in a volume of the lab: Cinder's driver there keeps each as a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from recovery.content import content_of_hashes
from tests.lib.consortium import Consortium
from tests.lib.login import Login


def volume_file(consortium: Consortium, member: str, site: str, name: str) -> Path:
    rows = Login.of_member(consortium.home, member, site).rows("volumes")
    [volume] = [row["id"] for row in rows if row["name"] == name]
    folder = consortium.lab.definition.site(site).folder
    return folder / "data" / "cinder" / "volumes" / f"volume-{volume}"


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_of(file: Path, block_bytes: int) -> str:
    """As manifests have it, by reading the volume, which kumiai itself never does."""
    with file.open("rb") as stream:
        blocks = iter(lambda: stream.read(block_bytes), b"")
        return content_of_hashes(hashlib.sha256(block).hexdigest() for block in blocks)

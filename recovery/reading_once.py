"""A vault of which each object is read once, though two purposes need it. Adapter: Swift, files.

A proof reads a generation to restore it, and where a system has a check of its own the check needs
the same objects: they lie on this machine's disk in between, and not the line between two sites,
which `copy_limits` hold to, carries them twice.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.files import write_private
from recovery.manifest import ObjectCopy, object_of
from recovery.vault import Vault


@dataclass(frozen=True)
class ReadOnce(Vault):
    """What was read lies in `folder`; what lies there is compared as what comes from the vault."""

    folder: Path

    def need(self, copy: ObjectCopy, version: str) -> bytes:
        """Raises: as the vault's."""
        file = self.folder / hashlib.sha256(copy.name.encode()).hexdigest()
        if file.exists():
            content = file.read_bytes()
            if object_of(copy.name, content) == copy:
                return content
        content = super().need(copy, version)
        write_private(file, content)
        return content


@contextmanager
def reading_once(vault: Vault, folder: Path) -> Iterator[ReadOnce]:
    """For as long as this lasts; the folder goes with it."""
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    try:
        yield ReadOnce(vault.services, vault.member, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

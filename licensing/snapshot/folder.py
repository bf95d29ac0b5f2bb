"""A snapshot's folder: it appears whole or not at all, and is never written over. Adapter."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from core.errors import Exit, OtherSystemFailed, UserError
from core.files import ORDINARY_FILE, locked, not_written, reason_of
from core.message import say

READABLE_FOLDER = 0o755


def write_snapshot(folder: Path, files: Mapping[str, bytes]) -> None:
    """All files, on disk before the folder has its name.

    Raises: UserError where it is there already; OtherSystemFailed where it cannot be written.
    """
    with locked(folder.parent / f".{folder.name}.lock"):
        if folder.exists():
            raise UserError(
                say("{file} is there already; it is not overwritten", file=folder),
                Exit.RULE_BROKEN,
            )
        staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            for path, content in files.items():
                _write(staged / path, content)
            staged.chmod(READABLE_FOLDER)
            staged.rename(folder)
            _sync(folder.parent)
        except OSError as error:
            shutil.rmtree(staged, ignore_errors=True)
            raise not_written(folder, error) from error


def read_snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its path there; what a link leads to is not its content.

    Raises: UserError where there is no such folder; OtherSystemFailed where it cannot be read.
    """
    if not folder.is_dir():
        raise UserError(say("{file} is no folder", file=folder))
    try:
        return {
            file.relative_to(folder).as_posix(): b"" if file.is_symlink() else file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_symlink() or not file.is_dir()
        }
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "{file} cannot be read: {reason}",
                file=error.filename or folder,
                reason=reason_of(error),
            )
        ) from error


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True, parents=True)
    file.parent.chmod(READABLE_FOLDER)
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    file.chmod(ORDINARY_FILE)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """So that the names in it outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

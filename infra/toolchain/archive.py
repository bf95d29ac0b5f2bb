"""Takes one program out of an official archive that an operator has put into a folder. Adapter."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

from core.errors import UserError
from core.files import reason_of
from core.message import say


def take(file: Path, program: str, target: Path) -> None:
    """Write the archive's `program` to `target`; nothing else of it is unpacked.

    Raises: UserError where the archive is broken or does not hold the program.
    """
    try:
        with tarfile.open(file) as archive:
            for entry in archive:
                if entry.isfile() and Path(entry.name).name == program:
                    stream = archive.extractfile(entry)
                    assert stream is not None  # it is a file
                    with target.open("wb") as out:
                        shutil.copyfileobj(stream, out)
                    return
    except (tarfile.TarError, OSError, EOFError) as error:
        broken = say("it is no archive, or only part of one")
        reason = reason_of(error) if isinstance(error, OSError) and error.errno else broken
        raise UserError(
            say("{file} cannot be unpacked: {reason}; fetch it again", file=file, reason=reason)
        ) from error
    raise UserError(
        say("{file} holds no {program}; fetch the official archive", file=file, program=program)
    )

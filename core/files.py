"""Writing a file so that a reader, or a crash, never meets half of it. Adapter."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import OtherSystemFailed
from core.message import Message, say

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
ORDINARY_FILE = 0o644
ORDINARY_FOLDER = 0o777
"""Less what the umask takes."""

NO_FILE_OF_OURS = frozenset(
    {
        *(errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG),
        *(errno.EIO, errno.ESTALE, errno.ENXIO, errno.EBUSY),
    }
)
"""A folder, a device or a broken disk is where a file should be."""

MACHINE_REFUSES = {
    *NO_FILE_OF_OURS,
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    *(errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.EMFILE, errno.ENFILE),
}


_MACHINE_SAYS: dict[int, Message] = {
    errno.EACCES: say("Permission denied"),
    errno.EADDRINUSE: say("Address already in use"),
    errno.EBUSY: say("Device or resource busy"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EFBIG: say("File too large"),
    errno.EISDIR: say("Is a directory"),
    errno.EINVAL: say("Invalid argument"),
    errno.EIO: say("Input/output error"),
    errno.ELOOP: say("Too many levels of symbolic links"),
    errno.EMFILE: say("Too many open files"),
    errno.ENAMETOOLONG: say("File name too long"),
    errno.ENFILE: say("Too many open files in system"),
    errno.ENOENT: say("No such file or directory"),
    errno.ENOEXEC: say("Exec format error"),
    errno.ENOSPC: say("No space left on device"),
    errno.ENOTDIR: say("Not a directory"),
    errno.ENOTEMPTY: say("Directory not empty"),
    errno.ENXIO: say("No such device or address"),
    errno.EPERM: say("Operation not permitted"),
    errno.EROFS: say("Read-only file system"),
    errno.ESTALE: say("Stale file handle"),
}
"""In English these are the C library's words, which a search finds."""


def reason_of(error: OSError) -> Message | str:
    """Why the machine refused, to stand in another sentence."""
    if error.errno in _MACHINE_SAYS:
        return _MACHINE_SAYS[error.errno]
    return error.strerror or type(error).__name__


def write_whole(file: Path, content: str | bytes, mode: int = ORDINARY_FILE) -> None:
    """Put `content` into `file`, or leave the old content: nothing in between.

    Raises: OtherSystemFailed where the disk is full or the folder may not be written.
    """
    data = content.encode() if isinstance(content, str) else content
    staged: Path | None = None
    make_folder(file.parent)
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        staged = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            belongs_with_its_folder(staged)
            os.fsync(stream.fileno())
        staged.replace(file)
    except OSError as error:
        if staged is not None:
            staged.unlink(missing_ok=True)
        raise not_written(file, error) from error


def write_private(file: Path, content: str | bytes) -> None:
    """`write_whole` for a secret: the file is 0600 from its first byte, its folder 0700."""
    make_private_folder(file.parent)
    write_whole(file, content, PRIVATE_FILE)


def make_private_folder(folder: Path) -> None:
    """`make_folder` for what nobody else may read: 0700."""
    make_folder(folder, PRIVATE_FOLDER)


def make_folder(folder: Path, mode: int = ORDINARY_FOLDER) -> None:
    """Where it is missing, with those above it.

    Raises: OtherSystemFailed where something else lies there, or a right is missing.
    """
    try:
        if folder.is_dir():
            return
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
        for one in reversed(missing):
            belongs_with_its_folder(one)
    except FileExistsError as error:
        raise not_written(folder, NotADirectoryError(errno.ENOTDIR, "")) from error
    except OSError as error:
        raise not_written(folder, error) from error


def belongs_with_its_folder(made: Path) -> None:
    """What root makes is whose the folder is: nobody else could go on with it otherwise.

    Raises: OSError where the file system lets nobody else own a file.
    """
    if os.geteuid() == 0:
        its, now = made.parent.stat(), made.stat()
        if its.st_uid != now.st_uid:
            os.chown(made, its.st_uid, its.st_gid)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Alone with whatever `file` stands for; waits for others. The kernel lets go when we die.

    Raises: OtherSystemFailed where the file may not be written.
    """
    make_private_folder(file.parent)
    try:
        stream = file.open("a")
        belongs_with_its_folder(file)
    except OSError as error:
        raise not_written(file, error) from error
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def not_written(file: object, error: OSError) -> OtherSystemFailed:
    """The machine, and not we, said no: the disk is full, or a right is missing."""
    if error.errno in NO_FILE_OF_OURS:
        return OtherSystemFailed(
            say(
                "{file} can be neither read nor written: {reason}; put in order what lies there, "
                "and run it again",
                file=file,
                reason=reason_of(error),
            )
        )
    return OtherSystemFailed(
        say(
            "{file} could not be written: {reason}; nothing was changed, "
            "make room or grant the right and run it again",
            file=file,
            reason=reason_of(error),
        )
    )


def machine_refused(error: OSError) -> OtherSystemFailed:
    """The same where nobody noted of which file, and whether it was to be read or written."""
    if isinstance(error, PermissionError) and error.filename:
        return OtherSystemFailed(
            say(
                "{file}: {reason}; grant the right, or do it as the user whose it is",
                file=error.filename,
                reason=reason_of(error),
            )
        )
    return not_written(error.filename or say("the output, or a file"), error)


def is_the_machines(error: OSError) -> bool:
    """Whether an operator can mend it: a full disk, a missing right, too many open files."""
    return error.errno in MACHINE_REFUSES

"""A volume's image put together from its chain of copies, without Cinder. Adapter: files, `zstd`.

A backup's `…_metadata` says of each object where its bytes begin and how they are packed
(cinder/backup/chunkeddriver.py of 29.0.0). Those of the full copy come first, then what each later
one changed; a block of nothing but zeros in the first is a hole in the file.
"""

from __future__ import annotations

import bz2
import errno
import json
import os
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from core.errors import Exit, OtherSystemFailed, UserError
from core.message import say
from recovery.content import BYTES_PER_GIB, content_of_hashes
from recovery.manifest import ObjectCopy, VolumeCopy

Read = Callable[[ObjectCopy], bytes]
"""An object's bytes, which whoever gives them has compared with the manifest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an object's bytes belong, and how they are packed."""

    name: str
    offset: int
    packed: str


def pieces_in(metadata: bytes) -> Iterator[Piece]:
    """In the order of the volume. Raises: ValueError where it is no such document."""
    try:
        for row in json.loads(metadata)["objects"]:
            for name, about in row.items():
                yield Piece(str(name), int(about["offset"]), str(about["compression"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no list of objects: {error}") from None


def unpacked(content: bytes, how: str) -> bytes:
    """Raises: ValueError where nobody here knows how; OtherSystemFailed where it is damaged."""
    if how == "none":
        return content
    if how == "zlib":
        return zlib.decompress(content)
    if how == "bz2":
        return bz2.decompress(content)
    if how == "zstd":
        try:
            done = subprocess.run(["zstd", "-dcq"], input=content, capture_output=True, check=False)
        except FileNotFoundError:
            raise OtherSystemFailed(
                say("the program zstd is missing; `apt-get install zstd` and run it again")
            ) from None
        if done.returncode:
            why = done.stderr.decode(errors="replace")
            raise OtherSystemFailed(say("zstd: {detail}", detail=why))
        return done.stdout
    raise ValueError(how)


def write_image(file: Path, chain: Sequence[VolumeCopy], read: Read) -> None:
    """The volume as it was, whole and compared with the newest of `chain`.

    Raises: OtherSystemFailed as `read`; UserError (exit 12) where it is not what it should be.
    """
    leaf = chain[-1]
    with file.open("wb") as image:
        image.truncate(leaf.gib * BYTES_PER_GIB)
        for copy in chain:
            objects = {one.name: one for one in copy.objects}
            for piece in pieces_in(read(objects[f"{copy.prefix}_metadata"])):
                content = unpacked(read(objects[piece.name]), piece.packed)
                if copy.parent is None and not content.strip(b"\0"):
                    continue
                image.seek(piece.offset)
                image.write(content)
        # It is handed over, or looked for after a power cut: what is compared is on the disk.
        image.flush()
        os.fsync(image.fileno())
    if content_of(file, leaf.block_bytes) != leaf.content:
        raise UserError(
            say(
                "{file} is not what {volume} held; take another generation",
                file=file,
                volume=leaf.name,
            ),
            Exit.WORLD_DIFFERS,
        )


def content_of(file: Path, block_bytes: int) -> str:
    """Of a volume's image, as manifests have it; holes of the file are not read."""
    of_zeros = sha256(bytes(block_bytes)).hexdigest()
    with file.open("rb") as image:
        whole = image.seek(0, os.SEEK_END)
        return content_of_hashes(
            of_zeros
            if at + block_bytes <= _data_from(image.fileno(), at, whole)
            else sha256(os.pread(image.fileno(), block_bytes, at)).hexdigest()
            for at in range(0, whole, block_bytes)
        )


def _data_from(image: int, at: int, whole: int) -> int:
    """Where what is no hole begins, at `at` or after it; the file's end where there is nothing."""
    try:
        return os.lseek(image, at, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return whole
        raise

"""What a volume holds, as one hash that both sites can make. Pure.

Cinder keeps with every backup the SHA-256 of each block of the volume as it read it
(`…_sha256file`; cinder/backup/chunkeddriver.py of 29.0.0). The hash of those hashes is made from
that file at the source, and from a restored volume by reading it: if both are equal, so is every
block. A restore that Cinder calls good is compared so too, since Cinder itself compares nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256


def content_of_hashes(hashes: Iterable[str]) -> str:
    """The hash of the blocks' hashes, in the blocks' order."""
    whole = sha256()
    for one in hashes:
        whole.update(bytes.fromhex(one))
    return whole.hexdigest()


def content_in(sha256file: bytes) -> tuple[int, str]:
    """Bytes per block, and the content's hash, from what Cinder keeps with a backup.

    Raises: ValueError where it is no such file.
    """
    try:
        data = json.loads(sha256file)
        return int(data["chunk_size"]), content_of_hashes(map(str, data["sha256s"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no list of hashes: {error}") from None


class Content:
    """The same hash of a volume that is read piece by piece, in order."""

    def __init__(self, block_bytes: int) -> None:
        self._block_bytes = block_bytes
        self._whole = sha256()
        self._rest = b""
        self._zeros = sha256(bytes(block_bytes)).digest()
        self._zero_block = bytes(block_bytes)

    def add(self, piece: bytes) -> None:
        """The next bytes of the volume, however many."""
        data = self._rest + piece
        whole = len(data) - len(data) % self._block_bytes
        for start in range(0, whole, self._block_bytes):
            self._block(data[start : start + self._block_bytes])
        self._rest = data[whole:]

    @property
    def sha256(self) -> str:
        """Once everything was added."""
        found = self._whole.copy()
        if self._rest:
            found.update(sha256(self._rest).digest())
        return found.hexdigest()

    def _block(self, block: bytes) -> None:
        # Most of a volume is empty, and comparing is ten times quicker than hashing.
        if block == self._zero_block:
            self._whole.update(self._zeros)
        else:
            self._whole.update(sha256(block).digest())

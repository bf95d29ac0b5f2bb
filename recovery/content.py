"""What a volume holds, as one hash that both sites can make. Pure.

Cinder keeps with every backup the SHA-256 of each block of the volume as it read it
(`…_sha256file`; cinder/backup/chunkeddriver.py of 29.0.0). The hash of those hashes is taken from
the backup at the source, and from one that is made of the restored volume: if both are equal, so
is every block. Cinder itself compares nothing, and calls a restore good whose content is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

BYTES_PER_GIB = 2**30


def content_of_hashes(hashes: Iterable[str]) -> str:
    """The hash of the blocks' hashes, in the blocks' order."""
    whole = sha256()
    for one in hashes:
        whole.update(bytes.fromhex(one))
    return whole.hexdigest()


def content_in(sha256file: bytes, gib: int) -> tuple[int, str]:
    """Bytes per block, and the content's hash, from what Cinder keeps with a backup of a volume.

    Raises: ValueError where it is no such file, or does not speak of the whole volume.
    """
    try:
        data = json.loads(sha256file)
        block_bytes, hashes = int(data["chunk_size"]), [str(one) for one in data["sha256s"]]
        if block_bytes * len(hashes) != gib * BYTES_PER_GIB:
            raise ValueError(f"{len(hashes)} blocks of {block_bytes} bytes are not {gib} GiB")
        return block_bytes, content_of_hashes(hashes)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no list of hashes: {error}") from None

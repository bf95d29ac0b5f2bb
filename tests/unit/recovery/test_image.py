"""An image put together from copies equals the volume, however its objects were packed."""

from __future__ import annotations

import bz2
import json
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed, UserError
from recovery.content import BYTES_PER_GIB
from recovery.image import content_of, pieces_in, unpacked, write_image
from recovery.manifest import ObjectCopy, VolumeCopy, object_of
from tests.lib.generations import DATA, volume_copy

CHUNK, BLOCK = 4096, 2**20
PACK: dict[str, Callable[[bytes], bytes]] = {
    "none": bytes,
    "zlib": zlib.compress,
    "bz2": bz2.compress,
    "zstd": lambda content: (
        subprocess.run(["zstd", "-cq"], input=content, capture_output=True, check=True).stdout
    ),
}


def copy_of(
    number: int, parent: str | None, chunks: dict[int, tuple[bytes, str]]
) -> tuple[VolumeCopy, dict[str, bytes]]:
    """A backup of chunks by their offsets, each packed in its way; and its objects."""
    made = volume_copy(DATA, number, parent)
    stored, listing = {}, []
    for place, (offset, (content, packed)) in enumerate(chunks.items(), 1):
        name = f"{made.prefix}-{place:05}"
        stored[name] = PACK[packed](content)
        listing.append({name: {"offset": offset, "length": CHUNK, "compression": packed}})
    stored[f"{made.prefix}_metadata"] = json.dumps({"objects": listing}).encode()
    objects = tuple(object_of(name, content) for name, content in stored.items())
    return made.model_copy(update={"objects": objects, "block_bytes": BLOCK}), stored


@pytest.mark.parametrize("packed", PACK)
def test_what_was_packed_is_unpacked(packed: str) -> None:
    assert unpacked(PACK[packed](b"residents" * 99), packed) == b"residents" * 99


def test_later_copies_lie_over_the_full_one_and_zeros_over_what_was_there(tmp_path: Path) -> None:
    end = BYTES_PER_GIB - CHUNK
    full, of_full = copy_of(
        1, None, {0: (b"a" * CHUNK, "zstd"), CHUNK: (b"b" * CHUNK, "none"), end: (b"z", "zlib")}
    )
    later, of_later = copy_of(2, full.backup, {CHUNK: (bytes(CHUNK), "zstd")})
    wanted = tmp_path / "wanted"
    with wanted.open("wb") as file:
        file.truncate(BYTES_PER_GIB)
        file.write(b"a" * CHUNK)
        file.seek(end)
        file.write(b"z")
    leaf = later.model_copy(update={"content": content_of(wanted, BLOCK)})

    def read(copy: ObjectCopy) -> bytes:
        return {**of_full, **of_later}[copy.name]

    image = tmp_path / "image"
    write_image(image, [full, leaf], read)
    assert content_of(image, BLOCK) == leaf.content
    assert image.stat().st_blocks * 512 < 10 * CHUNK
    with pytest.raises(UserError, match=f"is not what {DATA} held; take another generation"):
        write_image(image, [full, later], read)


def test_what_is_damaged_or_no_list_is_refused() -> None:
    with pytest.raises(OtherSystemFailed, match="zstd"):
        unpacked(b"no such thing", "zstd")
    with pytest.raises(ValueError, match="lzma"):
        unpacked(b"", "lzma")
    with pytest.raises(ValueError, match="no list of objects"):
        list(pieces_in(b'{"objects": [1]}'))

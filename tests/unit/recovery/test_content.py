"""A volume's content as one hash, made from Cinder's list at the source and by reading it."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery.content import Content, content_in
from tests.lib.effort import examples

BLOCK = 8


def cinders(volume: bytes) -> bytes:
    """The list that Cinder keeps: as its chunkeddriver.py writes it."""
    blocks = [volume[start : start + BLOCK] for start in range(0, len(volume), BLOCK)]
    hashes = [sha256(block).hexdigest() for block in blocks]
    return json.dumps({"chunk_size": BLOCK, "sha256s": hashes}).encode()


def test_the_hash_of_two_empty_blocks_is_what_anybody_would_compute() -> None:
    empty = sha256(bytes(BLOCK)).digest()
    assert content_in(cinders(bytes(2 * BLOCK))) == (BLOCK, sha256(empty + empty).hexdigest())


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.binary(max_size=20) | st.just(bytes(BLOCK))))
def test_reading_in_any_pieces_gives_the_hash_of_cinders_list(pieces: list[bytes]) -> None:
    volume = b"".join(pieces)
    read = Content(BLOCK)
    for piece in pieces:
        read.add(piece)
    assert content_in(cinders(volume)) == (BLOCK, read.sha256)


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_flipped_bit_is_another_content(volume: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(volume) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = bytearray(volume)
    flipped[place] ^= 1 << bit
    read = Content(BLOCK)
    read.add(bytes(flipped))
    assert content_in(cinders(volume))[1] != read.sha256


def test_what_is_no_such_list_is_refused() -> None:
    for text in (b"", b"[]", b"{}", b'{"chunk_size": 8, "sha256s": ["xy"]}'):
        with pytest.raises(ValueError, match=r"."):
            content_in(text)

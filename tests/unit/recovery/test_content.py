"""A volume's content as one hash, made from the list that Cinder keeps with every backup."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery.content import content_in
from tests.lib.effort import examples

BLOCK = 2**29
"""So large that a volume of 1 GiB is two of them."""


def hash_of(block: int) -> str:
    return sha256(bytes([block])).hexdigest()


def cinders(*blocks: int) -> bytes:
    """The list as cinder/backup/chunkeddriver.py writes it; blocks are told apart by a number."""
    return json.dumps({"chunk_size": BLOCK, "sha256s": [hash_of(one) for one in blocks]}).encode()


def test_it_is_what_anybody_would_compute_from_the_blocks() -> None:
    both = bytes.fromhex(hash_of(1)) + bytes.fromhex(hash_of(2))
    assert content_in(cinders(1, 2), 1) == (BLOCK, sha256(both).hexdigest())


@settings(max_examples=examples(200))
@given(st.lists(st.integers(0, 3), min_size=2, max_size=2), st.data())
def test_another_block_or_another_order_is_another_content(
    blocks: list[int], data: st.DataObject
) -> None:
    other = data.draw(st.lists(st.integers(0, 3), min_size=2, max_size=2))
    same = content_in(cinders(*blocks), 1) == content_in(cinders(*other), 1)
    assert same == (blocks == other)


def test_a_list_that_does_not_speak_of_the_whole_volume_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^1 blocks of 536870912 bytes are not 1 GiB$"):
        content_in(cinders(1), 1)


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"chunk_size": 536870912, "sha256s": ["xy", "xy"]}']
)
def test_what_is_no_such_list_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        content_in(text, 1)

"""A generation's papers: written one way, read back only if nobody touched them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery.manifest import Manifest
from recovery.receipt import Proof
from tests.lib.effort import examples
from tests.lib.generations import FIRST_AT, generation, generations, proof_of


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    written = generation(3, generation(2))
    assert Manifest.read(written.text) == written


def test_its_text_begins_as_everybody_would_write_it() -> None:
    manifest = generation(1)
    assert manifest.text.startswith(
        '{"before":null,"containers":[],"form":"kumiai.manifest.1","how":"paused",'
    )
    assert '"taken_at":"2026-11-02T00:00:00Z"' in manifest.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"number":1', '"number":0'),
        ('"number":1', '"number":1.0'),
        ('"number":1', '"number":"1"'),
        ('{"before"', '{ "before"'),
        ('"form":"kumiai.manifest.1"', '"form":"kumiai.manifest.2"'),
        ('"how":"paused",', ""),
        ('"how":"paused",', '"how":"paused","more":1,'),
        ("2026-11-02T00:00:00Z", "2026-11-02T00:00:00+00:00"),
        ("2026-11-02T00:00:00Z", "2026-11-02T00:00:00"),
    ],
)
def test_what_is_not_written_so_is_not_read(old: str, new: str) -> None:
    text = generation(1).text
    assert old in text
    with pytest.raises(ValueError, match=r"."):
        Manifest.read(text.replace(old, new, 1))


@settings(max_examples=examples(200))
@given(st.data())
def test_whatever_byte_is_changed_the_manifest_is_another_or_none(data: st.DataObject) -> None:
    written = generation(1)
    place = data.draw(st.integers(0, len(written.text) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    changed = written.text[:place] + other + written.text[place + 1 :]
    try:
        read = Manifest.read(changed)
    except ValueError:
        return
    assert (read.sha256 == written.sha256) == (changed == written.text)


def test_a_proof_speaks_of_one_manifest_and_every_volume_in_it() -> None:
    first, second = generations(2)
    proof = proof_of(first, FIRST_AT)
    assert proof.proves(first)
    assert not proof.proves(second)
    partly = proof.model_copy(update={"volumes": proof.volumes[:1]})
    assert not partly.proves(first)
    other = proof.volumes[0].model_copy(update={"content": "0" * 64})
    assert not proof.model_copy(update={"volumes": (other, *proof.volumes[1:])}).proves(first)
    assert Proof.read(proof.text) == proof

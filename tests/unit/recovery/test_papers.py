"""A stored paper is believed if the right key signed exactly it, for exactly that purpose."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Exit, UserError
from core.signing import Signer, public_key_of
from recovery.manifest import Manifest
from recovery.papers import opened, sealed, signer_of
from recovery.receipt import Proof
from tests.lib.effort import examples
from tests.lib.generations import FIRST_AT, generation, proof_of

SOURCE = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
HOLDER = Ed25519PrivateKey.from_private_bytes(b"h" * 32)
SIGNERS = [
    Signer(signer_of("primary"), public_key_of(SOURCE)),
    Signer(signer_of("remote"), public_key_of(HOLDER)),
]


def test_what_the_source_signed_is_read_as_the_sources() -> None:
    manifest = generation(1)
    assert opened(Manifest, sealed(manifest, SOURCE), "primary", SIGNERS, "x") == manifest


def test_the_first_line_is_what_was_signed_and_the_rest_is_a_signature() -> None:
    first, _, rest = sealed(generation(1), SOURCE).decode().partition("\n")
    assert first == generation(1).text
    assert rest.startswith("-----BEGIN SSH SIGNATURE-----\n")


def test_the_sources_key_proves_nothing_and_the_holders_copies_nothing() -> None:
    proof = proof_of(generation(1), FIRST_AT)
    with pytest.raises(UserError) as refused:
        opened(Proof, sealed(proof, SOURCE), "remote", SIGNERS, "the proof")
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert str(refused.value) == (
        "the proof is not signed by backup-remote of tenants/allowed_signers: it was changed, or "
        "made by somebody else; nothing is taken from it"
    )
    with pytest.raises(UserError, match=r"^m is not signed by backup-primary"):
        opened(Manifest, sealed(generation(1), HOLDER), "primary", SIGNERS, "m")


def test_a_proof_is_no_manifest_whoever_signed_it() -> None:
    with pytest.raises(UserError, match=r"is not signed"):
        opened(Manifest, sealed(proof_of(generation(1), FIRST_AT), SOURCE), "primary", SIGNERS, "x")


@settings(max_examples=examples(100))
@given(st.data())
def test_whatever_byte_is_changed_nothing_is_taken_from_it(data: st.DataObject) -> None:
    content = bytearray(sealed(generation(1), SOURCE))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(UserError):
        opened(Manifest, bytes(content), "primary", SIGNERS, "x")

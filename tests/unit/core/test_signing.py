from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from core.signing import Signer, is_name, public_key_of, sign, signed_by, signers_in

KEY = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("2d9bfed7f9ca315e9bcf6cdecedc7ae869a23b703ebab719efe3e2543c7b9dc6")
)
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
CONTENT = b"hello\n"
PURPOSE = "licence-snapshot"

LINE = (
    "hita-operator ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILQps4jj2BE5kP0xV2M7d07Zgx3dnCuPCDyITQStXkex"
)
SIGNATURE = """\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgtCmziOPYETmQ/TFXYzt3TtmDHd
2cK48IPIhNBK1eR7EAAAAQbGljZW5jZS1zbmFwc2hvdAAAAAAAAAAGc2hhNTEyAAAAUwAA
AAtzc2gtZWQyNTUxOQAAAEA3YMhd0dOL+WzkmYDgaZx+mFbeKrtJNkKdQHz/UVXEMxlqSR
+n/Tu1eK0Zo+zfovfuzJSK/ZbCqFvGg6ExpokO
-----END SSH SIGNATURE-----
"""
"""As OpenSSH 9.2 writes it: ssh-keygen -Y sign -f KEY -n licence-snapshot."""

HITA = Signer("hita-operator", public_key_of(KEY))
USUKI = Signer("usuki-operator", public_key_of(OTHER))


def test_a_signature_is_the_one_that_openssh_makes() -> None:
    assert sign(KEY, CONTENT, PURPOSE) == SIGNATURE


def test_a_signature_tells_which_of_the_signers_made_it() -> None:
    assert signed_by(SIGNATURE, CONTENT, PURPOSE, [USUKI, HITA]) == HITA


def test_a_signature_of_a_key_that_nobody_allowed_is_nobodys() -> None:
    assert signed_by(SIGNATURE, CONTENT, PURPOSE, [USUKI]) is None
    assert signed_by(SIGNATURE, CONTENT, PURPOSE, []) is None


def test_a_signature_for_one_purpose_is_none_for_another() -> None:
    assert signed_by(SIGNATURE, CONTENT, "recovery-manifest", [HITA]) is None


def test_each_byte_of_what_was_signed_and_of_the_signature_counts() -> None:
    for at in range(len(CONTENT)):
        changed = CONTENT[:at] + bytes([CONTENT[at] ^ 1]) + CONTENT[at + 1 :]
        assert signed_by(SIGNATURE, changed, PURPOSE, [HITA]) is None
    for at in range(len(SIGNATURE)):
        other = "A" if SIGNATURE[at] != "A" else "B"
        changed_signature = SIGNATURE[:at] + other + SIGNATURE[at + 1 :]
        assert signed_by(changed_signature, CONTENT, PURPOSE, [HITA]) is None


@pytest.mark.parametrize("text", ["", "\n", "no signature", SIGNATURE[:40], SIGNATURE + "\n"])
def test_what_is_no_signature_is_signed_by_nobody(text: str) -> None:
    assert signed_by(text, CONTENT, PURPOSE, [HITA]) is None


@given(some.text())
def test_any_text_at_all_is_answered(text: str) -> None:
    assert signed_by(text, CONTENT, PURPOSE, [HITA]) is None


def test_a_signer_is_a_line_as_openssh_reads_it() -> None:
    assert HITA.line == LINE
    assert signers_in(f"# who signs\n\n{LINE}\n{USUKI.line} a remark\n") == [HITA, USUKI]


@pytest.mark.parametrize(
    "line",
    [
        "hita-operator",
        "hita-operator ssh-ed25519",
        "hita-operator ssh-ed25519 AAAA",
        LINE.replace("ssh-ed25519", "ssh-rsa"),
        LINE[:-4],
        LINE.replace("hita-operator", "*"),
        LINE.replace("hita-operator", 'hita-operator valid-before="20270101"'),
    ],
)
def test_a_line_that_is_no_signer_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(ValueError, match=r"^2$"):
        signers_in(f"{USUKI.line}\n{line}\n")


@pytest.mark.parametrize("name", ["", "a", "Hita", "hita operator", "hita*", "#hita", "日田"])
def test_a_signers_name_is_one_plain_word(name: str) -> None:
    assert not is_name(name)

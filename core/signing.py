"""Signatures of bytes, as OpenSSH writes and checks them: nobody needs kumiai to verify one. Pure.

A signature says who signed which bytes for which purpose. The purpose is OpenSSH's *namespace*, so
that a signature under one kind of document is none under another. Whoever has the file of allowed
signers checks with

    ssh-keygen -Y verify -f allowed_signers -I NAME -n NAMESPACE -s FILE.sig < FILE

Source: OpenSSH, PROTOCOL.sshsig (version 1), and ALLOWED SIGNERS in ssh-keygen(1), read on
2026-11-26. The keys are ed25519 (RFC 8709), whose signatures hold no chance: the same key and the
same bytes give the same signature.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha512
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND = "ssh-ed25519"
KEY_BYTES = 32
MAGIC = b"SSHSIG"
VERSION = (1).to_bytes(4, "big")
HASH = "sha512"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
COLUMNS = 70
NAME = re.compile(r"[a-z][a-z0-9-]{1,62}")
SITES_OWN = "backup-"
"""What the names of sites' keys begin with."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose signature is believed: a line of the file of allowed signers."""

    name: str
    public_key: bytes
    """The 32 bytes of an ed25519 key."""

    @property
    def is_a_sites(self) -> bool:
        """Whether a site signs by that name, and no person."""
        return self.name.startswith(SITES_OWN)

    @property
    def line(self) -> str:
        """As the file has it; after the name it is the key in OpenSSH's form."""
        blob = _string(KIND.encode()) + _string(self.public_key)
        return f"{self.name} {KIND} {b64encode(blob).decode()}"


def signers_in(text: str) -> list[Signer]:
    """Every signer of a file of allowed signers.

    Raises: ValueError with the number of a line that is neither a signer nor a remark. OpenSSH's
    options are refused too: what limits a key must not be overlooked.
    """
    lines = enumerate((line.strip() for line in text.splitlines()), start=1)
    return [_signer(line, number) for number, line in lines if line and not line.startswith("#")]


def _signer(line: str, number: int) -> Signer:
    words = line.split()
    try:
        if len(words) < 3 or words[1] != KIND or not is_name(words[0]):
            raise ValueError
        kind, key = _strings(b64decode(words[2], validate=True), 2)
        if kind != KIND.encode() or len(key) != KEY_BYTES:
            raise ValueError
    except ValueError:
        raise ValueError(number) from None
    return Signer(words[0], key)


def is_name(name: str) -> bool:
    """Whether a signer may be called so: one word, no pattern, no remark."""
    return NAME.fullmatch(name) is not None


def public_key_of(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def sign(key: Ed25519PrivateKey, content: bytes, namespace: str) -> str:
    """The signature as a file holds it: the same for the same key, bytes and namespace."""
    public = _string(KIND.encode()) + _string(public_key_of(key))
    made = _string(KIND.encode()) + _string(key.sign(_signed(content, namespace)))
    blob = MAGIC + VERSION + _string(public) + _frame(namespace) + _string(made)
    lines = wrap(b64encode(blob).decode(), COLUMNS)
    return "\n".join([BEGIN, *lines, END, ""])


def signed_by(
    signature: str, content: bytes, namespace: str, signers: Iterable[Signer]
) -> Signer | None:
    """Who of `signers` signed exactly these bytes for that purpose; None where none of them did.

    Whatever is no signature at all is signed by nobody, and neither is one that is spelled
    otherwise than `sign` would: each byte of it counts.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    for signer in signers:
        made = _made_by(signer, signature, namespace)
        if made is None:
            continue
        try:
            public = Ed25519PublicKey.from_public_bytes(signer.public_key)
            public.verify(made, _signed(content, namespace))
        except (InvalidSignature, ValueError):
            continue
        return signer
    return None


def _made_by(signer: Signer, signature: str, namespace: str) -> bytes | None:
    """The 64 bytes that the key made, if the rest is as it must be."""
    lines = signature.split("\n")
    if lines[0] != BEGIN or lines[-2:] != [END, ""]:
        return None
    try:
        blob = b64decode("".join(lines[1:-2]), validate=True)
    except (binascii.Error, ValueError):
        return None
    if "\n".join([BEGIN, *wrap(b64encode(blob).decode(), COLUMNS), END, ""]) != signature:
        return None
    public = _string(KIND.encode()) + _string(signer.public_key)
    begin = MAGIC + VERSION + _string(public) + _frame(namespace)
    if not blob.startswith(begin):
        return None
    try:
        (made,) = _strings(blob[len(begin) :], 1)
        kind, found = _strings(made, 2)
    except ValueError:
        return None
    return found if kind == KIND.encode() else None


def _signed(content: bytes, namespace: str) -> bytes:
    """What the key really signs: the purpose, and a hash of the bytes."""
    return MAGIC + _frame(namespace) + _string(sha512(content).digest())


def _frame(namespace: str) -> bytes:
    """The purpose, a reserved place, the hash's name."""
    return _string(namespace.encode()) + _string(b"") + _string(HASH.encode())


def _string(content: bytes) -> bytes:
    """A string as SSH writes it: its length, then itself (RFC 4251, section 5)."""
    return len(content).to_bytes(4, "big") + content


def _strings(blob: bytes, count: int) -> list[bytes]:
    """Exactly so many of them.

    Raises: ValueError where there are fewer, or more bytes than that.
    """
    found: list[bytes] = []
    for _ in range(count):
        end = 4 + int.from_bytes(blob[:4], "big")
        if len(blob) < end:
            raise ValueError("cut short")
        found.append(blob[4:end])
        blob = blob[end:]
    if blob:
        raise ValueError("too long")
    return found

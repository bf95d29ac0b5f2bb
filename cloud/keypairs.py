"""A member's key pair: the private half in a file of 0600, the public half derived. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.files import locked, write_private
from core.home import Home
from core.private_key import private_key_in, write_private_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def private_key_file(home: Home, member: str) -> Path:
    return home.credentials / f"{member}.key"


def public_key_file(home: Home, member: str) -> Path:
    return home.credentials / f"{member}.key.pub"


def held_public_key(home: Home, member: str) -> str | None:
    """The public half of the private key that is held here, in OpenSSH's form; None without one.

    Raises: UserError where the file is there and holds no key: it is nobody's to overwrite.
    """
    key = private_key_in(private_key_file(home, member))
    return None if key is None else _public_half(key, member)


def ensure_keypair(home: Home, member: str, *, keep: bool) -> str:
    """The public key for a member's servers in OpenSSH's form.

    Without a private key one is made, which whoever asks has seen to be allowed
    (`infra/stacks/secrets.py`); with `keep` off it is thrown away again, since a preview makes
    nothing. A public half that is lost, or is another key's, is derived and written again. Both
    sites' stacks ask, often at the same moment, and both get the same one.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    with locked(home.credentials_lock):
        text = held_public_key(home, member)
        if text is None:
            key = Ed25519PrivateKey.generate()
            text = _public_half(key, member)
            if keep:
                write_private_key(private_key_file(home, member), key)
        if keep:
            _write_public_half(public_key_file(home, member), text)
    return text


def _write_public_half(file: Path, text: str) -> None:
    try:
        if file.read_text(encoding="ascii").strip() == text:
            return
    except (FileNotFoundError, ValueError):
        pass
    write_private(file, f"{text}\n")


def _public_half(key: Ed25519PrivateKey, member: str) -> str:
    from cryptography.hazmat.primitives import serialization

    half = key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    return f"{half.decode()} {member}"

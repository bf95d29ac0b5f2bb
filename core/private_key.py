"""Ed25519 private keys in files of 0600, in OpenSSH's form. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Exit, UserError
from core.files import write_private
from core.message import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def private_key_in(file: Path) -> Ed25519PrivateKey | None:
    """The key in `file`; None where there is no such file.

    Raises: UserError where the file is there and holds no key: it is nobody's to overwrite;
    PermissionError where it is another user's, which says nothing of what it holds.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    try:
        key = load_ssh_private_key(file.read_bytes(), None)
    except FileNotFoundError:
        return None
    except PermissionError:
        raise
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UserError(
            say(
                "{file} cannot be read as a private key; "
                "restore it from your backup or from the machine that made it",
                file=file,
            ),
            Exit.RULE_BROKEN,
        )
    return key


def write_private_key(file: Path, key: Ed25519PrivateKey) -> None:
    from cryptography.hazmat.primitives import serialization

    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    write_private(file, private)

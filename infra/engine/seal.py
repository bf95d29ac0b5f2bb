"""Whether a passphrase is the one that a stack was sealed with. Adapter: a cipher's library."""

from __future__ import annotations

from base64 import b64decode

ROUNDS = 1_000_000
KEY_BYTES = 32
WORD = b"pulumi"
"""What Pulumi seals to know the passphrase again: AES-256-GCM with a key of PBKDF2 with SHA-256.

As seen in stacks that Pulumi v3.259.0 made; its source has it in
sdk/go/common/resource/config/crypt.go and pkg/secrets/passphrase/manager.go.
"""


def opens(passphrase: str, salt: str) -> bool:
    """Whether Pulumi's salt, `v1:<salt>:v1:<nonce>:<sealed word>`, was made with the passphrase.

    What is written otherwise is of another Pulumi, which will judge it itself.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    try:
        _, given, _, nonce, sealed = salt.split(":")
        # Half of what Debian's own OpenSSL takes for it, through hashlib.
        derived = PBKDF2HMAC(SHA256(), KEY_BYTES, b64decode(given), ROUNDS)
        key = derived.derive(passphrase.encode())
        return AESGCM(key).decrypt(b64decode(nonce), b64decode(sealed), None) == WORD
    except InvalidTag:
        return False
    except ValueError:
        return True

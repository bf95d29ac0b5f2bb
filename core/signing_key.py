"""The key with which this checkout signs, and whose signatures are believed. Adapter.

The private half is made here, stays below `credentials/` as 0600 and is in no snapshot, backup or
repository. The public half is a line of `tenants/allowed_signers`, which is in git: who may sign
for the consortium is decided by whoever may merge there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Exit, UserError
from core.files import locked, write_whole
from core.home import Home
from core.message import say
from core.private_key import private_key_in, write_private_key
from core.signing import Signer, public_key_of, signers_in

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALLOWED_SIGNERS = Path("tenants/allowed_signers")


OWN = "signing"
"""The checkout's own key. One that signs for a site has a dot in its name, as no slug has."""


def signing_key_file(home: Home, name: str = OWN) -> Path:
    return home.credentials / f"{name}.key"


def make_signing_key(home: Home, name: str = OWN) -> Ed25519PrivateKey:
    """The key of this checkout: the one that is there, else a new one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    with locked(home.credentials_lock):
        if signing_key_file(home, name).exists():
            return signing_key(home, name)
        key = Ed25519PrivateKey.generate()
        write_private_key(signing_key_file(home, name), key)
    return key


def signing_key(home: Home, name: str = OWN) -> Ed25519PrivateKey:
    """The key of this checkout.

    Raises: UserError where there is none, where it can be read as none, or by others.
    """
    file = signing_key_file(home, name)
    key = private_key_in(file)
    if key is None:
        raise UserError(
            say("{file}: there is no signing key; `kumiai signer new NAME` makes one", file=file),
            Exit.RULE_BROKEN,
        )
    if file.stat().st_mode & 0o077:
        raise UserError(
            say(
                "{file}: others may read the signing key; take it out of tenants/allowed_signers, "
                "delete it and make a new one, or `chmod 600` it if nobody had a chance to",
                file=file,
            ),
            Exit.RULE_BROKEN,
        )
    return key


def allowed_signers(root: Path) -> list[Signer]:
    """Whose signatures are believed; nobody's where there is no such file.

    Raises: UserError with the line that cannot be read.
    """
    file = root / ALLOWED_SIGNERS
    try:
        return signers_in(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        line: object = 1
    except ValueError as error:
        line = error.args[0]
    raise UserError(
        say(
            "{file}:{line}: is no signer; write a name, `ssh-ed25519` and the public key, "
            "as `kumiai signer new NAME` adds them",
            file=ALLOWED_SIGNERS,
            line=line,
        ),
        Exit.FILE_INVALID,
    )


def add_signer(root: Path, signer: Signer) -> None:
    """One more line in the file of allowed signers."""
    file = root / ALLOWED_SIGNERS
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    write_whole(file, f"{text.rstrip()}\n{signer.line}\n".lstrip())


def own_signer(home: Home, name: str) -> Signer:
    """This checkout's key as a line for the file of allowed signers."""
    return Signer(name, public_key_of(signing_key(home)))

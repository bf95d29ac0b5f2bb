"""The persons who sign for the consortium, and which of them works at this machine. Adapter: files.

Sites sign too, with keys of their own that are in the same file; a site's word is nobody's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Exit, UserError
from core.home import Home
from core.message import say
from core.signing import Signer, public_key_of
from core.signing_key import allowed_signers, signing_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def persons(root: Path) -> list[Signer]:
    """Whose word counts. Raises: UserError as `allowed_signers`."""
    return [one for one in allowed_signers(root) if not one.is_a_sites]


def this_person(home: Home) -> tuple[str, Ed25519PrivateKey]:
    """Who works here, and with which key they sign.

    Raises: UserError where this machine has no key of a person who may sign.
    """
    key = signing_key(home)
    public = public_key_of(key)
    for one in persons(home.definitions):
        if one.public_key == public:
            return one.name, key
    raise UserError(
        say(
            "the key of this machine is nobody's in tenants/allowed_signers; `kumiai signer new "
            "NAME` adds it, and it counts once it is merged"
        ),
        Exit.RULE_BROKEN,
    )

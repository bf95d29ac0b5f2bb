"""The key with which a site signs its papers, and whose papers are believed. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Exit, UserError
from core.home import Home
from core.message import say
from core.signing import Signer, public_key_of
from core.signing_key import (
    ALLOWED_SIGNERS,
    add_signer,
    allowed_signers,
    make_signing_key,
    signing_key,
    signing_key_file,
)
from recovery.papers import signer_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def key_name(site: str) -> str:
    return f"backup.{site}"


def key_of(home: Home, site: str) -> Ed25519PrivateKey:
    """Raises: UserError where this machine does not sign for the site."""
    if not signing_key_file(home, key_name(site)).exists():
        raise UserError(
            say(
                "this machine has no key that signs for {site}; `kumiai backup set-up` makes it on "
                "the machine that does the backups there",
                site=site,
            ),
            Exit.RULE_BROKEN,
        )
    return signing_key(home, key_name(site))


def ensure_key(home: Home, site: str) -> None:
    """The site has a key here, and its public half stands among the allowed signers.

    Raises: UserError where another key stands there: whoever may merge decides which is right.
    """
    mine = Signer(signer_of(site), public_key_of(make_signing_key(home, key_name(site))))
    known = allowed_signers(home.definitions)
    named = next((one for one in known if one.name == mine.name), None)
    if named is not None and named != mine:
        raise UserError(
            say(
                "{signer} of {file} is another machine's key; restore that key as {here}, or take "
                "the line out",
                signer=mine.name,
                file=ALLOWED_SIGNERS,
                here=signing_key_file(home, key_name(site)),
            ),
            Exit.RULE_BROKEN,
        )
    if named is None:
        add_signer(home.definitions, mine)

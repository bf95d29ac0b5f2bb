"""How a paper is stored: its text on one line, and below it who signed it. Pure.

Plain tools suffice to check one: `head -1` is what was signed, `tail -n +2` the signature.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.errors import Exit, UserError
from core.message import say
from core.signing import SITES_OWN, Signer, sign, signed_by
from recovery.manifest import Document, DocumentT, Manifest
from recovery.receipt import Proof, Receipt

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACES: dict[type[Document], str] = {
    Manifest: "kumiai-manifest",
    Receipt: "kumiai-receipt",
    Proof: "kumiai-proof",
}
"""What a signature is for; one under a manifest is none under a proof."""

MANIFESTS, RECEIPTS, PROOFS = "manifests", "receipts", "proofs"
DIGITS = 6
"""So that a listing is in order."""


def signer_of(site: str) -> str:
    """The name of the key with which a site signs: its manifests where it is the source, receipts
    and proofs where it holds the copies. So whoever has the source's key can prove nothing."""
    return f"{SITES_OWN}{site}"


def folder_of(kind: str, site: str, system: str) -> str:
    """Where papers about what `site` sent are kept."""
    return f"{kind}/{site}/{system}/"


def name_of(kind: str, site: str, system: str, number: int, run: str = "") -> str:
    """A paper's object; there may be several proofs of one generation, one of each run.

    >>> name_of(PROOFS, "primary", "core", 7, "r1")
    'proofs/primary/core/000007.r1'
    """
    return folder_of(kind, site, system) + f"{number:0{DIGITS}}" + (f".{run}" if run else "")


def sealed(paper: Document, key: Ed25519PrivateKey) -> bytes:
    """As it is stored."""
    text = paper.text
    return f"{text}\n{sign(key, text.encode(), NAMESPACES[type(paper)])}".encode()


def opened(
    kind: type[DocumentT], content: bytes, site: str, signers: Iterable[Signer], where: str
) -> DocumentT:
    """The paper, if the key of `site` signed exactly it; `where` is what a person calls it.

    Raises: UserError (exit 11) where another key did, or where it is none.
    """
    text, _, signature = content.decode("utf-8", "replace").partition("\n")
    ours = [one for one in signers if one.name == signer_of(site)]
    if signed_by(signature, text.encode(), NAMESPACES[kind], ours) is None:
        raise UserError(
            say(
                "{paper} is not signed by {signer} of tenants/allowed_signers: it was changed, or "
                "made by somebody else; nothing is taken from it",
                paper=where,
                signer=signer_of(site),
            ),
            Exit.RULE_BROKEN,
        )
    try:
        return kind.read(text)
    except ValueError:
        raise UserError(
            say(
                "{paper} is signed, but is no paper that this version of kumiai reads; whether "
                "there are copies that it tells of, another version knows",
                paper=where,
            ),
            Exit.RULE_BROKEN,
        ) from None

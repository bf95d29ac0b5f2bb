"""Two persons' word for a paper: it stands in git, a signature of each beside it. Adapter: files.

Checked with OpenSSH alone. One key is one person, whatever names it has; a site's own key is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Exit, UserError
from core.files import write_whole
from core.home import Home
from core.message import say
from core.signing import public_key_of, sign, signed_by
from core.signing_key import allowed_signers, signing_key
from recovery.manifest import Document
from recovery.papers import is_a_sites

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PERSONS = 2
ID_DIGITS = 12


def id_of(paper: Document) -> str:
    """Short, and another one for every other word of it."""
    return paper.sha256[:ID_DIGITS]


def persons_of(root: Path, folder: Path, paper: Document, namespace: str) -> list[str]:
    """Who signed exactly this paper. Raises: UserError as `allowed_signers`."""
    return list(_persons(root, folder, paper, namespace))


def sign_as_this_person(home: Home, folder: Path, paper: Document, namespace: str) -> list[str]:
    """Put the paper there with this person's signature; who has signed it by then.

    Raises: UserError where this machine has no key of a person who may sign.
    """
    person, key = _this_person(home)
    base = home.definitions / folder / id_of(paper)
    write_whole(base.with_suffix(".json"), paper.text)
    text = sign(key, paper.text.encode(), namespace)
    write_whole(base.with_suffix(f".{person}.sig"), text)
    return persons_of(home.definitions, folder, paper, namespace)


def _persons(root: Path, folder: Path, paper: Document, namespace: str) -> Iterator[str]:
    keys: set[bytes] = set()
    for one in allowed_signers(root):
        file = root / folder / f"{id_of(paper)}.{one.name}.sig"
        if is_a_sites(one.name) or one.public_key in keys or not file.exists():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if signed_by(text, paper.text.encode(), namespace, [one]) is not None:
            keys.add(one.public_key)
            yield one.name


def _this_person(home: Home) -> tuple[str, Ed25519PrivateKey]:
    key = signing_key(home)
    public = public_key_of(key)
    for one in allowed_signers(home.definitions):
        if one.public_key == public and not is_a_sites(one.name):
            return one.name, key
    raise UserError(
        say(
            "the key of this machine is nobody's in tenants/allowed_signers; `kumiai signer new "
            "NAME` adds it, and it counts once it is merged"
        ),
        Exit.RULE_BROKEN,
    )

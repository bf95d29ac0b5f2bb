"""Two persons' word for a paper: it stands in git, a signature of each beside it. Adapter: files.

Checked with OpenSSH alone. One key is one person, whatever names it has; a site's own key is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from core.files import write_whole
from core.home import Home
from core.persons import persons, this_person
from core.signing import sign, signed_by
from recovery.manifest import Document

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
    person, key = this_person(home)
    base = home.definitions / folder / id_of(paper)
    write_whole(base.with_suffix(".json"), paper.text)
    text = sign(key, paper.text.encode(), namespace)
    write_whole(base.with_suffix(f".{person}.sig"), text)
    return persons_of(home.definitions, folder, paper, namespace)


def _persons(root: Path, folder: Path, paper: Document, namespace: str) -> Iterator[str]:
    keys: set[bytes] = set()
    for one in persons(root):
        file = root / folder / f"{id_of(paper)}.{one.name}.sig"
        if one.public_key in keys or not file.exists():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        if signed_by(text, paper.text.encode(), namespace, [one]) is not None:
            keys.add(one.public_key)
            yield one.name

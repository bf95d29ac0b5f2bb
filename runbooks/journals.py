"""Every journal of this machine: whether it is whole, by its own chain and by what was witnessed.

Adapter: reads files, and asks witnesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import OtherSystemFailed
from core.home import Home
from core.journal import first_broken_line
from core.message import Message, say
from runbooks.runs import all_runs
from runbooks.witness import Head, Witness, against, head_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A witness, and what it kept; or why it does not say."""

    witness: Witness
    heads: Sequence[Head] = ()
    silent: Message | None = None


def journals_of(home: Home) -> dict[str, Path]:
    """By name: kumiai's own, and each run's."""
    return {"journal": home.journal, **{one.id: one.journal for one in all_runs(home)}}


def asked(witnesses: Iterable[Witness]) -> list[Asked]:
    return [_asked(one) for one in witnesses]


def wrong(files: Mapping[str, Path], kept: Sequence[Asked]) -> Iterator[tuple[str, Message]]:
    """Each journal that is not whole, and why. One that is gone was witnessed and has no line."""
    heads: dict[str, list[Head]] = {name: [] for name in files}
    for head in (head for one in kept for head in one.heads):
        heads.setdefault(head.journal, []).append(head)
    for name, its in heads.items():
        file = files.get(name)
        broken = first_broken_line(file) if file is not None else None
        content = file.read_bytes() if file is not None and file.exists() else b""
        why = (
            say("line {line} was changed, or the one before it is missing", line=broken)
            if broken is not None
            else against(content, its)
        )
        if why is not None:
            yield name, why


def witnessed(name: str, file: Path, kept: Asked) -> Message | None:
    """The journal's head is kept, unless it was; why not, where the witness refuses."""
    head = head_of(name, file.read_bytes() if file.exists() else b"")
    if head is None or head in kept.heads:
        return None
    try:
        kept.witness.keep(head)
    except OtherSystemFailed as failure:
        return failure.message
    return None


def _asked(witness: Witness) -> Asked:
    try:
        return Asked(witness, witness.heads())
    except OtherSystemFailed as failure:
        return Asked(witness, silent=failure.message)

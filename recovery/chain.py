"""Generations that hang together: which come before which, and what a restore needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from core.message import Message, say
from recovery.manifest import Manifest, VolumeCopy


def chain_of(volume: VolumeCopy, generations: Iterable[Manifest]) -> tuple[VolumeCopy, ...] | None:
    """The copies that restoring needs, the full one first and `volume` last.

    None where one of them is in no generation, or where they go round in a circle.
    """
    copies = {
        copy.backup: copy
        for generation in generations
        for copy in generation.volumes
        if copy.id == volume.id
    }
    found = [volume]
    while (parent := found[-1].parent) is not None:
        if parent not in copies or copies[parent] in found:
            return None
        found.append(copies[parent])
    return tuple(reversed(found))


class Before(Protocol):
    """What is known of the generation before."""

    @property
    def number(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def taken_at(self) -> datetime: ...


def against_next(generation: Manifest, before: Before | None) -> Message | None:
    """Why `generation` cannot come right after `before` (None: after nothing); None if it can.

    Its date says nothing: it names the one before it, and a clock may have been set right since.
    """
    number = 1 if before is None else before.number + 1
    if generation.number != number:
        return say(
            "generation {got} of {member} {system} is offered where {expected} is next: an older "
            "one is replayed, or one between them is lost",
            got=generation.number,
            expected=number,
            member=generation.member,
            system=generation.system,
        )
    if generation.before != (None if before is None else before.sha256):
        return say(
            "generation {number} of {member} {system} does not follow from the one before it: "
            "it names another",
            number=generation.number,
            member=generation.member,
            system=generation.system,
        )
    return None


def against_later(generation: Manifest, before: Before | None) -> Message | None:
    """Why it cannot come after `before`, of whatever was between them and is gone at its source.

    Whoever deletes there what no vault has taken in yet does not stop it for good: that numbers are
    missing is told as long as the vault holds one from before (`coverage.py`).
    """
    if before is None or generation.number > before.number + 1:
        return _older(generation, before)
    return against_next(generation, before)


def _older(generation: Manifest, before: Before | None) -> Message | None:
    if before is None or generation.taken_at > before.taken_at:
        return None
    return say(
        "generation {number} of {member} {system} is older than the one before it",
        number=generation.number,
        member=generation.member,
        system=generation.system,
    )


def broken(generations: Sequence[Manifest]) -> list[Message]:
    """What does not hang together in generations of one system, given by their numbers."""
    found = []
    before: Manifest | None = None
    for index, generation in enumerate(generations):
        if index > 0 and (why := against_next(generation, before)) is not None:
            found.append(why)
        before = generation
        found += [
            say(
                "{volume} of generation {number} of {member} {system} builds on a copy that is "
                "in no generation",
                volume=volume.name,
                number=generation.number,
                member=generation.member,
                system=generation.system,
            )
            for volume in generation.volumes
            if chain_of(volume, generations[: index + 1]) is None
        ]
    return found

"""What a move sets aside where it arrives: how it is called, and why it may not go yet. Pure.

Nothing deletes it by itself: it may hold what was entered after the last copy. A person may, once
what took its place is in a proven copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.message import Message, say
from recovery.coverage import Held

_ASIDE = re.compile(r"(?P<place>.+)\.before-(?P<move>[0-9a-f]{12})")


def name_aside(name: str, move: str) -> str:
    """What a volume or a container is called once the move has set it aside."""
    return f"{name}.before-{move}"


@dataclass(frozen=True, slots=True)
class Aside:
    """A volume, or a container of objects, of the day before a move."""

    name: str
    place: str
    """The name of what has taken its place."""
    move: str


def aside_of(name: str) -> Aside | None:
    """None where nothing of that name was set aside.

    >>> aside_of("aya-core-db-1-data.before-746f39eae4ee")
    Aside(name='aya-core-db-1-data.before-746f39eae4ee', place='aya-core-db-1-data', \
move='746f39eae4ee')
    >>> aside_of("aya-core-db-1-data") is None
    True
    """
    found = _ASIDE.fullmatch(name)
    return None if found is None else Aside(name, found["place"], found["move"])


def why_it_stays(
    aside: Aside, declared_at: Mapping[str, datetime], done: frozenset[str], held: Sequence[Held]
) -> Message | None:
    """None where it may go. `declared_at` has the moves there are, `done` those that have come to
    their end, and `held` is what is held of the member where it runs now."""
    since = declared_at.get(aside.move)
    if since is None:
        return say(
            "{name}: there is no move {move} in tenants/moves, so nobody knows whose it is",
            name=aside.name,
            move=aside.move,
        )
    if aside.move not in done:
        return say(
            "{name}: move {move} is not done yet; `kumiai failover status {move}` says how far it "
            "is",
            name=aside.name,
            move=aside.move,
        )
    if not any(_is_proof(one, aside.place, since) for one in held):
        return say(
            "{name}: of {place}, which took its place on {day}, no copy was proven since; "
            "`kumiai backup run`, `pull` and `prove` make one",
            name=aside.name,
            place=aside.place,
            day=since.date(),
        )
    return None


def _is_proof(one: Held, place: str, since: datetime) -> bool:
    manifest = one.manifest
    return one.proven_at is not None and manifest.taken_at > since and place in manifest.names

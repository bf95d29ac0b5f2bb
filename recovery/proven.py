"""The newest copy of a system that a move would restore from: a proven one, or none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from recovery.chain import chain_of
from recovery.coverage import Held


@dataclass(frozen=True, slots=True)
class ProvenCopy:
    """One generation that was restored where it is held, and found to be what it should be."""

    taken_at: datetime
    records: Mapping[str, int]
    """By the name of a volume, how many copies its restore takes: as many records of backups."""
    stored_bytes: int
    """Of all objects that restoring it reads, those of the generations below it included."""

    @property
    def volumes(self) -> frozenset[str]:
        return frozenset(self.records)


def newest_proven(held: Sequence[Held]) -> ProvenCopy | None:
    """Of one system's generations, in any order."""
    proven = [one for one in held if one.proven_at is not None]
    newest = max(proven, key=lambda one: one.manifest.number, default=None)
    if newest is None:
        return None
    known = [one.manifest for one in held]
    chains = {one.name: chain_of(one, known) or () for one in newest.manifest.volumes}
    return ProvenCopy(
        newest.manifest.taken_at,
        {name: len(chain) for name, chain in chains.items()},
        sum(one.bytes for chain in chains.values() for copy in chain for one in copy.objects),
    )

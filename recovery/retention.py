"""Which generations may go: those that nothing which is kept builds on. Pure.

Kept are the newest that was proven and all after it, so many as were promised, and those that are
younger than was promised; and of each, whatever it builds on. Where none was proven, none goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from recovery.chain import chain_of
from recovery.coverage import Held
from recovery.manifest import Manifest
from tenants.recovery_model import Objectives


def expired(held: Sequence[Held], promised: Objectives, now: datetime) -> list[Manifest]:
    """Of one system's generations in any order; the newest first, so that each goes before what it
    builds on."""
    generations = sorted((one.manifest for one in held), key=lambda one: one.number)
    proven = [one.manifest.number for one in held if one.proven_at is not None]
    if not proven:
        return []
    young = now - timedelta(days=promised.retention_days)
    kept = {one.number for one in generations[-promised.generations :]}
    kept |= {one.number for one in generations if one.number >= max(proven)}
    kept |= {one.number for one in generations if one.taken_at >= young}
    kept = _with_what_they_build_on(kept, generations)
    return [one for one in reversed(generations) if one.number not in kept]


def objects_of(generations: Sequence[Manifest]) -> frozenset[str]:
    """The names of all their objects."""
    return frozenset(name for manifest in generations for name in manifest.objects)


def _with_what_they_build_on(kept: set[int], generations: Sequence[Manifest]) -> set[int]:
    number_of = {
        copy.backup: manifest.number for manifest in generations for copy in manifest.volumes
    }
    return kept | {
        number_of[copy.backup]
        for manifest in generations
        if manifest.number in kept
        for volume in manifest.volumes
        for copy in chain_of(volume, generations) or ()
    }

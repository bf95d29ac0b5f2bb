"""Which generations may go: those that nothing which is kept builds on. Pure.

Kept are the newest that was proven and all after it, so many as were promised, and those that are
younger than was promised; and of each, whatever it builds on. Where none was proven, none goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from recovery.chain import chain_of
from recovery.coverage import Held
from recovery.manifest import Manifest, Sha256
from tenants.recovery_model import Objectives


def expired(held: Sequence[Held], promised: Objectives, now: datetime) -> list[Manifest]:
    """Of one system's generations in any order; the newest first, so that each goes before what it
    builds on."""
    manifests = _in_order(one.manifest for one in held)
    proven = {one.manifest.sha256 for one in held if one.proven_at is not None}
    newest_proven = [place for place, one in enumerate(manifests) if one.sha256 in proven]
    if not newest_proven:
        return []
    young = now - timedelta(days=promised.retention_days)
    kept = [*manifests[-promised.generations :], *manifests[newest_proven[-1] :]]
    kept += [one for one in manifests if one.taken_at >= young]
    staying = {one.sha256 for one in with_what_they_build_on(kept, manifests)}
    return [one for one in reversed(manifests) if one.sha256 not in staying]


def expired_away(
    away: Sequence[Held], home: Sequence[Held], promised: Objectives, now: datetime
) -> list[Manifest]:
    """Of those that were made while the system ran elsewhere, which it does no more: newer ones are
    made at home alone, so both are counted together, else so many as were promised never went."""
    places = {one.manifest.site for one in away}
    return [one for one in expired([*away, *home], promised, now) if one.site in places]


def objects_of(generations: Sequence[Manifest]) -> frozenset[str]:
    """The names of all their objects."""
    return frozenset(name for manifest in generations for name in manifest.objects)


def with_what_they_build_on(
    chosen: Iterable[Manifest], generations: Sequence[Manifest]
) -> list[Manifest]:
    """Those of the generations that are chosen, or that a chosen one cannot do without."""
    asked = {one.sha256 for one in chosen}
    made_by = {copy.backup: one.sha256 for one in generations for copy in one.volumes}
    needed: set[Sha256] = {
        made_by[copy.backup]
        for one in generations
        if one.sha256 in asked
        for volume in one.volumes
        for copy in chain_of(volume, generations) or ()
    }
    return [one for one in generations if one.sha256 in asked | needed]


def _in_order(manifests: Iterable[Manifest]) -> list[Manifest]:
    """Of one site by their numbers, whatever a clock said; among those of two sites by the time."""
    found: list[tuple[datetime, Manifest]] = []
    by_site = sorted(manifests, key=lambda one: (one.site, one.number))
    for _, of_site in groupby(by_site, key=lambda one: one.site):
        latest: datetime | None = None
        for one in of_site:
            latest = one.taken_at if latest is None else max(latest, one.taken_at)
            found.append((latest, one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]

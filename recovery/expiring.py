"""Generations taken away whose time is over, at their source and in the vault. Adapter.

Given the newest first, so that each goes before what it builds on. A paper goes after what it
speaks of: whoever is killed finds by it what is still to go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from keystoneauth1.exceptions import BadRequest

from core.errors import OtherSystemFailed
from core.message import say
from recovery.manifest import Manifest
from recovery.papers import MANIFESTS, PROOFS, RECEIPTS, name_of
from recovery.retention import objects_of, with_what_they_build_on
from recovery.services import CINDER, SWIFT, Services
from tenants.vocabulary import BACKUP_CONTAINER

SECONDS = 300

Changed = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HeldUp:
    """A generation that cannot go, since something that nobody wrote down builds on it."""

    manifest: Manifest
    refusal: OtherSystemFailed


def expire_at_source(
    services: Services, gone: Sequence[Manifest], left: Sequence[Manifest], changed: Changed
) -> list[HeldUp]:
    """Records with their objects, contents of containers that nothing else has, the manifest.

    What Cinder does not let go stays with all that it builds on, and is returned; the others go.

    Raises: OtherSystemFailed where Cinder fails, or does not answer.
    """
    held_up: list[HeldUp] = []
    for index, manifest in enumerate(gone):
        stuck = [one.manifest for one in held_up]
        if manifest in with_what_they_build_on(stuck, [*reversed(gone), *left]):
            held_up.append(HeldUp(manifest, held_up[-1].refusal))
            continue
        try:
            for volume in manifest.volumes:
                _backup_gone(services, volume.backup, volume.name)
                changed(f"{volume.name} {manifest.number}")
        except OtherSystemFailed as refusal:
            if not isinstance(refusal.__cause__, BadRequest):
                raise
            held_up.append(HeldUp(manifest, refusal))
            continue
        # A volume's objects went with its record.
        contents = {one.name for kept in manifest.containers for one in kept.objects}
        for name in contents & set(_alone(manifest, [*left, *stuck, *gone[index + 1 :]])):
            services.gone(SWIFT, f"/{BACKUP_CONTAINER}/{quote(name)}")
        paper = name_of(MANIFESTS, manifest.site, manifest.system, manifest.number)
        services.gone(SWIFT, f"/{BACKUP_CONTAINER}/{quote(paper)}")
    return held_up


def expire_in_vault(
    owner: Services,
    member: str,
    gone: Sequence[Manifest],
    left: Sequence[Manifest],
    changed: Changed,
) -> None:
    """Every version of every object that nothing else has, then the papers; by whoever owns the
    vault, since its daily writer cannot. Raises: OtherSystemFailed."""
    versions: defaultdict[str, list[str]] = defaultdict(list)
    for row in owner.listed(member, "versions="):
        versions[row["name"]].append(row["version_id"])
    for index, manifest in enumerate(gone):
        names = [*_alone(manifest, [*left, *gone[index + 1 :]]), *_papers(manifest, versions)]
        for name in names:
            for version in versions[name]:
                path = f"/{quote(member)}/{quote(name)}?version-id={quote(version)}"
                owner.gone(SWIFT, path)
        changed(f"{manifest.system} {manifest.number}")


def _alone(manifest: Manifest, others: Sequence[Manifest]) -> list[str]:
    """The names of its objects that no other generation has."""
    return sorted(objects_of([manifest]) - objects_of(others))


def _papers(manifest: Manifest, names: Iterable[str]) -> list[str]:
    """Proofs first, the manifest last."""
    where = (manifest.site, manifest.system)
    proofs = f"{name_of(PROOFS, *where, manifest.number)}."
    return [
        *(name for name in names if name.startswith(proofs)),
        name_of(RECEIPTS, *where, manifest.number),
        name_of(MANIFESTS, *where, manifest.number),
    ]


def _backup_gone(services: Services, backup: str, volume: str) -> None:
    what = say("backup of {volume} is being deleted", volume=volume)
    services.gone_for_good(CINDER, f"/backups/{backup}", what, SECONDS)

"""What a member is to have where it moves to: volumes and objects as one copy has them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from recovery.chain import chain_of
from recovery.coverage import Kept
from recovery.manifest import ContainerCopy, Manifest, ObjectCopy, VolumeCopy

Versions = Mapping[str, str]
"""By the name of an object in the vault the version that counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A volume as it is to be: its copies, the full one first, each object in its version."""

    taken_at: datetime
    chain: tuple[VolumeCopy, ...]
    versions: Versions

    @property
    def leaf(self) -> VolumeCopy:
        return self.chain[-1]

    @property
    def objects(self) -> list[ObjectCopy]:
        return [one for copy in self.chain for one in copy.objects]


@dataclass(frozen=True, slots=True)
class WantedObjects:
    """A container as it is to be; `versions` are those of the vault's objects."""

    container: ContainerCopy
    versions: Versions

    @property
    def by_name(self) -> dict[str, ObjectCopy]:
        """Each object's content, by the name that people gave it."""
        contents = {one.name: one for one in self.container.objects}
        return {name: contents[kept] for name, kept in self.container.names.items()}


def is_proven(one: Kept) -> bool:
    return one.proven_at is not None


def wanted_of(
    kept: Sequence[Kept], trusted: Callable[[Kept], bool] = is_proven
) -> dict[str, Wanted]:
    """By name, the volumes of one system's newest generation that is `trusted`; none where none is.

    A planned move trusts the last copy before it is proven: it compares each volume itself.
    """
    newest = _newest(kept, trusted)
    if newest is None:
        return {}
    manifests, versions = [one.manifest for one in kept], _versions(kept)
    volumes = {}
    for volume in newest.volumes:
        chain = chain_of(volume, manifests)
        assert chain is not None  # nothing else is taken in
        volumes[volume.name] = Wanted(newest.taken_at, chain, versions)
    return volumes


def wanted_objects(kept: Sequence[Kept], trusted: Callable[[Kept], bool]) -> list[WantedObjects]:
    """The same of its containers."""
    newest = _newest(kept, trusted)
    if newest is None:
        return []
    versions = _versions(kept)
    return [WantedObjects(one, versions) for one in newest.containers]


def _newest(kept: Sequence[Kept], trusted: Callable[[Kept], bool]) -> Manifest | None:
    found = (one.manifest for one in kept if trusted(one))
    return max(found, key=lambda one: one.number, default=None)


def _versions(kept: Sequence[Kept]) -> Versions:
    return {name: version for one in kept for name, version in one.receipt.versions.items()}

"""A generation restored where it is held, compared, cleaned up and signed for. Adapter: Cinder."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.errors import Exit, OtherSystemFailed, UserError
from core.message import Message, say
from recovery.chain import chain_of
from recovery.coverage import Kept
from recovery.manifest import ContainerCopy, ObjectCopy, VolumeCopy
from recovery.papers import PROOFS, name_of, sealed
from recovery.receipt import Proof, ProvenVolume
from recovery.restoring import Trial
from recovery.vault import Vault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Tell = Callable[[Message], None]


def prove(
    vault: Vault,
    trial: Trial,
    kept: Sequence[Kept],
    run: str,
    key: Ed25519PrivateKey,
    clock: Callable[[], datetime],
    check: Callable[[], None],
    tell: Tell,
) -> Proof:
    """The newest of `kept`, every volume of it restored and found to be the source's; `check` is
    what the system itself says of it.

    Raises: OtherSystemFailed where an object is missing or damaged, or a restore fails; UserError
    (exit 12) where a restored volume holds something else, or `check` does not find it well.
    """
    generation = kept[-1]
    manifest = generation.manifest
    trial.empty()
    try:
        with ThreadPoolExecutor(trial.at_once) as workers:
            volumes = tuple(
                workers.map(
                    lambda one: _proven(vault, trial, kept, one, f"restore-{run}", tell),
                    manifest.volumes,
                )
            )
    except BaseException:
        # The first reason is the one to tell; the next run empties the project again.
        with suppress(OtherSystemFailed):
            trial.empty()
        raise
    trial.empty()
    containers = {one.name: _read_whole(vault, kept, one) for one in manifest.containers}
    check()
    proof = Proof(
        proven_at_site=vault.site,
        member=manifest.member,
        system=manifest.system,
        number=manifest.number,
        manifest=manifest.sha256,
        proven_at=clock().astimezone(UTC).replace(microsecond=0),
        run=run,
        volumes=volumes,
        containers=containers,
    )
    name = name_of(PROOFS, manifest.site, manifest.system, manifest.number, run)
    vault.put(name, sealed(proof, key))
    return proof


def _read_whole(vault: Vault, kept: Sequence[Kept], container: ContainerCopy) -> int:
    """How many objects it has, each read and found to be what the manifest says.

    Raises: OtherSystemFailed where one is missing or damaged.
    """
    versions = _versions(kept)
    vault.services.traffic.each(lambda one: vault.need(one, versions[one.name]), container.objects)
    return len(container.objects)


def _versions(kept: Sequence[Kept]) -> dict[str, str]:
    return {name: version for one in kept for name, version in one.receipt.versions.items()}


def _proven(
    vault: Vault,
    trial: Trial,
    kept: Sequence[Kept],
    volume: VolumeCopy,
    container: str,
    tell: Tell,
) -> ProvenVolume:
    chain = chain_of(volume, [one.manifest for one in kept])
    assert chain is not None  # nothing else is taken in
    versions = _versions(kept)
    objects = [one for copy in chain for one in copy.objects]
    tell(say("  {volume}: {count} objects are read", volume=volume.name, count=len(objects)))
    began = time.monotonic()

    def read(copy: ObjectCopy) -> bytes:
        return vault.need(copy, versions[copy.name])

    content = trial.restored(chain, f"{container}-{volume.name}", read)
    if content != volume.content:
        raise UserError(
            say(
                "{volume} was restored and holds something else than at {site} on {at}; this copy "
                "is none, take another generation",
                volume=volume.name,
                site=kept[-1].manifest.site,
                at=kept[-1].manifest.taken_at.isoformat(" ", "minutes"),
            ),
            Exit.WORLD_DIFFERS,
        )
    return ProvenVolume(
        name=volume.name,
        content=content,
        gib=volume.gib,
        objects=len(objects),
        bytes=sum(one.bytes for one in objects),
        restore_seconds=round(time.monotonic() - began),
    )

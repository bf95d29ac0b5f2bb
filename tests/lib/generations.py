"""Generations of copies as a test needs them: made up, but hanging together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import md5, sha256

from core.units import Gib
from recovery.manifest import How, Manifest, ObjectCopy, VolumeCopy
from recovery.receipt import Proof, ProvenVolume

FIRST_AT = datetime(2026, 11, 1, tzinfo=UTC)
DATA, BOOT = "aya-core-db-1-data", "aya-core-db-1-boot"


def object_copy(name: str) -> ObjectCopy:
    content = name.encode()
    return ObjectCopy(
        name=name,
        bytes=len(content),
        md5=md5(content).hexdigest(),
        sha256=sha256(content).hexdigest(),
    )


def volume_copy(name: str, number: int, parent: str | None = None) -> VolumeCopy:
    prefix = f"volume_{name}/{number}/az_nova_backup_{name}.{number}"
    return VolumeCopy(
        name=name,
        id=f"id-of-{name}",
        type="standard",
        gib=Gib(1),
        bootable=name == BOOT,
        backup=f"{name}.{number}",
        parent=parent,
        prefix=prefix,
        block_bytes=65536,
        content=sha256(f"{name} {number}".encode()).hexdigest(),
        objects=(object_copy(f"{prefix}-00001"), object_copy(f"{prefix}_metadata")),
    )


def generation(number: int, before: Manifest | None = None, *names: str) -> Manifest:
    """A day after the one before it, on which every one of its volumes builds."""
    chosen = names or (DATA, BOOT)
    parents = {one.name: one.backup for one in before.volumes} if before else {}
    return Manifest(
        member="aya",
        site="primary",
        system="core",
        number=number,
        before=before.sha256 if before else None,
        taken_at=FIRST_AT + timedelta(days=number),
        how=How.PAUSED,
        servers=("aya-core-db-1",),
        volumes=tuple(volume_copy(name, number, parents.get(name)) for name in chosen),
    )


def generations(count: int) -> list[Manifest]:
    found: list[Manifest] = []
    for number in range(1, count + 1):
        found.append(generation(number, found[-1] if found else None))
    return found


def proof_of(manifest: Manifest, at: datetime) -> Proof:
    return Proof(
        proven_at_site="remote",
        member=manifest.member,
        system=manifest.system,
        number=manifest.number,
        manifest=manifest.sha256,
        proven_at=at,
        run="run-1",
        volumes=tuple(
            ProvenVolume(
                name=one.name,
                content=one.content,
                gib=one.gib,
                objects=2,
                bytes=10,
                restore_seconds=3,
            )
            for one in manifest.volumes
        ),
    )

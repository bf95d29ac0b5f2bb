"""From snapshots to a signed manifest: backups, their chain, every object hashed. Adapter: Cinder.

Cinder chooses what an incremental backup builds on, and a person's own backup in between is as
good to it as ours. So the parent is read from what was written, and a copy that builds on anything
but the generation before is taken again as a full one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from core.errors import Exit, OtherSystemFailed, UserError
from core.home import Home
from core.message import Message, say
from core.signing import Signer
from recovery import last_sent
from recovery import taken as store
from recovery.chain import against_next, chain_of
from recovery.containers import container_copied
from recovery.content import content_in
from recovery.groups import Group
from recovery.manifest import Manifest, ObjectCopy, VolumeCopy, object_of
from recovery.papers import MANIFESTS, folder_of, name_of, opened, sealed
from recovery.services import CINDER, SWIFT, Services, is_error, until
from recovery.taken import Taken, TakenVolume
from recovery.taking import remove_snapshots
from tenants.vocabulary import BACKUP_CONTAINER

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SNAPSHOT = "kumiai_snapshot"
"""What a backup's metadata names, so that a run that was killed finds it again."""
SECONDS, SECONDS_PER_GIB = 300, 120
"""Measured: 10 to 19 s per GiB, on a machine that did other things as well."""

Tell = Callable[[Message], None]


def copy(
    home: Home,
    services: Services,
    group: Group,
    taken: Taken,
    key: Ed25519PrivateKey,
    signers: list[Signer],
    full_every: int,
    tell: Tell,
) -> Manifest:
    """The next generation, written and signed; what it was taken from is then forgotten.

    So many generations as `full_every` says are one chain.

    Raises: OtherSystemFailed where a backup fails; UserError where the generations before this one
    are not ours.
    """
    before = sent(services, group.site, group.system, signers)
    last = before[-1] if before else None
    if last is not None and last.taken_at == taken.taken_at:
        # A run that was killed had written it already, and got no further.
        last_sent.remember(home, group, last)
        _forget(home, services, group)
        return last
    follows = last_sent.newest(home, group, last)
    if last is not None and follows is not None and last.sha256 != follows.sha256:
        # What stands there does not lead on: nothing that no vault takes in is built on.
        before = []
    volumes = []
    for one in taken.volumes:
        tell(say("  {volume}: being copied", volume=one.name))
        volumes.append(_copied(services, one, before, full_every))
    manifest = Manifest(
        member=taken.member,
        site=taken.site,
        system=taken.system,
        number=follows.number + 1 if follows else 1,
        before=follows.sha256 if follows else None,
        taken_at=taken.taken_at,
        how=taken.how,
        servers=taken.servers,
        volumes=tuple(volumes),
        containers=tuple(container_copied(services, name, tell) for name in group.containers),
    )
    against = against_next(manifest, follows)
    if against is not None:
        raise OtherSystemFailed(against)
    name = name_of(MANIFESTS, group.site, group.system, manifest.number)
    services.answer(SWIFT, "PUT", f"/{BACKUP_CONTAINER}/{quote(name)}", data=sealed(manifest, key))
    last_sent.remember(home, group, manifest)
    _forget(home, services, group)
    return manifest


def _forget(home: Home, services: Services, group: Group) -> None:
    store.forget(home, group)
    remove_snapshots(services, group)


@dataclass(frozen=True, slots=True)
class Sent:
    """A manifest at the source, with its signature as it was read once and checked."""

    manifest: Manifest
    content: bytes


def sent(services: Services, site: str, system: str, signers: list[Signer]) -> list[Manifest]:
    """Every manifest that stands at the source, by number. Raises: as `sent_papers`."""
    return [one.manifest for one in sent_papers(services, site, system, signers)]


def sent_last(services: Services, site: str, system: str, signers: list[Signer]) -> Manifest | None:
    """The newest of them; only that one is read. Raises: as `sent_papers`."""
    names = _names(services, site, system)[-1:]
    return next((one.manifest for one in _opened(services, site, names, signers)), None)


def sent_papers(services: Services, site: str, system: str, signers: list[Signer]) -> list[Sent]:
    """By number. Raises: UserError where one is not signed by the source, or is not the one that
    its name says."""
    found = _opened(services, site, _names(services, site, system), signers)
    return sorted(found, key=lambda one: one.manifest.number)


def _names(services: Services, site: str, system: str) -> list[str]:
    folder = folder_of(MANIFESTS, site, system)
    rows = services.listed(BACKUP_CONTAINER, f"prefix={quote(folder)}")
    return sorted(str(row["name"]) for row in rows)


def _opened(
    services: Services, site: str, names: Sequence[str], signers: list[Signer]
) -> Iterator[Sent]:
    for name in names:
        content = services.answer(SWIFT, "GET", f"/{BACKUP_CONTAINER}/{quote(name)}").content
        where = f"{site}: {BACKUP_CONTAINER}/{name}"
        manifest = opened(Manifest, content, site, signers, where)
        if name != name_of(MANIFESTS, manifest.site, manifest.system, manifest.number):
            raise UserError(
                say(
                    "{paper} holds generation {number} of {system}, which is not called so: an "
                    "older one is replayed, or one was moved; nothing is taken from it",
                    paper=where,
                    number=manifest.number,
                    system=manifest.system,
                ),
                Exit.RULE_BROKEN,
            )
        yield Sent(manifest, content)


def _copied(
    services: Services, volume: TakenVolume, before: list[Manifest], full_every: int
) -> VolumeCopy:
    """The volume's backup, whether an earlier run made it or this one does."""
    parent = _parent(services, volume, before, full_every)
    row = _made(services, volume)
    if row is None:
        row = _backup(services, volume, incremental=parent is not None)
    done = _written(services, volume, row)
    if done.parent is None or done.parent == parent:
        return done
    services.gone(CINDER, f"/backups/{done.backup}")
    return _written(services, volume, _backup(services, volume, incremental=False))


def _parent(
    services: Services, volume: TakenVolume, before: list[Manifest], full_every: int
) -> str | None:
    """The backup of the generation before, if the next may build on it."""
    last = before[-1].volume(volume.name) if before else None
    if last is None or last.id != volume.id or last.gib != volume.gib:
        return None
    chain = chain_of(last, before)
    if chain is None or len(chain) >= full_every:
        return None
    found = services.found(CINDER, f"/backups/{last.backup}")
    return last.backup if found and found["backup"]["status"] == "available" else None


def _made(services: Services, volume: TakenVolume) -> dict[str, Any] | None:
    """What a run that was killed has made, or begun; what came to nothing is taken away."""
    path = f"/backups/detail?volume_id={volume.id}&limit=1000"
    found = None
    for row in services.rows(CINDER, path, "backups"):
        if (row.get("metadata") or {}).get(SNAPSHOT) == volume.snapshot:
            if is_error(row["status"]):
                services.gone(CINDER, f"/backups/{row['id']}")
            else:
                found = row
    return found


def _backup(services: Services, volume: TakenVolume, *, incremental: bool) -> dict[str, Any]:
    asked = {
        "volume_id": volume.id,
        "snapshot_id": volume.snapshot,
        "name": volume.name,
        "container": BACKUP_CONTAINER,
        "incremental": incremental,
        "metadata": {SNAPSHOT: volume.snapshot},
    }
    # Metadata came with 3.43.
    headers = {"OpenStack-API-Version": "volume 3.43"}
    answer = services.answer(CINDER, "POST", "/backups", json={"backup": asked}, headers=headers)
    found: dict[str, Any] = answer.json()["backup"]
    return found


def _written(services: Services, volume: TakenVolume, row: dict[str, Any]) -> VolumeCopy:
    """Once Cinder has written it: every object of it, read whole and hashed."""
    backup = str(row["id"])

    def look() -> str:
        now = services.answer(CINDER, "GET", f"/backups/{backup}").json()["backup"]
        return f"error: {now['fail_reason']}" if is_error(now["status"]) else str(now["status"])

    what = say("backup of {volume}", volume=volume.name)
    until(look, "available", is_error, what, SECONDS + SECONDS_PER_GIB * volume.gib)
    listing = services.listed(BACKUP_CONTAINER, f"prefix={quote(f'volume_{volume.id}/')}")
    # As Cinder names them: volume_<id>/<moment>/az_<zone>_backup_<id>…, whatever the zone is called
    # (cinder/backup/drivers/swift.py, _generate_swift_object_name_prefix).
    rows = [one for one in listing if f"_backup_{backup}" in one["name"]]
    names = [str(one["name"]) for one in rows]
    read = services.traffic.each(lambda row: _read(services, row["name"], row["bytes"]), rows)
    # A restore needs both; without them the backup is not what Cinder says it is.
    kept = {one.name.rpartition(backup)[2]: content for one, content in read if content}
    prefix = next((name.removesuffix("_metadata") for name in names if "_metadata" in name), "")
    if not prefix or {"_metadata", "_sha256file"} - kept.keys():
        raise OtherSystemFailed(
            say(
                "backup of {volume}: Cinder calls it available, but its objects are not in the "
                "container {container}",
                volume=volume.name,
                container=BACKUP_CONTAINER,
            )
        )
    block_bytes, content = content_in(kept["_sha256file"], volume.gib)
    return VolumeCopy(
        name=volume.name,
        id=volume.id,
        type=volume.type,
        gib=volume.gib,
        bootable=volume.bootable,
        backup=backup,
        parent=json.loads(kept["_metadata"])["parent_id"],
        prefix=prefix,
        block_bytes=block_bytes,
        content=content,
        objects=tuple(one for one, _ in read),
    )


def _read(services: Services, name: str, size: int) -> tuple[ObjectCopy, bytes]:
    """An object with its hashes, and what is in it where that is about the backup itself."""
    content = services.read(BACKUP_CONTAINER, name, size)
    about = name.endswith(("_metadata", "_sha256file"))
    return object_of(name, content), content if about else b""

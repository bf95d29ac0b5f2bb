"""Cinder: volumes, their copies, and the types a site offers. Adapter: openstacksdk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cloud.connection import Cloud
from core.message import Message
from infra import kinds
from infra.asking.row import GIB, Asked, Inputs, Row, moment_of, named
from infra.asking.settled import SETTLING_SECONDS, settled
from infra.asking.sighting import Sighting
from infra.remains.things import Thing
from infra.removal import Logins, deleted


def _found_volumes(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    found = cloud.block_storage.volumes(name=inputs["name"])
    return [settled(partial(cloud.block_storage.get_volume, volume.id)) for volume in found]


def _found_limits(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    """openstacksdk has no call for this one."""
    found = cloud.block_storage.get("/qos-specs").json()["qos_specs"]
    return [Sighting(str(q["id"])) for q in found if q["name"] == inputs["name"]]


def _volume(row: Row) -> Thing:
    return Thing(
        kinds.VOLUME.word, row.id, row.name or "", row.project_id, size_bytes=row.size * GIB
    )


def _copy(kind: Message) -> Callable[[Row], Thing]:
    return lambda row: Thing(
        kind,
        row.id,
        row.name or "",
        row.project_id,
        of=row.volume_id,
        size_bytes=row.size * GIB,
        at=moment_of(row.created_at),
    )


def _snapshot_goes(logins: Logins, thing: Thing) -> None:
    storage = logins.site.block_storage
    deleted(
        logins,
        thing,
        lambda: storage.find_snapshot(thing.id),
        storage.delete_snapshot,
        partial(storage.delete_snapshot, force=True),
    )


def _half_a_volume(cloud: Cloud, identifier: str) -> None:
    volume = cloud.block_storage.get_volume(identifier)
    cloud.block_storage.delete_volume(volume)
    cloud.block_storage.wait_for_delete(volume, wait=SETTLING_SECONDS)


ROWS = (
    Asked(
        kinds.VOLUME,
        lambda cloud: cloud.block_storage.volumes(all_projects=True),
        _volume,
        find=_found_volumes,
        unmade=_half_a_volume,
    ),
    Asked(
        kinds.SNAPSHOT,
        lambda cloud: cloud.block_storage.snapshots(all_projects=True),
        _copy(kinds.SNAPSHOT),
        _snapshot_goes,
    ),
    Asked(
        kinds.BACKUP,
        lambda cloud: cloud.block_storage.backups(all_projects=True),
        _copy(kinds.BACKUP),
    ),
    Asked(kinds.VOLUME_TYPE, find=named(lambda cloud: cloud.block_storage.types())),
    Asked(kinds.VOLUME_LIMIT, find=_found_limits),
)

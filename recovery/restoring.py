"""A volume made from copies and read whole, in a project where everything may go. Adapter: Cinder.

Cinder calls a restore good whose content is wrong (tried: one flipped bit), so the volume is read
again, as Cinder reads it for a backup: that leaves the hash of every block (`content.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from keystoneauth1.exceptions import BadRequest

from core.errors import OtherSystemFailed
from core.message import say
from recovery.content import content_in
from recovery.manifest import ObjectCopy, VolumeCopy
from recovery.records import Record, records_of
from recovery.services import CINDER, MESSAGES, RESTORING, SWIFT, Services, is_error, until

COPIES_AT_ONCE = 4
SECONDS, SECONDS_PER_GIB = 300, 120
"""Measured: about 13 s per GiB."""

Read = Callable[[ObjectCopy], bytes]
"""An object's bytes, which whoever gives them has compared with the manifest."""


@dataclass(frozen=True)
class Trial:
    """Where copies are restored for trial: who restores, and who may import records."""

    services: Services
    importer: Services
    driver: str
    """The backup driver of that site's Cinder, as records name it."""
    at_once: int
    """How many volumes it restores beside each other."""

    def restored(self, chain: Sequence[VolumeCopy], container: str, read: Read) -> str:
        """The content of the last of `chain`, once it is a volume here.

        Raises: OtherSystemFailed where an object, the import or the restore fails.
        """
        leaf = chain[-1]
        self.services.answer(SWIFT, "PUT", f"/{quote(container)}")
        for copy in chain:
            with ThreadPoolExecutor(COPIES_AT_ONCE) as workers:
                list(workers.map(lambda one: self._put(container, one, read(one)), copy.objects))
        records = records_of(chain, [str(uuid.uuid4()) for _ in chain])
        for record in records:
            self._import(record, container)
        volume = self._volume_from(records[-1], leaf)
        return self._content(volume, leaf, container)

    def empty(self) -> None:
        """Everything in the project goes: what this run made, and what a killed one left."""
        for volume in self.services.rows(CINDER, "/volumes/detail", "volumes"):
            self._volume_gone(volume)
        self._backups_gone()
        path = "?format=json"
        for row in self.services.answer(SWIFT, "GET", path).json() or []:
            name = row["name"]
            for one in self.services.listed(name, ""):
                self.services.gone(SWIFT, f"/{quote(name)}/{quote(one['name'])}")
            self.services.gone(SWIFT, f"/{quote(name)}")

    def _put(self, container: str, copy: ObjectCopy, content: bytes) -> None:
        path = f"/{quote(container)}/{quote(copy.name)}"
        self.services.answer(SWIFT, "PUT", path, data=content, headers={"ETag": copy.md5})

    def _import(self, record: Record, container: str) -> None:
        body = record.as_import(container, self.driver)
        self.importer.answer(CINDER, "POST", "/backups/import_record", json=body)

        def look() -> str:
            row = self.services.answer(CINDER, "GET", f"/backups/{record.id}").json()["backup"]
            return str(row["status"])

        what = say(
            "record of {volume} for {driver} (is that the backup_driver of that site's "
            "cinder.conf?)",
            volume=record.copy_of.name,
            driver=self.driver,
        )
        until(look, "available", is_error, what, SECONDS)

    def _volume_from(self, record: Record, leaf: VolumeCopy) -> str:
        asked = {
            "name": leaf.name,
            "size": leaf.gib,
            "volume_type": leaf.type,
            "backup_id": record.id,
        }
        headers = {"OpenStack-API-Version": f"volume {RESTORING}"}
        made = self.services.answer(
            CINDER, "POST", "/volumes", json={"volume": asked}, headers=headers
        ).json()["volume"]
        volume = str(made["id"])

        def look() -> str:
            # The record stays available even where the restore failed: the volume tells.
            row = self.services.answer(CINDER, "GET", f"/volumes/{volume}").json()["volume"]
            return str(row["status"])

        what = say("restore of {volume}", volume=leaf.name)
        try:
            until(look, "available", is_error, what, SECONDS + SECONDS_PER_GIB * leaf.gib)
        except OtherSystemFailed as failure:
            raise OtherSystemFailed(
                say("{failure} ({why})", failure=failure.message, why=self._why(volume))
            ) from None
        row = self.services.answer(CINDER, "GET", f"/volumes/{volume}").json()["volume"]
        if (row["bootable"] == "true") != leaf.bootable:
            raise OtherSystemFailed(
                say("restore of {volume}: no server boots from it", volume=leaf.name)
            )
        return volume

    def _why(self, volume: str) -> str:
        headers = {"OpenStack-API-Version": f"volume {MESSAGES}"}
        answer = self.services.answer(CINDER, "GET", "/messages", headers=headers).json()
        about = [
            row["user_message"] for row in answer["messages"] if row.get("resource_uuid") == volume
        ]
        return about[0] if about else "?"

    def _content(self, volume: str, leaf: VolumeCopy, container: str) -> str:
        """The hash of what the volume holds, as Cinder reads it for a backup."""
        asked = {"volume_id": volume, "name": leaf.name, "container": container}
        made = self.services.answer(CINDER, "POST", "/backups", json={"backup": asked}).json()
        backup = str(made["backup"]["id"])

        def look() -> str:
            return str(
                self.services.answer(CINDER, "GET", f"/backups/{backup}").json()["backup"]["status"]
            )

        what = say("reading of {volume}", volume=leaf.name)
        until(look, "available", is_error, what, SECONDS + SECONDS_PER_GIB * leaf.gib)
        prefix = f"volume_{volume}/"
        names = [row["name"] for row in self.services.listed(container, f"prefix={quote(prefix)}")]
        [name] = [one for one in names if one.endswith(f"{backup}_sha256file")]
        hashes = self.services.answer(SWIFT, "GET", f"/{quote(container)}/{quote(name)}").content
        block_bytes, content = content_in(hashes, leaf.gib)
        if block_bytes != leaf.block_bytes:
            raise OtherSystemFailed(
                say(
                    "{site} hashes blocks of {got} bytes, the source of {volume} blocks of "
                    "{expected}; give both sites' Cinder the same backup_swift_block_size",
                    site=self.services.site,
                    got=block_bytes,
                    expected=leaf.block_bytes,
                    volume=leaf.name,
                )
            )
        return content

    def _volume_gone(self, row: dict[str, Any]) -> None:
        def look() -> str:
            now = self.services.found(CINDER, f"/volumes/{row['id']}")
            return "gone" if now is None else str(now["volume"]["status"])

        settled = {"available", "error", "error_restoring", "gone"}
        what = say("{volume} is being restored", volume=row["name"])
        try:
            until(
                lambda: "settled" if (now := look()) in settled else now,
                "settled",
                lambda _: False,
                what,
                SECONDS,
            )
        except OtherSystemFailed:
            # Whoever worked on it is gone; only an administrator may say so.
            body = {"os-reset_status": {"status": "error"}}
            self.importer.answer(CINDER, "POST", f"/volumes/{row['id']}/action", json=body)
        self.services.gone(CINDER, f"/volumes/{row['id']}")
        until(look, "gone", is_error, say("{volume} is being deleted", volume=row["name"]), SECONDS)

    def _backups_gone(self) -> None:
        """Round by round, since Cinder refuses one on which another builds, and of imported
        records it does not tell which those are: it counts them only as it makes them
        (cinder/backup/manager.py of 29.0.0)."""
        while rows := self.services.rows(CINDER, "/backups/detail", "backups"):
            refusals = [refusal for row in rows if (refusal := self._backup_gone(row))]
            if len(refusals) == len(rows):
                raise refusals[0]

    def _backup_gone(self, row: dict[str, Any]) -> OtherSystemFailed | None:
        """Why not, where Cinder will not have it so."""
        try:
            self.services.gone(CINDER, f"/backups/{row['id']}")
        except OtherSystemFailed as refusal:
            if isinstance(refusal.__cause__, BadRequest):
                return refusal
            raise

        def look() -> str:
            now = self.services.found(CINDER, f"/backups/{row['id']}")
            return "gone" if now is None else str(now["backup"]["status"])

        what = say("record of {volume} is being deleted", volume=row["name"])
        until(look, "gone", is_error, what, SECONDS)
        return None

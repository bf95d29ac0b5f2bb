"""A volume made from copies and read whole, in a project where everything may go. Adapter: Cinder.

Cinder calls a restore good whose content is wrong (tried: one flipped bit), so the volume is read
again, as Cinder reads it for a backup: that leaves the hash of every block (`content.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from keystoneauth1.exceptions import BadRequest

from core.errors import OtherSystemFailed
from core.message import say
from recovery.content import content_in
from recovery.image import Read
from recovery.manifest import ObjectCopy, VolumeCopy
from recovery.records import Record, records_of
from recovery.services import CINDER, MESSAGES, RESTORING, SWIFT, Services, is_error, until

SECONDS, SECONDS_PER_GIB = 300, 120
"""Measured: about 13 s per GiB."""


def longest(gib: int) -> float:
    """Seconds that restoring or reading a volume may take."""
    return SECONDS + SECONDS_PER_GIB * gib


@dataclass(frozen=True)
class Restorer:
    """A project in which copies become volumes, by the login of who owns it."""

    services: Services
    driver: str
    """The backup driver of that site's Cinder, as records name it."""

    def put(self, container: str, copy: ObjectCopy, content: bytes) -> None:
        path = f"/{quote(container)}/{quote(copy.name)}"
        self.services.answer(SWIFT, "PUT", path, data=content, headers={"ETag": copy.md5})

    def imported(self, record: Record, container: str, importer: Services) -> None:
        """The record, in the project where `importer` is administrator."""
        body = record.as_import(container, self.driver)
        importer.answer(CINDER, "POST", "/backups/import_record", json=body)

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

    def begun(self, record: Record, leaf: VolumeCopy, name: str) -> str:
        """The id of the volume that is being restored, under this name."""
        asked = {
            "name": name,
            "size": leaf.gib,
            "volume_type": leaf.type,
            "backup_id": record.id,
        }
        headers = {"OpenStack-API-Version": f"volume {RESTORING}"}
        made = self.services.answer(
            CINDER, "POST", "/volumes", json={"volume": asked}, headers=headers
        ).json()["volume"]
        return str(made["id"])

    def arrived(self, volume: str, leaf: VolumeCopy) -> None:
        """It is there. Raises: OtherSystemFailed with why not, where it fails or takes too long."""

        def look() -> str:
            # The record stays available even where the restore failed: the volume tells.
            row = self.services.answer(CINDER, "GET", f"/volumes/{volume}").json()["volume"]
            return str(row["status"])

        what = say("restore of {volume}", volume=leaf.name)
        try:
            until(look, "available", is_error, what, longest(leaf.gib))
        except OtherSystemFailed as failure:
            raise OtherSystemFailed(
                say("{failure} ({why})", failure=failure.message, why=self.why_failed(volume))
            ) from None

    def why_failed(self, volume: str) -> str:
        """In Cinder's words; the volume itself says only that it failed."""
        headers = {"OpenStack-API-Version": f"volume {MESSAGES}"}
        answer = self.services.answer(CINDER, "GET", "/messages", headers=headers).json()
        about = [
            row["user_message"] for row in answer["messages"] if row.get("resource_uuid") == volume
        ]
        return about[0] if about else "?"

    def content(self, volume: str, leaf: VolumeCopy, container: str) -> str:
        """The hash of what the volume holds, as Cinder reads it for a backup."""
        asked = {"volume_id": volume, "name": leaf.name, "container": container}
        made = self.services.answer(CINDER, "POST", "/backups", json={"backup": asked}).json()
        backup = str(made["backup"]["id"])

        def look() -> str:
            return str(
                self.services.answer(CINDER, "GET", f"/backups/{backup}").json()["backup"]["status"]
            )

        what = say("reading of {volume}", volume=leaf.name)
        until(look, "available", is_error, what, longest(leaf.gib))
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

    def volume_gone(self, row: Mapping[str, Any], importer: Services) -> None:
        """Deleted, whatever became of its restore; `importer` is administrator in the project."""

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
            importer.answer(CINDER, "POST", f"/volumes/{row['id']}/action", json=body)
        what = say("{volume} is being deleted", volume=row["name"])
        self.services.gone_for_good(CINDER, f"/volumes/{row['id']}", what, SECONDS)

    def backups_gone(self, container: str | None = None) -> None:
        """All, or those in a container, with their objects.

        Round by round, since Cinder refuses one on which another builds, and of imported records
        it does not tell which those are: it counts them only as it makes them
        (cinder/backup/manager.py of 29.0.0).
        """
        while rows := [
            row
            for row in self.services.rows(CINDER, "/backups/detail", "backups")
            if container in (None, row["container"])
        ]:
            refusals = [refusal for row in rows if (refusal := self._backup_gone(row))]
            if len(refusals) == len(rows):
                raise refusals[0]

    def _backup_gone(self, row: Mapping[str, Any]) -> OtherSystemFailed | None:
        """Why not, where Cinder will not have it so."""
        what = say("record of {volume} is being deleted", volume=row["name"])
        try:
            self.services.gone_for_good(CINDER, f"/backups/{row['id']}", what, SECONDS)
        except OtherSystemFailed as refusal:
            if isinstance(refusal.__cause__, BadRequest):
                return refusal
            raise
        return None


@dataclass(frozen=True)
class Trial(Restorer):
    """Where copies are restored for trial; `importer` may import records there."""

    importer: Services
    at_once: int
    """How many volumes it restores beside each other."""

    def restored(self, chain: Sequence[VolumeCopy], container: str, read: Read) -> str:
        """The content of the last of `chain`, once it is a volume here.

        Raises: OtherSystemFailed where an object, the import or the restore fails.
        """
        leaf = chain[-1]
        self.services.answer(SWIFT, "PUT", f"/{quote(container)}")
        for copy in chain:
            self.services.traffic.each(
                lambda one: self.put(container, one, read(one)), copy.objects
            )
        records = records_of(chain, [str(uuid.uuid4()) for _ in chain])
        for record in records:
            self.imported(record, container, self.importer)
        volume = self._volume_from(records[-1], leaf)
        return self.content(volume, leaf, container)

    def empty(self) -> None:
        """Everything in the project goes: what this run made, and what a killed one left."""
        for volume in self.services.rows(CINDER, "/volumes/detail", "volumes"):
            self.volume_gone(volume, self.importer)
        self.backups_gone()
        for row in self.services.answer(SWIFT, "GET", "?format=json").json() or []:
            self.services.container_gone(row["name"])

    def _volume_from(self, record: Record, leaf: VolumeCopy) -> str:
        volume = self.begun(record, leaf, leaf.name)
        self.arrived(volume, leaf)
        row = self.services.answer(CINDER, "GET", f"/volumes/{volume}").json()["volume"]
        if (row["bootable"] == "true") != leaf.bootable:
            raise OtherSystemFailed(
                say("restore of {volume}: no server boots from it", volume=leaf.name)
            )
        return volume

"""A site's Cinder in memory: volumes of a few bytes each, snapshots, and backups in its Swift.

What is in a volume is in its first block; the others are zeros. Like Cinder 29.0.0 it chooses the
parent of an incremental backup itself, compares nothing when it restores, and refuses to
delete a backup on which another builds.
"""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from recovery.content import BYTES_PER_GIB
from tests.lib.swift_in_memory import Answer, SwiftInMemory

BLOCK = 2**20
SECTOR = 4096
"""So much is written and read at least."""
ZEROS = sha256(bytes(BLOCK)).hexdigest()


@dataclass
class CinderInMemory:
    """Rows are as the API shows them, with `project` and what is in a volume beside."""

    swift: SwiftInMemory
    volumes: dict[str, dict[str, Any]] = field(default_factory=dict)
    snapshots: dict[str, dict[str, Any]] = field(default_factory=dict)
    backups: dict[str, dict[str, Any]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    at_once: int = 1000
    """So many rows it shows in one answer."""
    restores: bool = True
    """Whether it can; where it cannot, the backup is as available as before."""
    _count: int = 0

    def add_volume(self, project: str, name: str, gib: int, content: bytes) -> dict[str, Any]:
        return self._volume(project, name, gib, content, f"id-of-{name}")

    def answer(
        self, method: str, project: str, path: list[str], question: Any, asked: Any
    ) -> Answer:
        kind, *rest = path
        if kind == "limits":
            return Answer(200, {"limits": {"absolute": self._limits(project)}})
        if kind == "os-quota-sets":
            return Answer(200, {})
        if kind == "messages":
            return Answer(200, {"messages": []})
        if method == "POST" and rest == ["import_record"]:
            return self._import(project, asked["backup-record"])
        if method == "POST" and rest[1:] == ["metadata"]:
            self.volumes[rest[0]]["metadata"] |= asked["metadata"]
            return Answer(200, {})
        if method == "PUT":
            self.volumes[rest[0]] |= asked["volume"]
            return Answer(200, {})
        if method == "POST" and rest:
            return Answer(202)
        if method == "POST":
            making = {"volumes": self._restore, "snapshots": self._snapshot, "backups": self._back}
            return making[kind](project, asked[kind.removesuffix("s")])
        rows: dict[str, dict[str, Any]] = getattr(self, kind)
        if rest in ([], ["detail"]):
            own = [row for row in rows.values() if row["project"] == project]
            of = question.get("volume_id")
            own = [row for row in own if of in (None, row.get("volume_id"))]
            return Answer(200, self._page(kind, own, question))
        row = rows.get(rest[0])
        if row is None or row["project"] != project:
            return Answer(404)
        if method == "GET":
            return Answer(200, {kind.removesuffix("s"): self._shown(row)})
        if kind == "backups":
            return self._delete_backup(row)
        del rows[row["id"]]
        return Answer(202)

    def _page(
        self, kind: str, rows: list[dict[str, Any]], question: dict[str, str]
    ) -> dict[str, Any]:
        """After the marker, as many as there may be at once; and where the next begin."""
        ids = [row["id"] for row in rows]
        first = ids.index(question["marker"]) + 1 if "marker" in question else 0
        page, left = rows[first : first + self.at_once], rows[first + self.at_once :]
        told: dict[str, Any] = {kind: [self._shown(row) for row in page]}
        if left:
            again = urlencode({**question, "marker": page[-1]["id"]})
            told[f"{kind}_links"] = [{"rel": "next", "href": f"http://elsewhere/v3/{kind}?{again}"}]
        return told

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        hidden = {"content", "project", "prefix"}
        return {key: value for key, value in row.items() if key not in hidden}

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count:04}"

    def _limits(self, project: str) -> dict[str, int]:
        unlimited = {
            f"max{name}": -1
            for name in (
                "TotalSnapshots",
                "TotalVolumes",
                "TotalVolumeGigabytes",
                "TotalBackups",
                "TotalBackupGigabytes",
            )
        }
        used = {
            "totalSnapshotsUsed": sum(r["project"] == project for r in self.snapshots.values()),
            "totalVolumesUsed": sum(r["project"] == project for r in self.volumes.values()),
            "totalGigabytesUsed": 0,
            "totalBackupsUsed": sum(r["project"] == project for r in self.backups.values()),
            "totalBackupGigabytesUsed": 0,
        }
        return {**unlimited, **used, **self.limits}

    def _volume(
        self, project: str, name: str, gib: int, content: bytes, id_: str
    ) -> dict[str, Any]:
        row = {"id": id_, "name": name, "size": gib, "volume_type": "standard", "project": project}
        row |= {"bootable": str("-boot" in name).lower(), "status": "available"}
        row |= {"metadata": {}, "created_at": "2026-11-26T09:00:00.000000"}
        self.volumes[id_] = {**row, "content": content}
        return self.volumes[id_]

    def _snapshot(self, project: str, asked: Any) -> Answer:
        volume = self.volumes[asked["volume_id"]]
        row = {"id": self._id("snapshot"), "project": project, "status": "available"}
        row |= {"metadata": asked["metadata"], "content": volume["content"]}
        self.snapshots[row["id"]] = row
        return Answer(202, {"snapshot": self._shown(row)})

    def _back(self, project: str, asked: Any) -> Answer:
        volume = self.volumes[asked["volume_id"]]
        held = self.snapshots.get(asked.get("snapshot_id"), volume)
        before = [
            row
            for row in self.backups.values()
            if (row["project"], row["volume_id"]) == (project, volume["id"])
        ]
        parent = before[-1]["id"] if asked.get("incremental") and before else None
        id_ = self._id("backup")
        prefix = f"volume_{volume['id']}/2026/az_nova_backup_{id_}"
        row = {"id": id_, "project": project, "status": "available", "parent_id": parent}
        row |= {"volume_id": volume["id"], "container": asked["container"], "prefix": prefix}
        row |= {
            "name": asked["name"],
            "metadata": asked.get("metadata"),
            "fail_reason": None,
            "size": volume["size"],
        }
        self.backups[id_] = row
        content = held["content"].ljust(SECTOR, b"\0")
        first = sha256(content.ljust(BLOCK, b"\0")).hexdigest()
        hashes = [first, *[ZEROS] * (volume["size"] * BYTES_PER_GIB // BLOCK - 1)]
        piece = {"offset": 0, "length": len(content), "compression": "none"}
        about = {"parent_id": parent, "objects": [{f"{prefix}-00001": piece}]}
        about["volume_meta"] = volume["metadata"]
        for suffix, kept in (
            ("-00001", content),
            ("_metadata", json.dumps(about).encode()),
            ("_sha256file", json.dumps({"chunk_size": BLOCK, "sha256s": hashes}).encode()),
        ):
            self.swift.put(project, asked["container"], prefix + suffix, kept)
        return Answer(202, {"backup": self._shown(row)})

    def _delete_backup(self, row: dict[str, Any]) -> Answer:
        if any(one["parent_id"] == row["id"] for one in self.backups.values()):
            return Answer(400, {"badRequest": {"message": "Incremental backups exist"}})
        for name in self.swift.names(row["project"], row["container"]):
            if name.startswith(row["prefix"]):
                self.swift.put(row["project"], row["container"], name, None)
        del self.backups[row["id"]]
        return Answer(202)

    def _import(self, project: str, record: Any) -> Answer:
        told = json.loads(b64decode(record["backup_url"]))
        row = {key: told[key] for key in ("id", "parent_id", "container", "size", "volume_id")}
        row |= {"project": project, "status": "available", "prefix": told["service_metadata"]}
        self.backups[row["id"]] = {**row, "name": told["display_name"], "metadata": None}
        return Answer(201, {"backup": {"id": row["id"]}})

    def _restore(self, project: str, asked: Any) -> Answer:
        record = self.backups[asked["backup_id"]]
        content: bytes | None = None
        had = None
        try:
            content = self.swift.get(project, record["container"], record["prefix"] + "-00001")
            about = self.swift.get(project, record["container"], record["prefix"] + "_metadata")
            had = json.loads(about).get("volume_meta")
        except KeyError:
            pass
        made = self._volume(
            project, asked["name"], asked["size"], content or b"", self._id("volume")
        )
        # As Cinder: what the source had replaces what was asked for.
        made["metadata"] = had or dict(asked.get("metadata", {}))
        is_whole = self.restores and content is not None
        made["status"] = "available" if is_whole else "error_restoring"
        return Answer(202, {"volume": self._shown(made)})

"""A member's volumes at the site to which it moves: how far they are, and each step on. Adapter.

Everything that is known of a move stands there itself: copies in a container and records under ids
that are both made from the declaration's id, the move in a volume's name until it is compared, and
then a mark in its metadata of the move that restored it and of what was found in it. So whoever
looks again after a kill sees what is done.

Until then the name, since Cinder gives a restored volume the metadata that its source had
(cinder/backup/driver.py of 29.0.0: `_restore_vol_meta`), and with it the marks of an earlier move.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from blueprint.naming import RESTORED_AS, RESTORED_BY
from core.errors import Exit, UserError
from core.message import say
from recovery.facts import Copies, Extent, Volume
from recovery.manifest import ObjectCopy
from recovery.records import Record, records_of
from recovery.restoring import SECONDS, Restorer, longest
from recovery.services import CINDER, SWIFT, Services, until
from recovery.set_aside import name_aside
from recovery.vault import Vault
from recovery.wanted import Wanted

NAMESPACE = uuid.UUID("6f0e9d7c-6f7e-4b0f-9a3e-0d8a54f1c2b7")
"""Of the ids of records; an id made from a move and a backup is the same whoever makes it."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Landing:
    """One member's move, at its target. `administrator` is one in the member's project, for as
    long as it is held; only he may import records."""

    UNTIL_COMPARED: ClassVar[str] = "by"
    """What stands in a volume's name, before the move's id, until it is known to be right."""

    move: str
    restorer: Restorer
    vault: Callable[[], Vault]
    wanted: Mapping[str, Wanted]
    administrator: Callable[[], AbstractContextManager[Services]]

    @property
    def container(self) -> str:
        return f"restore-{self.move}"

    @property
    def services(self) -> Services:
        return self.restorer.services

    def copies(self, needed: Collection[str], adopted: Collection[str]) -> Copies:
        """How far the `needed` volumes are; `adopted` are the ids that the stack's state knows.

        Raises: OtherSystemFailed where the site does not answer.
        """
        rows = self._rows()
        return Copies(
            proven=set(needed) <= self.wanted.keys(),
            # The papers were believed when they were read, and no object is put anywhere before it
            # was read whole and compared.
            checked=True,
            copied=self._copied(),
            recorded=self._recorded(),
            volumes={
                name: self._state(
                    [row for row in rows if row["name"] in {name, self._until_compared(name)}],
                    name,
                    adopted,
                )
                for name in needed
            },
        )

    def equal(self) -> dict[str, str]:
        """Ids of the volumes that were compared and found right, by name."""
        return {
            row["name"]: row["id"]
            for row in self._rows()
            if row["name"] in self.wanted
            and self._found_in(row) == self.wanted[row["name"]].leaf.content
        }

    def copy(self, changed: Callable[[str], None]) -> None:
        """Every object out of the vault, each read whole and compared; what is there stays."""
        self.services.answer(SWIFT, "PUT", f"/{quote(self.container)}")
        there, vault = self._there(), self.vault()

        def bring(one: tuple[ObjectCopy, str]) -> None:
            copy, version = one
            if there.get(copy.name) != copy.md5:
                self.restorer.put(self.container, copy, vault.need(copy, version))
                changed(copy.name)

        todo = [
            (copy, volume.versions[copy.name])
            for volume in self.wanted.values()
            for copy in volume.objects
        ]
        self.restorer.services.traffic.each(bring, todo)

    def record(self) -> None:
        """A record of each copy, under this move's own ids."""
        there = self._recorded_ids()
        missing = [one for one in self._records() if one.id not in there]
        with self.administrator() as administrator:
            for record in missing:
                self.restorer.imported(record, self.container, administrator)

    def restore(self, name: str) -> None:
        """Begin it; what becomes of it the volume tells."""
        leaf = self.wanted[name].leaf
        record = self._records_of(self.wanted[name])[-1]
        self.restorer.begun(record, leaf, self._until_compared(name))

    def compare(self, name: str) -> None:
        """Read the volume, mark it with what was found in it, and give it its name.

        Raises: as `compared`.
        """
        row = self.compared(name)
        body = {"volume": {"name": name}}
        self.services.answer(CINDER, "PUT", f"/volumes/{row['id']}", json=body)

    def compared(self, name: str) -> Row:
        """The volume, read and marked with what was found in it.

        Raises: OtherSystemFailed where it cannot be read; UserError (exit 12) where it is not what
        its manifest says: it is marked as such, and is none of this move's volumes any more.
        """
        leaf = self.wanted[name].leaf
        [row] = self._ours(name)

        def look() -> str:
            found = self.services.answer(CINDER, "GET", f"/volumes/{row['id']}")
            return str(found.json()["volume"]["status"])

        what = say("reading of {volume}", volume=name)
        # Whoever was killed while he compared left Cinder reading.
        until(look, "available", lambda _: False, what, longest(leaf.gib))
        found = self._found_in(row)
        if found != leaf.content:
            found = self.restorer.content(row["id"], leaf, self.container)
            if (row["bootable"] == "true") != leaf.bootable:
                found = "boots from nothing"
            body = {"metadata": {RESTORED_BY: self.move, RESTORED_AS: found}}
            self.services.answer(CINDER, "POST", f"/volumes/{row['id']}/metadata", json=body)
        if found != leaf.content:
            raise UserError(
                say(
                    "{volume} was restored at {site} and is not what its manifest says; it is "
                    "restored once more, and then another generation is needed",
                    volume=name,
                    site=self.services.site,
                ),
                Exit.WORLD_DIFFERS,
            )
        return row

    def discard(self, name: str, adopted: Collection[str]) -> None:
        """What this move restored under the name goes, but for what the stack's state knows."""
        with self.administrator() as administrator:
            for row in self._ours(name):
                if row["id"] not in adopted:
                    self.restorer.volume_gone(row, administrator)

    def earlier(self, name: str) -> list[str]:
        """The ids of the volumes of that name that this move did not restore."""
        rows = self._rows()
        return [
            row["id"]
            for row in rows
            if row["name"] == name and row["metadata"].get(RESTORED_BY) != self.move
        ]

    def set_aside(self, name: str) -> None:
        """Volumes of an earlier day get another name: they may hold what no copy has."""
        for identifier in self.earlier(name):
            body = {"volume": {"name": name_aside(name, self.move)}}
            self.services.answer(CINDER, "PUT", f"/volumes/{identifier}", json=body)

    def clean_up(self) -> None:
        """Records and copies of this move; Cinder takes a record's objects away with it."""
        with self.administrator():
            pass  # whoever was killed while he held it left it; going in and out takes it away
        self.restorer.backups_gone(self.container)
        self.services.container_gone(self.container)

    def why_failed(self, name: str) -> str:
        """Of a restore that failed, in Cinder's words."""
        found = self._ours(name)
        return self.restorer.why_failed(found[0]["id"]) if found else "?"

    def _state(self, named: Sequence[Row], name: str, adopted: Collection[str]) -> Volume:
        ours = [row for row in named if self._is_ours(row)]
        if any(row["id"] in adopted for row in ours):
            return Volume.ADOPTED
        if len(ours) < len(named):
            return Volume.EARLIER
        if not ours:
            return Volume.ABSENT
        if len(ours) > 1:
            return Volume.BROKEN  # a request that arrived after its sender was killed
        [row] = ours
        if row["status"] in {"creating", "downloading", "restoring-backup"}:
            return Volume.BROKEN if overdue(row, self.services.now) else Volume.RESTORING
        if row["status"].startswith("error"):
            return Volume.BROKEN
        content = self._found_in(row)
        if content not in (None, self.wanted[name].leaf.content):
            return Volume.BROKEN
        return Volume.EQUAL if row["name"] == name else Volume.RESTORED

    def _copied(self) -> Extent:
        there = self._there()
        if not there:
            return Extent.NONE
        objects = [one for volume in self.wanted.values() for one in volume.objects]
        whole = all(there.get(one.name) == one.md5 for one in objects)
        return Extent.ALL if whole else Extent.SOME

    def _recorded(self) -> Extent:
        there = self._recorded_ids()
        if not there:
            return Extent.NONE
        whole = all(one.id in there for one in self._records())
        return Extent.ALL if whole else Extent.SOME

    def _there(self) -> dict[str, str]:
        return {row["name"]: row["hash"] for row in self.services.listed(self.container, "")}

    def _recorded_ids(self) -> set[str]:
        rows = self.services.rows(CINDER, "/backups/detail", "backups")
        return {row["id"] for row in rows if row["container"] == self.container}

    def _records(self) -> Iterator[Record]:
        for volume in self.wanted.values():
            yield from self._records_of(volume)

    def _records_of(self, volume: Wanted) -> list[Record]:
        ids = [str(uuid.uuid5(NAMESPACE, f"{self.move}/{one.backup}")) for one in volume.chain]
        return records_of(volume.chain, ids)

    def _until_compared(self, name: str) -> str:
        return f"{name}.{self.UNTIL_COMPARED}-{self.move}"

    def _ours(self, name: str) -> list[Row]:
        """What this move restored under the name."""
        names = {name, self._until_compared(name)}
        return [row for row in self._rows() if row["name"] in names and self._is_ours(row)]

    def _is_ours(self, row: Row) -> bool:
        by_name = str(row["name"]).endswith(self._until_compared(""))
        return by_name or row["metadata"].get(RESTORED_BY) == self.move

    def _found_in(self, row: Row) -> str | None:
        """What this move found in it; None where it was not compared."""
        marks = row["metadata"]
        found: str | None = marks.get(RESTORED_AS) if marks.get(RESTORED_BY) == self.move else None
        return found

    def _rows(self) -> Sequence[Row]:
        return self.services.rows(CINDER, "/volumes/detail?limit=1000", "volumes")


def overdue(row: Row, now: datetime) -> bool:
    """Whether its restore has taken so long that nobody can be at work on it any more; `now` is by
    the clock of the site, as the volume's own date is."""
    began = datetime.fromisoformat(row["created_at"]).replace(tzinfo=UTC)
    return now - began > timedelta(seconds=SECONDS + longest(int(row["size"])))

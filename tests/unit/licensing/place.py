"""A home with files that somebody edits, and a ledger that hears of servers and looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from blueprint.naming import Role
from core.eras import JAPAN
from licensing.change.licensing import Licensing
from licensing.change.said import said
from licensing.counting.rounding import shown
from licensing.known import known_at
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from licensing.papers.store import read_licences
from licensing.position.position import positions
from tenants.store import read_definitions
from tests.lib.definitions import copied_to

PRIMARY = "infra/sites/primary.yaml"
ENTITLEMENT = "licensing/entitlements/database-2026.yaml"
DATABASE = Role("core", ("database",))
HOST = "{host_class: general, sockets: 2, cores_per_socket: 16, ram_gib: 256}"


def on(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=JAPAN)


APRIL, JULY, TODAY = on("2026-04-01"), on("2026-07-01"), on("2026-11-26T12:00")


def sockets(count: int) -> tuple[str, str]:
    """An edit of pri-01, which has two."""
    text = "pri-01: {host_class: general, sockets: "
    return f"{text}2", f"{text}{count}"


class Place:
    """A home with files that somebody edits, and a ledger that hears of servers and looks."""

    def __init__(self, folder: Path) -> None:
        self.files = copied_to(folder)
        self.ledger = Ledger.opened(sqlite_url(folder / "ledger.sqlite"))

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.files / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def runs(
        self, host: str, since: datetime, server: str = "db-1", *, passive: bool = False
    ) -> None:
        role = replace(DATABASE, passive=passive)
        self._heard(
            server, since, Machine(f"hita-core-{server}", "hita", role, "primary", host, 4, True)
        )

    def goes(self, server: str, at: datetime) -> None:
        self._heard(server, at, None)

    def _heard(self, server: str, at: datetime, machine: Machine | None) -> None:
        told = Sighting(f"{server} {at}", server, at, machine, Source.NOTIFICATION)
        self.ledger.record([told], at)

    def looks(self, now: datetime) -> None:
        """As the collector does: what the files say is remembered."""
        definitions, _ = read_definitions(self.files)
        assert definitions is not None
        self.ledger.remember(said(definitions, read_licences(self.files)[0]), now)

    def known(self, now: datetime = TODAY, believed_at: datetime | None = None) -> Licensing:
        definitions, problems = read_definitions(self.files)
        licences, more = read_licences(self.files)
        assert definitions is not None
        assert not problems + more
        return known_at(
            self.ledger, licences, definitions, now, believed_at=believed_at, since=APRIL
        )

    def numbers(
        self, at: datetime, now: datetime = TODAY, believed_at: datetime | None = None
    ) -> tuple[str, str]:
        """Required and entitled of the database at `at`."""
        known = self.known(now, believed_at)
        [found] = [
            p
            for p in positions(known.licences, known.world.park, known.world.stays, at)
            if p.product == "database"
        ]
        return shown(found.required.licences), shown(found.entitled)

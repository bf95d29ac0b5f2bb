"""A small consortium's third quarter of 2026, for tests of snapshots."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from blueprint.naming import Role
from core.eras import JAPAN
from core.signing import Signer, public_key_of
from licensing.change.licensing import Licensing
from licensing.change.world import World
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.store import read_licences
from licensing.snapshot.extract import extract_of
from licensing.snapshot.quarter import Quarter, quarter_of
from licensing.snapshot.seal import sealed
from tests.lib.definitions import ROOT

QUARTER: Quarter = quarter_of("2026-Q3")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = Signer("hita-operator", public_key_of(KEY))
LICENCES = read_licences(ROOT)[0]
PARK = Park(
    {"pri-01": Host("pri-01", "primary", 2, 16), "pri-02": Host("pri-02", "primary", 2, 12)},
    {"database": frozenset({"pri-01"})},
    {"primary": "asia-pacific"},
)


def moment(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=JAPAN)


def ran(server: str, host: str, since: str, until: str | None = None, *, vcpus: int = 4) -> Stay:
    member, system = server.split("-")[:2]
    role = Role(system, ("database",))
    ended = None if until is None else moment(until)
    return Stay(server, member, host, vcpus, True, role, moment(since), ended)


STAYS = (
    ran("hita-core-db-1", "pri-01", "2026-04-01T09:00"),
    ran("usuki-core-db-1", "pri-02", "2026-05-01T09:00", "2026-08-10T22:00"),
    ran("usuki-core-db-1", "pri-01", "2026-08-10T22:00"),
)


def known(*stays: Stay, park: Park = PARK) -> Licensing:
    looks = {"primary": [moment("2026-07-01T00:30"), moment("2026-09-30T23:30")]}
    return Licensing(LICENCES, World(park, {"database": stays}), (), {}, looks=looks)


@cache
def snapshot(*stays: Stay) -> dict[str, bytes]:
    return snapshot_of(known(*(stays or STAYS)))


def snapshot_of(what: Licensing) -> dict[str, bytes]:
    return sealed(extract_of(what, QUARTER), QUARTER, "kumiai 0.1.0", KEY)

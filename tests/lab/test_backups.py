"""Copies that are proven: data that this test writes, hashes compared. It empties the lab."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from blueprint.accounts import PROOF
from core.journal import entries
from recovery.content import BYTES_PER_GIB
from recovery.manifest import Manifest, ObjectCopy
from recovery.papers import MANIFESTS, name_of, sealed
from recovery.pausing import note
from recovery.services import Services
from recovery.standstill import DUE, still_due
from recovery.vault_accounts import writer_entry
from tenants.store import read_definitions
from tests.lib.consortium import Consortium
from tests.lib.login import Login
from tests.lib.realm_attack import RealmAttack
from tests.lib.volume_files import content_of, volume_file
from tests.lib.waiting import until_equal

pytestmark = pytest.mark.lab

EXECUTE = ("--execute", "--reason", "a test")
SYSTEM, SERVER, STACK = "livelihood", "aya-livelihood-app-1", "aya.primary"
DATA = f"{SERVER}-data"
WHERE = ("aya", "primary", DATA)


def did(consortium: Consortium, *words: str) -> str:
    done = consortium.kumiai("backup", *words, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def status(consortium: Consortium, member: str) -> dict[str, Any]:
    """Of the member's one system."""
    told = consortium.kumiai("backup", "status", member, "--json")
    [found] = json.loads(told.stdout)
    return dict(found)


def write(file: Path, at: int, text: bytes) -> None:
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(text)


def manifest(consortium: Consortium, number: int) -> Manifest:
    login = Login.of_member(consortium.home, "aya", "primary")
    name = name_of(MANIFESTS, "primary", SYSTEM, number)
    text = login.ask("object-store", "GET", f"/backup/{name}").text
    return Manifest.read(text.partition("\n")[0])


def state_of(login: Login, server: str) -> str:
    return next(str(row["status"]) for row in login.rows("servers") if row["name"] == server)


def test_a_copy_is_held_elsewhere_and_restored_to_the_very_bytes(small: Consortium) -> None:
    file = volume_file(small, *WHERE)
    write(file, 0, b"resident 1" * 4000)
    write(file, BYTES_PER_GIB - 40, b"the very last bytes of the volume")
    unset = status(small, "aya")
    planned = small.kumiai("backup", "run", "aya")
    did(small, "run")
    did(small, "pull")
    unproven = status(small, "aya")
    did(small, "prove", "aya")
    told = small.kumiai("backup", "status")

    assert unset["red"] == ["there is no copy"]
    assert "only a plan, nothing was changed" in planned.stdout
    assert unproven["red"] == ["no copy was ever restored"]
    assert status(small, "aya")["red"] == []
    assert status(small, "kadogawa")["red"] == ["no copy was ever restored"]
    assert told.returncode == 12
    assert "not protected: 1 of 2" in told.stdout
    first = manifest(small, 1)
    volume = first.volume(DATA)
    assert volume is not None
    assert (first.how, first.servers) == ("paused", (SERVER,))
    assert volume.content == content_of(file, volume.block_bytes)
    assert file.stat().st_size == BYTES_PER_GIB
    assert proof_project_is_empty(small)
    assert small.kumiai("verify").returncode == 0


def test_who_is_left_paused_runs_again_by_its_watchdog_or_by_whoever_resumes(
    small: Consortium,
) -> None:
    """Killed at any request: tests/integration/runbooks/actions/test_backups.py."""
    login = Login.of_member(small.home, "aya", "primary")
    leave_paused(small, login)
    did(small, "resume")
    assert state_of(login, SERVER) == "ACTIVE"
    command = [sys.executable, "-m", "recovery.watchdog", str(small.home.root), STACK, SERVER]
    watchdog = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert watchdog.stdin is not None
    assert watchdog.stdout is not None
    assert watchdog.stdout.readline() == b"ready\n"
    leave_paused(small, login)
    watchdog.stdin.close()
    watchdog.wait(120)
    assert state_of(login, SERVER) == "ACTIVE"
    assert still_due(entries(small.home.journal)) == {}


def leave_paused(consortium: Consortium, login: Login) -> None:
    """As a run that was killed in the middle."""
    note(consortium.home, STACK, SERVER, "sato", "a test", DUE)
    [server] = [row["id"] for row in login.rows("servers") if row["name"] == SERVER]
    login.ask("compute", "POST", f"/servers/{server}/action", {"pause": None})
    until_equal(lambda: state_of(login, SERVER), "PAUSED", "its standing still", 60)


def test_the_next_generation_builds_on_the_one_before(small: Consortium) -> None:
    write(volume_file(small, *WHERE), 10**8, b"resident 2")
    did(small, "run", "aya")
    before, volume = manifest(small, 1).volume(DATA), manifest(small, 2).volume(DATA)
    assert before is not None
    assert volume is not None
    assert volume.parent == before.backup
    assert volume.content == content_of(volume_file(small, *WHERE), volume.block_bytes)


def test_a_strangers_backup_is_nothing_to_build_on(small: Consortium) -> None:
    login = Login.of_member(small.home, "aya", "primary")
    volume = next(row["id"] for row in login.rows("volumes") if row["name"] == DATA)
    asked = {"volume_id": volume, "container": "by-hand", "force": True, "incremental": True}
    made = login.ask("block-storage", "POST", "/backups", {"backup": asked})
    stranger = made.json()["backup"]["id"]

    def made_by_hand() -> str:
        row = login.ask("block-storage", "GET", f"/backups/{stranger}").json()["backup"]
        return str(row["status"])

    until_equal(made_by_hand, "available", "a backup by hand", 180)
    did(small, "run", "aya")
    found = manifest(small, 3).volume(DATA)
    assert found is not None
    assert found.parent is None


def test_a_copy_more_than_a_quota_has_room_for_is_told_and_no_server_stands_still_for_it(
    small: Consortium,
) -> None:
    """At the source before anything is paused; at the other site the proof fails by it."""
    member = Login.of_member(small.home, "aya", "primary")
    used = member.ask("block-storage", "GET", "/limits").json()["limits"]["absolute"]
    paused = len(still(small))
    with quota_of_backups(small, "primary", member.project, used["totalBackupsUsed"]):
        refused = small.kumiai("backup", "run", "aya", *EXECUTE)
    assert refused.returncode == 11
    assert "does not fit into the quota of backups" in refused.stderr
    assert len(still(small)) == paused
    with quota_of_backups(small, "remote", proof_login(small).project, 0):
        unproven = small.kumiai("backup", "prove", "aya", *EXECUTE)
    assert unproven.returncode == 13
    said = "says no: BackupLimitExceeded: Maximum number of backups allowed (0) exceeded"
    assert said in unproven.stderr
    assert proof_project_is_empty(small)


def still(consortium: Consortium) -> list[dict[str, Any]]:
    """Of the journal: each time that a server was about to stand still."""
    return [one for one in entries(consortium.home.journal) if one["outcome"] == DUE]


@contextmanager
def quota_of_backups(
    consortium: Consortium, site: str, project: str, backups: int
) -> Iterator[None]:
    """As the site's administrator sets it by hand, and back."""
    administrator, path = Login.of_administrator(consortium.home, site), f"/os-quota-sets/{project}"
    before = administrator.ask("block-storage", "GET", path).json()["quota_set"]["backups"]
    try:
        administrator.ask("block-storage", "PUT", path, {"quota_set": {"backups": backups}})
        yield
    finally:
        administrator.ask("block-storage", "PUT", path, {"quota_set": {"backups": before}})


def test_another_key_and_a_replayed_generation_are_refused(small: Consortium) -> None:
    login = Login.of_member(small.home, "aya", "primary")
    path = f"/backup/{name_of(MANIFESTS, 'primary', SYSTEM, 3)}"
    third = login.ask("object-store", "GET", path).content
    first = login.ask("object-store", "GET", path.replace("000003", "000001")).content
    forged = sealed(manifest(small, 3), Ed25519PrivateKey.generate())
    try:
        put(login, path, forged)
        wrong_key = small.kumiai("backup", "pull", "aya", *EXECUTE)
        put(login, path, first)
        replayed = small.kumiai("backup", "pull", "aya", *EXECUTE)
    finally:
        put(login, path, third)
    assert wrong_key.returncode == 11
    assert "is not signed by backup-primary of tenants/allowed_signers" in wrong_key.stderr
    assert replayed.returncode == 11
    assert "holds generation 1 of livelihood, which is not called so" in replayed.stderr


def put(login: Login, path: str, content: bytes) -> None:
    answer = login.session.put(path, data=content, endpoint_filter={"service_type": "object-store"})
    assert answer.status_code == 201


def test_a_flipped_bit_and_a_missing_object_are_told_and_nothing_is_restored(
    small: Consortium,
) -> None:
    did(small, "pull", "aya")
    volume = manifest(small, 3).volume(DATA)
    assert volume is not None
    for file in files_with(small, volume.objects[0]):
        write(file, 0, bytes([file.read_bytes()[0] ^ 1]))
    flipped = small.kumiai("backup", "prove", "aya", *EXECUTE)
    # Swift has set the object aside by now, and finds it no more.
    missing = small.kumiai("backup", "prove", "aya", *EXECUTE)
    assert flipped.returncode == 13
    assert f"{volume.objects[0].name} in the vault of remote is not what its" in flipped.stderr
    assert missing.returncode == 13
    assert "Swift of site remote says no" in missing.stderr
    assert status(small, "aya")["proven"] == sorted((DATA, f"{SERVER}-boot"))
    assert proof_project_is_empty(small)


def files_with(consortium: Consortium, copy: ObjectCopy) -> list[Path]:
    """Where the remote's Swift keeps objects with that content."""
    swift = consortium.lab.definition.site("remote").folder / "data" / "swift"
    found = [file for file in swift.rglob("*.data") if file.stat().st_size == copy.bytes]
    return [f for f in found if hashlib.sha256(f.read_bytes()).hexdigest() == copy.sha256]


def proof_project_is_empty(consortium: Consortium) -> bool:
    login = proof_login(consortium)
    backups = login.ask("block-storage", "GET", "/backups").json()["backups"]
    containers = login.ask("object-store", "GET", "?format=json")
    return not login.rows("volumes") and not backups and containers.json() == []


def proof_login(consortium: Consortium) -> Login:
    entry = consortium.entry("remote")
    return Login.of_entry({**entry, "auth": {**entry["auth"], "project_name": PROOF}})


def test_whoever_owns_the_primary_cannot_take_the_copies_away(small: Consortium) -> None:
    """Its administrator, with the realm's key and a member's sync key, deletes all that he can."""
    vault = vault_of(small)
    member = Login.of_member(small.home, "kadogawa", "remote")
    realm = small.lab.definition.site("primary").realm
    head = member.ask("object-store", "HEAD", "/backup")
    base = str(member.session.get_endpoint(service_type="object-store")).partition("/AUTH_")[0]
    attack = RealmAttack(base, realm.name, realm.key, head.headers["X-Container-Sync-Key"])
    rows = [row for row in vault.listed("kadogawa", "versions=") if "volume_" in row["name"]]
    account, own = f"AUTH_{vault.project}", f"/AUTH_{member.project}/backup"
    assert attack.send("PUT", f"{own}/zeros", body=b"0") == 201
    for row in rows:
        name, version = quote(row["name"]), row["version_id"]
        onto = {"Destination": f"kadogawa/{name}", "Destination-Account": account}
        # This one Swift does, to whomever the object belongs.
        assert attack.send("COPY", f"{own}/zeros", onto) == 201
        path = f"/{account}/kadogawa/{name}"
        assert attack.send("DELETE", f"{path}?version-id={version}") in {401, 403}
    names = "\n".join(f"kadogawa/{quote(row['name'])}" for row in rows).encode()
    attack.send("POST", f"{own}?bulk-delete", {"Content-Type": "text/plain"}, names)
    everything_gone(small, "kadogawa")

    did(small, "prove", "kadogawa")
    assert status(small, "kadogawa")["red"] == []
    overwritten = {row["name"] for row in vault.listed("kadogawa", "") if row["bytes"] == 1}
    assert overwritten == {row["name"] for row in rows}


def vault_of(consortium: Consortium) -> Services:
    definitions, _ = read_definitions(consortium.definitions)
    assert definitions is not None
    return Services(writer_entry(consortium.home, definitions.need_site("remote")), "remote")


def everything_gone(consortium: Consortium, member: str) -> None:
    """At the primary: every record by force, every object."""
    administrator = Login.of_administrator(consortium.home, "primary")
    login = Login.of_member(consortium.home, member, "primary")
    for row in login.ask("block-storage", "GET", "/backups").json()["backups"]:
        path = f"/backups/{row['id']}/action"
        administrator.ask("block-storage", "POST", path, {"os-force_delete": {}})
    for row in login.ask("object-store", "GET", "/backup?format=json").json():
        login.ask("object-store", "DELETE", f"/backup/{quote(row['name'])}")
    assert login.ask("object-store", "GET", "/backup?format=json").json() == []

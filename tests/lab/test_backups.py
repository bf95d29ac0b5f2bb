"""Copies that are proven: data that this test writes, hashes compared. It empties the lab."""

from __future__ import annotations

import hashlib
import json
import signal
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from blueprint.accounts import PROOF
from core.journal import entries
from recovery.content import BYTES_PER_GIB, content_of_hashes
from recovery.manifest import Manifest, ObjectCopy
from recovery.papers import MANIFESTS, name_of, sealed
from recovery.standstill import UNPAUSE, still_due
from tests.lib.consortium import Consortium
from tests.lib.login import Login
from tests.lib.second_lab import SecondLab
from tests.lib.waiting import until, until_equal

pytestmark = pytest.mark.lab

EXECUTE = ("--execute", "--reason", "a test")
SMALL = ("aya", "kadogawa")
SYSTEM, SERVER = "livelihood", "aya-livelihood-app-1"
DATA = f"{SERVER}-data"


@pytest.fixture(scope="module")
def small(lab: SecondLab) -> Consortium:
    """Two municipalities with one server and one data volume each, of 1 GiB."""
    lab.empty()
    found = Consortium.of_ten_on(lab)
    for file in (found.definitions / "tenants" / "members").glob("*.yaml"):
        text, _, _ = file.read_text("utf-8").partition("\nservices:")
        file.write_text(f"{text}\nservices:\n  livelihood_protection:\n", "utf-8")
        if file.stem not in SMALL:
            file.unlink()
    catalogue = found.definitions / "tenants" / "catalogue.yaml"
    catalogue.write_text(
        catalogue.read_text("utf-8").replace("boot_gib: 2", "boot_gib: 1"), "utf-8"
    )
    built = found.up()
    assert built.returncode == 0, built.stdout + built.stderr
    done = found.kumiai("backup", "set-up", *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr
    return found


def did(consortium: Consortium, *words: str) -> str:
    done = consortium.kumiai("backup", *words, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def status(consortium: Consortium, member: str) -> dict[str, Any]:
    """Of the member's one system."""
    told = consortium.kumiai("backup", "status", member, "--json")
    [found] = json.loads(told.stdout)
    return dict(found)


def volume_file(consortium: Consortium, name: str) -> Path:
    rows = Login.of_member(consortium.home, "aya", "primary").rows("volumes")
    [volume] = [row["id"] for row in rows if row["name"] == name]
    folder = consortium.lab.definition.site("primary").folder
    return folder / "data" / "cinder" / "volumes" / f"volume-{volume}"


def write(file: Path, at: int, text: bytes) -> None:
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(text)


def content_of(file: Path, block_bytes: int) -> str:
    """By reading the volume, which kumiai itself never does."""
    with file.open("rb") as stream:
        blocks = iter(lambda: stream.read(block_bytes), b"")
        return content_of_hashes(hashlib.sha256(block).hexdigest() for block in blocks)


def manifest(consortium: Consortium, number: int) -> Manifest:
    login = Login.of_member(consortium.home, "aya", "primary")
    name = name_of(MANIFESTS, "primary", SYSTEM, number)
    text = login.ask("object-store", "GET", f"/backup/{name}").text
    return Manifest.read(text.partition("\n")[0])


def state_of(login: Login, server: str) -> str:
    return next(str(row["status"]) for row in login.rows("servers") if row["name"] == server)


def test_a_copy_is_held_elsewhere_and_restored_to_the_very_bytes(small: Consortium) -> None:
    file = volume_file(small, DATA)
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


def test_whoever_is_killed_while_servers_stand_still_leaves_none_so(small: Consortium) -> None:
    write(volume_file(small, DATA), 10**8, b"resident 2")
    login = Login.of_member(small.home, "aya", "primary")
    half = small.begin("backup", "run", "aya", *EXECUTE)
    until(lambda: state_of(login, SERVER) == "PAUSED", "its standing still", 120)
    half.send_signal(signal.SIGKILL)
    half.wait()
    until_equal(lambda: state_of(login, SERVER), "ACTIVE", "its running again", 60)

    def last_word() -> str:
        told = [one for one in entries(small.home.journal) if one["act"] == UNPAUSE]
        return told[-1]["outcome"]

    until_equal(last_word, "done", "the watchdog's entry")
    assert still_due(entries(small.home.journal)) == {}
    did(small, "run", "aya")
    second = manifest(small, 2)
    before, volume = manifest(small, 1).volume(DATA), second.volume(DATA)
    assert before is not None
    assert volume is not None
    assert volume.parent == before.backup
    assert volume.content == content_of(volume_file(small, DATA), volume.block_bytes)


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
    entry = consortium.entry("remote")
    login = Login.of_entry({**entry, "auth": {**entry["auth"], "project_name": PROOF}})
    backups = login.ask("block-storage", "GET", "/backups").json()["backups"]
    containers = login.ask("object-store", "GET", "?format=json")
    return not login.rows("volumes") and not backups and containers.json() == []

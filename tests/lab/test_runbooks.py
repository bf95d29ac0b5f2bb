"""Procedures in earnest: copies, one volume, passwords, a drill; then a site is lost, and brought
back by somebody who has nothing but the alert and the printed book. It empties the lab.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator

import pytest
import yaml

from infra.toolchain.environment import environment_for
from tests.lib.consortium import Consortium
from tests.lib.desk import Desk
from tests.lib.effort import ALL
from tests.lib.login import Login
from tests.lib.lost_site import LostSite
from tests.lib.moved import DATA, MEMBER, SERVER
from tests.lib.reader import LOOKS, Reader, looking, of_openstack
from tests.lib.volume_files import sha256_of, volume_file
from tests.lib.waiting import until_equal

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="procedures run in memory (tests/unit/runbooks): `make test-all`"
    ),
]

OTHER = "aya"
LATER = "2099-01-01"
"""Every copy was taken until then."""

TOLD = {
    "member": MEMBER,
    "site": "primary",
    "host": "pri-02",
    "server": SERVER,
    "system": "livelihood",
    "volume": DATA,
    "before": LATER,
    "labels": "alertname=site-silent site=primary",
    "name": "site-silent",
    "number": "",
    "date": "2026-11-01",
}
MANY, MANY_OF_OPENSTACK = 25, 5
"""Fewer lines would mean that the page has lost its commands."""


@pytest.fixture(scope="module")
def desk(small: Consortium, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.of(small, tmp_path_factory.mktemp("suzuki"), tmp_path_factory.mktemp("desk"))


def test_copies_are_taken_held_and_proven_by_the_procedure(desk: Desk) -> None:
    for slug in (MEMBER, OTHER):
        assert "is done" in desk.runs("proof-of-restore", "--member", slug)
    told = json.loads(desk.sato.kumiai("backup", "status", "--json").stdout)
    assert all(one["proven_at"] for one in told)


def test_one_volume_is_restored_beside_the_one_that_stands_and_cleared_away(desk: Desk) -> None:
    home = desk.sato.home
    before = sha256_of(volume_file(desk.sato, MEMBER, "primary", DATA))
    words = ("backup", "restore", MEMBER, DATA, "--execute", "--reason", "a test")
    done = desk.sato.kumiai(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    primary = Login.of_member(home, MEMBER, "primary")
    [beside] = [row["name"] for row in primary.rows("volumes") if ".beside-" in row["name"]]
    assert sha256_of(volume_file(desk.sato, MEMBER, "primary", beside)) == before
    told = ("--member", MEMBER, "--volume", DATA, "--before", LATER)
    assert "is done" in desk.runs("volume-restore", *told)
    assert not [row["name"] for row in primary.rows("volumes") if "." in row["name"]]
    assert sha256_of(volume_file(desk.sato, MEMBER, "primary", DATA)) == before


def test_passwords_are_made_anew_once_somebody_else_has_approved(desk: Desk) -> None:
    file = desk.sato.home.credentials / "provisioner.primary.yaml"
    before = yaml.safe_load(file.read_text("utf-8"))["password"]
    assert "is done" in desk.runs("credential-rotation", "--site", "primary")
    assert yaml.safe_load(file.read_text("utf-8"))["password"] != before
    for words in (("verify", MEMBER), ("up", MEMBER, "--site", "primary")):
        done = desk.sato.kumiai(*words)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_drill_brings_one_municipality_up_for_trial(desk: Desk) -> None:
    assert "is done" in desk.runs("drill", "--site", "primary", "--member", OTHER)


def test_a_journal_whose_end_is_cut_off_is_found_by_the_other_sites_vault(desk: Desk) -> None:
    assert desk.sato.kumiai("runbook", "verify-log").returncode == 0
    journal = desk.sato.home.runs / desk.newest("drill") / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(b"".join(whole.splitlines(keepends=True)[:-2]))
    cut = desk.sato.kumiai("runbook", "verify-log")
    journal.write_bytes(whole)
    assert cut.returncode == 11
    assert "its end was cut off" in cut.stderr
    assert desk.sato.kumiai("runbook", "verify-log").returncode == 0


def test_every_command_on_every_page_that_only_looks_is_run_as_it_is_printed(desk: Desk) -> None:
    """It may find something that is not well, and says so; none is refused as wrongly typed."""
    book = desk.folder / "all.html"
    assert desk.sato.kumiai("runbook", "print", "--all", "--html", str(book)).returncode == 0
    lines = looking(book.read_text("utf-8"), TOLD)
    assert len(lines) > MANY
    assert desk.sato.kumiai("lab", "watch").returncode == 0
    try:
        for words in lines:
            done = desk.sato.kumiai("--lang", "en", *words)
            assert done.returncode in LOOKS, (words, done.stdout + done.stderr)
    finally:
        desk.sato.kumiai("lab", "watch", "--stop")


def test_every_command_of_openstacks_own_on_a_page_finds_what_the_page_names(desk: Desk) -> None:
    """In `kumiai shell`, with the municipality's login where it is about its server."""
    book, home = desk.folder / "openstack.html", desk.sato.home
    assert desk.sato.kumiai("runbook", "print", "--all", "--html", str(book)).returncode == 0
    cloud = desk.sato.lab.cloud("primary")
    volume = cloud.create_volume(1, name="one in error", wait=True)
    cloud.block_storage.reset_volume_status(volume.id, "error", None, None)
    lines = of_openstack(book.read_text("utf-8"), {**TOLD, "volume": volume.id})
    assert len(lines) >= MANY_OF_OPENSTACK
    for words in lines:
        done = subprocess.run(
            [home.lab_environment / "bin" / "openstack", *words],
            env=environment_for(home, os.environ),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr)
        assert volume.id in done.stdout or "list" not in words
    assert cloud.get_volume(volume.id).status == "available"
    cloud.delete_volume(volume.id, wait=True)
    own = Login.of_member(home, MEMBER, "primary")
    until_equal(lambda: own.rows("servers")[0]["status"], "ACTIVE", "the server that was rebooted")


@pytest.fixture(scope="module")
def lost(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The book was printed the night before; now the primary is silent, and an alert says so. The
    ledger's database was there as well."""
    book = desk.folder / "book.html"
    printed = desk.sato.kumiai("runbook", "print", "--all", "--html", str(book))
    assert printed.returncode == 0, printed.stderr
    site = LostSite(desk.sato, tmp_path_factory.mktemp("away"))
    site.is_lost()
    desk.sato.home.ledger.write_bytes(b"what is left of a database")
    with site.water:
        yield Reader(
            book.read_text("utf-8"),
            lambda words: desk.sato.kumiai("--lang", "en", *words),
            lambda words: desk.suzuki.kumiai("--lang", "en", *words),
            {"site": "primary"},
        )


def test_a_lost_site_is_brought_back_by_what_the_alert_and_the_book_say(
    desk: Desk, lost: Reader
) -> None:
    assert "is done" in lost.follows("site-silent")
    assert lost.next_procedure("site-silent") == "site-loss"
    assert "is done" in lost.follows("site-loss")
    for slug in (MEMBER, OTHER):
        remote = Login.of_member(desk.sato.home, slug, "remote")
        assert [row["status"] for row in remote.rows("servers")] == ["ACTIVE"], slug
    assert SERVER in {
        row["name"] for row in Login.of_member(desk.sato.home, MEMBER, "remote").rows("servers")
    }


def test_the_evidence_of_it_is_checked_without_kumiai(desk: Desk, lost: Reader) -> None:
    bundle = desk.folder / "evidence"
    run = desk.newest("site-loss")
    done = desk.sato.kumiai("runbook", "log", run, "--bundle", str(bundle))
    assert done.returncode == 0, done.stderr
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=bundle, check=False)
    assert checked.returncode == 0
    signers = desk.sato.definitions / "tenants" / "allowed_signers"
    signed = ("-n", "kumiai-evidence", "-s", "SHA256SUMS.sig")
    with (bundle / "SHA256SUMS").open("rb") as sums:
        verified = subprocess.run(
            ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "sato", *signed],
            stdin=sums,
            cwd=bundle,
            check=False,
        )
    assert verified.returncode == 0
    steps = json.loads((bundle / "steps.json").read_text("utf-8"))
    assert steps["fail_over"]["seconds"] > 0

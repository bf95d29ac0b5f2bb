"""Copies in the long run, on real sites: killed runs, retention, and a check of one's own.

In memory it is tried at every request (tests/integration/runbooks/actions). It empties the lab.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cloud.logins import clouds_of, site_entry
from core.journal import entries
from core.plan import Run
from core.run import Failure, Watcher, carry_out
from core.signing_key import allowed_signers
from recovery.content import BYTES_PER_GIB
from recovery.copying import sent
from recovery.manifest import Manifest
from recovery.papers import MANIFESTS
from recovery.services import Services
from recovery.standing_servers import cut_off, servers_in, start_again
from recovery.standstill import still_due
from recovery.vault_accounts import writer_entry
from runbooks.actions import retention
from runbooks.actions.given import Given
from tenants.site import Site
from tenants.store import read_definitions
from tenants.vocabulary import BACKUP_CONTAINER
from tests.lib.acts import Acts
from tests.lib.consortium import Consortium
from tests.lib.copies import promise
from tests.lib.effort import ALL
from tests.lib.killed_moves import Killed
from tests.lib.login import Login
from tests.lib.volume_files import content_of, volume_file
from tests.lib.waiting import until_equal

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="in memory (tests/integration/runbooks/actions): `make test-all`"
    ),
]

EXECUTE = ("--execute", "--reason", "a test")
MEMBER, SYSTEM, STACK, SERVER = "aya", "livelihood", "aya.primary", "aya-livelihood-app-1"
DATA = f"{SERVER}-data"

CHECK = f"""\
#!/bin/sh
head -c 100 "$1/{DATA}.img" | grep -q "resident of the last day" && exit 0
echo "nobody of the last day is in it"
exit 1
"""


def own(consortium: Consortium) -> Login:
    return Login.of_member(consortium.home, MEMBER, "primary")


def write(consortium: Consortium, text: bytes) -> None:
    with volume_file(consortium, MEMBER, "primary", DATA).open("r+b") as stream:
        stream.write(text)
        stream.seek(BYTES_PER_GIB - len(text))
        stream.write(text)


def did(consortium: Consortium, *words: str) -> None:
    done = consortium.kumiai("backup", *words, MEMBER, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr


def manifests(consortium: Consortium) -> list[Manifest]:
    """That stand at the source, by number."""
    services = Services(clouds_of(consortium.home)[STACK], "primary")
    return sent(services, "primary", SYSTEM, allowed_signers(consortium.definitions))


def test_a_backup_killed_whenever_is_made_whole_by_the_next_and_no_server_stays_paused(
    small: Consortium,
) -> None:
    write(small, b"resident of the first day")
    run = Killed(small, ("backup", "run", MEMBER, *EXECUTE))
    assert run.to_its_end() == 0, (run.at, run.said)
    [server] = own(small).rows("servers")
    assert server["status"] == "ACTIVE", run.at
    assert still_due(entries(small.home.journal)) == {}, run.at
    assert own(small).ask("block-storage", "GET", "/snapshots").json()["snapshots"] == [], run.at
    newest = manifests(small)[-1].volume(DATA)
    assert newest is not None
    file = volume_file(small, MEMBER, "primary", DATA)
    assert newest.content == content_of(file, newest.block_bytes), run.at
    # Nothing that a killed run made lies about: every backup is one of a manifest's.
    rows = own(small).ask("block-storage", "GET", "/backups").json()["backups"]
    copies = [one for each in manifests(small) for one in each.volumes]
    assert {row["id"] for row in rows} == {one.backup for one in copies}, run.at


def test_a_server_that_a_lost_site_left_paused_is_stopped_without_running_again(
    small: Consortium,
) -> None:
    """Nova stops no paused server: its record is set to one that it stops. To let it run first
    would let it write."""
    [server] = own(small).rows("servers")
    own(small).ask("compute", "POST", f"/servers/{server['id']}/action", {"pause": None})
    until_equal(lambda: own(small).rows("servers")[0]["status"], "PAUSED", "its standstill", 60)
    administrator = Services(site_entry(small.home, site_of(small, "primary")), "primary")
    cut_off(administrator, MEMBER)
    [stopped] = servers_in(administrator, MEMBER)
    assert (stopped["status"], stopped["locked"]) == ("SHUTOFF", True)
    start_again(administrator, MEMBER)
    [running] = servers_in(administrator, MEMBER)
    assert (running["status"], running["locked"]) == ("ACTIVE", False)


def test_what_its_own_check_does_not_find_well_is_not_proven_though_it_is_what_was_copied(
    small: Consortium,
) -> None:
    check = small.definitions / "tenants" / "checks" / SYSTEM
    check.parent.mkdir(exist_ok=True)
    check.write_text(CHECK, "utf-8")
    check.chmod(0o755)
    did(small, "pull")
    refused = small.kumiai("backup", "prove", MEMBER, *EXECUTE)
    assert refused.returncode == 12, refused.stdout + refused.stderr
    assert "well, though it is what was copied: exit code 1: nobody of the last day" in (
        refused.stderr
    )
    write(small, b"resident of the last day")
    for word in ("run", "pull", "prove"):
        did(small, word)
    assert list((small.home.root / "proofs").iterdir()) == []


def test_what_is_over_goes_at_both_sites_but_for_what_a_stranger_builds_on(
    small: Consortium, tmp_path: Path
) -> None:
    """A year later, of which one generation is kept."""
    stranger = made_by_hand(small)
    promise(small.definitions, full_every=1)
    for word in ("run", "pull", "prove"):
        did(small, word)
    later = a_year_later(small, tmp_path)
    before = manifests(small)
    [failure] = expired(later)
    assert "Incremental backups exist" in str(failure.why)
    # The one that the stranger builds on, and the one that is kept.
    assert manifests(small)[-2:] == before[-2:]
    own(small).ask("block-storage", "DELETE", f"/backups/{stranger}")
    until_equal(lambda: state_of(small, stranger), "gone", "the stranger's backup", 120)
    assert expired(later) == []
    [last] = manifests(small)
    assert last == before[-1]
    rows = own(small).ask("block-storage", "GET", "/backups").json()["backups"]
    assert {row["id"] for row in rows} == {one.backup for one in last.volumes}
    objects = own(small).ask("object-store", "GET", f"/{BACKUP_CONTAINER}?format=json").json()
    names = {row["name"] for row in objects if not row["name"].startswith(f"{MANIFESTS}/")}
    assert names == last.objects.keys()
    vault = Services(writer_entry(small.home, site_of(small, "remote")), "remote")
    listed = vault.listed(MEMBER, "versions=")
    assert {row["name"] for row in listed if row["name"].startswith("volume_")} == names
    did(small, "prove")


def made_by_hand(consortium: Consortium) -> str:
    """A person's own backup, which builds on our newest."""
    [volume] = [row["id"] for row in own(consortium).rows("volumes") if row["name"] == DATA]
    asked = {"volume_id": volume, "container": "by-hand", "force": True, "incremental": True}
    made = own(consortium).ask("block-storage", "POST", "/backups", {"backup": asked})
    found = str(made.json()["backup"]["id"])
    until_equal(lambda: state_of(consortium, found), "available", "a backup by hand", 180)
    return found


def state_of(consortium: Consortium, backup: str) -> str:
    answer = own(consortium).ask("block-storage", "GET", f"/backups/{backup}")
    return str(answer.json()["backup"]["status"]) if answer.status_code == 200 else "gone"


def a_year_later(consortium: Consortium, folder: Path) -> Given:
    """By files that let one generation be kept, for a day."""
    files = folder / "files"
    shutil.copytree(consortium.definitions, files)
    promise(files, generations=1, retention_days=1, bulk_deletion_percent=100)
    definitions, _ = read_definitions(files)
    assert definitions is not None
    acts = Acts.at(folder)
    acts.home, acts.definitions = consortium.home, definitions
    return replace(acts.given, now=acts.given.now + timedelta(days=400))


def expired(given: Given) -> list[Failure]:
    run = Run("run-1", "sato", "a test", given.now)
    return carry_out(given.home, retention.expire(given, [MEMBER]), run, Watcher())


def site_of(consortium: Consortium, name: str) -> Site:
    definitions, _ = read_definitions(consortium.definitions)
    assert definitions is not None
    return definitions.need_site(name)

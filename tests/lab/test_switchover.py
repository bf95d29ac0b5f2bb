"""A municipality away from home and back, with nothing lost and whoever is killed; and for trial.

Both sites are alive all the time. One run of each is killed amid its work.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from blueprint.naming import RESTORED_BY
from lab.services.cinder import BACKUP_OBJECT_BYTES
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL
from tests.lib.half_down import comes_back, run_while_it_goes_down
from tests.lib.killed_moves import begun, killed_when
from tests.lib.login import Login
from tests.lib.moved import (
    BOOT,
    DATA,
    EXECUTE,
    MEMBER,
    SERVER,
    contents_at,
    copied,
    servers_at,
)
from tests.lib.volume_files import volume_file
from tests.lib.waiting import until

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="moved in memory (tests/unit/recovery, runbooks/actions): `make test-all`"
    ),
]

PROJECT = f"kumiai-trial-{MEMBER}"
CLEARED_SECONDS = 300
DELETED_BYTES = 300_000
ROOM_BYTES = 2**24


@pytest.fixture(scope="module")
def moving(small: Consortium) -> Consortium:
    """Its copies are proven, and a person may move it."""
    write(small, "primary", b"of the first day")
    copied(small)
    assert small.kumiai("signer", "new", "sato").returncode == 0
    return small


def write(consortium: Consortium, site: str, content: bytes, *, deletes: bool = False) -> None:
    """As its people do while it runs there; what they delete becomes zeros again, across the border
    of two objects of a backup."""
    with volume_file(consortium, MEMBER, site, DATA).open("r+b") as stream:
        stream.write(content * 5000)
        stream.seek(BACKUP_OBJECT_BYTES - DELETED_BYTES // 2)
        stream.write(bytes(DELETED_BYTES) if deletes else os.urandom(DELETED_BYTES))


def left_of_trials(consortium: Consortium) -> list[str]:
    """Projects, networks, servers and volumes, whoever they are of."""
    cloud = consortium.lab.cloud("remote")
    projects = [one.name for one in cloud.identity.projects() if one.name == PROJECT]
    trial = [one.id for one in cloud.identity.projects() if one.name == PROJECT]
    servers = [one.name for one in cloud.compute.servers(all_projects=True) if one.name == SERVER]
    volumes = [
        one.name
        for one in cloud.block_storage.volumes(all_projects=True)
        if one.name in {DATA, BOOT}
    ]
    networks = [one.name for one in cloud.network.networks() if one.project_id in trial]
    return [*projects, *servers, *volumes, *networks]


def test_a_trial_finds_it_whole_and_leaves_nothing_behind(moving: Consortium) -> None:
    before = moving.kumiai("verify", MEMBER)
    tried = moving.kumiai("failover", "test", MEMBER, *EXECUTE)
    after = moving.kumiai("verify", MEMBER)
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert SERVER in tried.stdout
    assert left_of_trials(moving) == []
    assert (before.returncode, after.returncode) == (0, 0)
    assert after.stdout == before.stdout
    assert "was killed" not in moving.kumiai("failover", "status").stdout


def test_a_trial_that_is_killed_is_cleared_away_by_its_watchdog(moving: Consortium) -> None:
    killed_when(moving, ("failover", "test", MEMBER, *EXECUTE), begun("failover-trial", "compare"))
    told = moving.kumiai("failover", "status")
    assert "is under way or was killed" in told.stdout
    assert told.returncode == 12
    until(lambda: left_of_trials(moving) == [], "it is cleared away", CLEARED_SECONDS)


def test_a_swift_that_goes_down_amid_a_backup_is_told_and_the_next_run_goes_on(
    moving: Consortium,
) -> None:
    words, copies = ("backup", "run", MEMBER, *EXECUTE), begun("backup", "copy")
    said = run_while_it_goes_down(moving, words, copies, "primary", "swift")
    assert "site primary" in said
    assert servers_at(moving, "primary") == [(SERVER, "ACTIVE")]
    comes_back(moving, "primary")
    copied(moving)
    told = moving.kumiai("backup", "status", MEMBER)
    assert told.returncode == 0, told.stdout


def test_it_is_moved_with_all_that_was_entered_since_whoever_is_killed_or_goes_down(
    moving: Consortium,
) -> None:
    write(moving, "primary", b"entered since the last copy", deletes=True)
    expected = contents_at(moving, "primary")
    switchover, compares = ("switchover", MEMBER, *EXECUTE), begun("failover", "compare")
    killed_when(moving, switchover, begun("failover", "restore"))
    assert servers_at(moving, "primary") == [(SERVER, "SHUTOFF")]
    said = run_while_it_goes_down(moving, switchover, compares, "remote", "cinder")
    assert "remote" in said
    comes_back(moving, "remote")
    done = moving.kumiai(*switchover)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lost: 0 minutes" in done.stdout
    assert servers_at(moving, "primary") == [(SERVER, "SHUTOFF")]
    assert servers_at(moving, "remote") == [(SERVER, "ACTIVE")]
    assert contents_at(moving, "remote")[DATA] == expected[DATA]
    assert contents_at(moving, "primary") == expected
    assert forms(moving, "remote") == forms(moving, "primary")
    # What a volume does not hold takes no room: written as zeros, it would be the whole GiB.
    assert on_disk(moving, "remote") < 2 * on_disk(moving, "primary") + ROOM_BYTES
    assert moving.kumiai("verify", MEMBER, "--site", "remote").returncode == 0


def forms(consortium: Consortium, site: str) -> dict[str, tuple[int, str, str]]:
    """Of each volume its size, its type, and whether a server boots from it."""
    rows = Login.of_member(consortium.home, MEMBER, site).rows("volumes")
    of = {row["name"]: (row["size"], row["volume_type"], row["bootable"]) for row in rows}
    return {name: of[name] for name in (DATA, BOOT)}


def on_disk(consortium: Consortium, site: str) -> int:
    """Bytes that the data volume's file takes (stat(2): blocks of 512)."""
    return volume_file(consortium, MEMBER, site, DATA).stat().st_blocks * 512


def test_it_comes_home_with_what_was_entered_away_and_what_lay_there_is_kept(
    moving: Consortium,
) -> None:
    write(moving, "remote", b"entered away from home")
    expected = contents_at(moving, "remote")
    done = moving.kumiai("failback", MEMBER, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert servers_at(moving, "primary") == [(SERVER, "ACTIVE")]
    assert servers_at(moving, "remote") == [(SERVER, "SHUTOFF")]
    assert contents_at(moving, "primary")[DATA] == expected[DATA]
    rows = Login.of_member(moving.home, MEMBER, "primary").rows("volumes")
    [move] = {row["metadata"][RESTORED_BY] for row in rows if row["name"] == DATA}
    assert {row["name"] for row in rows} == {
        *(DATA, BOOT),
        *(f"{DATA}.before-{move}", f"{BOOT}.before-{move}"),
    }
    told = json.loads(Path(moving.home.root / "moves" / move / f"{MEMBER}.json").read_text("utf-8"))
    assert (told["source"], told["target"], told["lost_minutes"]) == ("remote", "primary", 0)
    placement = moving.definitions / "tenants" / "placement.yaml"
    assert MEMBER not in placement.read_text("utf-8")

"""A site is lost in earnest: killed, its addresses swallowed, its files gone. It empties the lab.

The run that brings its municipality back is killed itself, at entries of the journal that are
drawn by chance (`make test-all`: at all of them), and goes on.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from blueprint.naming import RESTORED_BY
from core.journal import entries
from lab.ports import SITE_PORTS
from recovery.content import BYTES_PER_GIB
from tests.lib.black_hole import black_hole
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL, chance
from tests.lib.killing import kill, victims
from tests.lib.login import Login
from tests.lib.volume_files import sha256_of, volume_file

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="a site is lost in memory (tests/unit/recovery): `make test-all`"
    ),
]

EXECUTE = ("--execute", "--reason", "a test")
MEMBER, STACK = "kadogawa", "kadogawa.remote"
SERVER = "kadogawa-livelihood-app-1"
DATA, BOOT = f"{SERVER}-data", f"{SERVER}-boot"
KILLS = 3
LOOK_SECONDS = 0.02
TRAVELS_SECONDS = 15
"""Longer than container-sync, which looks every 5 s here, has taken to carry a deletion."""


@dataclass
class Lost:
    """The primary, of which only the remote's own files are left on this machine."""

    consortium: Consortium
    content: dict[str, str]
    """Of each volume when it was copied: the SHA-256 of its file."""
    away: Path
    water: ExitStack
    """What keeps its addresses silent."""
    move: str = ""
    killed: list[str] = field(default_factory=list)

    def remote(self) -> Login:
        return Login.of_member(self.consortium.home, MEMBER, "remote")

    def run(self) -> Any:
        return self.consortium.kumiai("failover", "run", self.move, *EXECUTE)

    def status(self) -> dict[str, Any]:
        told = self.consortium.kumiai("failover", "status", self.move, "--json")
        [found] = json.loads(told.stdout)
        return dict(found)

    def take_away(self) -> None:
        """The primary's keys, its states, and how anybody logs in to it."""
        home = self.consortium.home
        for folder in (home.credentials, home.state / ".pulumi" / "stacks" / "kumiai"):
            for file in folder.glob("*primary*"):
                shutil.move(file, self.away / file.name)
        shutil.copyfile(home.clouds_file, self.away / "clouds.yaml")
        clouds = yaml.safe_load(home.clouds_file.read_text("utf-8"))["clouds"]
        left = {name: entry for name, entry in clouds.items() if "primary" not in name}
        home.clouds_file.write_text(yaml.safe_dump({"clouds": left}), "utf-8")

    def bring_back(self) -> None:
        home = self.consortium.home
        for file in self.away.glob("*primary*"):
            key = file.suffix in {".yaml", ".key"}
            folder = home.credentials if key else home.state / ".pulumi" / "stacks" / "kumiai"
            shutil.move(file, folder / file.name)
        clouds = yaml.safe_load((self.away / "clouds.yaml").read_text("utf-8"))["clouds"]
        now = yaml.safe_load(home.clouds_file.read_text("utf-8"))["clouds"]
        home.clouds_file.write_text(yaml.safe_dump({"clouds": {**clouds, **now}}), "utf-8")


@pytest.fixture(scope="module")
def lost(small: Consortium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    """Its copies are proven, and then it is gone."""
    with volume_file(small, MEMBER, "primary", DATA).open("r+b") as stream:
        stream.write(b"resident of Kadogawa" * 5000)
        stream.seek(BYTES_PER_GIB - 40)
        stream.write(b"the very last bytes of the volume")
    for words in (("run",), ("pull",), ("prove",)):
        done = small.kumiai("backup", *words, MEMBER, *EXECUTE)
        assert done.returncode == 0, done.stdout + done.stderr
    content = {
        name: sha256_of(volume_file(small, MEMBER, "primary", name)) for name in (DATA, BOOT)
    }
    site = small.lab.definition.site("primary")
    assert small.lab.kumiai("lab", "kill", "primary").returncode == 0
    with ExitStack() as water:
        found = Lost(small, content, tmp_path_factory.mktemp("away"), water)
        found.take_away()
        water.enter_context(black_hole(site.address, SITE_PORTS))
        yield found


def test_files_that_let_it_run_elsewhere_make_no_empty_volume_of_which_a_copy_is_held(
    lost: Lost,
) -> None:
    moved = f"members:\n  {MEMBER}: {{primary: standby, remote: active}}"
    with lost.consortium.changed("tenants/placement.yaml", ("members: {}", moved)):
        refused = lost.consortium.up(MEMBER, "--site", "remote")
    assert refused.returncode == 11, refused.stdout + refused.stderr
    assert f"{DATA} would be made empty, and remote holds copies of" in refused.stderr


def test_one_person_declares_nothing_and_two_do(
    lost: Lost, tmp_path_factory: pytest.TempPathFactory
) -> None:
    consortium = lost.consortium
    other = Consortium(
        consortium.lab,
        consortium.definitions,
        {"KUMIAI_HOME": str(tmp_path_factory.mktemp("suzuki"))},
    )
    for who, name in ((consortium, "sato"), (other, "suzuki")):
        assert who.kumiai("signer", "new", name).returncode == 0
    declared = consortium.kumiai("failover", "declare", MEMBER, "--site", "primary", *EXECUTE)
    assert declared.returncode == 0, declared.stdout + declared.stderr
    lost.move = declared.stdout.partition("declared as ")[2].partition(";")[0]
    alone = lost.run()
    again = consortium.kumiai("failover", "confirm", lost.move, "--execute")
    still_alone = lost.run()
    confirmed = other.kumiai("failover", "confirm", lost.move, "--execute")
    assert (alone.returncode, again.returncode, still_alone.returncode) == (11, 0, 11)
    assert f"declaration {lost.move} is signed by sato alone" in alone.stderr
    assert confirmed.stdout.endswith("signed by sato, suzuki\n")


def test_killed_whenever_it_is_brought_back_once_and_to_the_very_bytes(lost: Lost) -> None:
    """Each look at the primary waits in vain, as under water: nobody refuses."""
    drawn = chance("kills of a failover")
    while (done := run_until_killed(lost, drawn.choice)) is None:
        pass
    assert done == 0, lost.killed
    rows = lost.remote().rows("volumes")
    assert sorted(row["name"] for row in rows) == [BOOT, DATA], lost.killed
    assert {row["metadata"][RESTORED_BY] for row in rows} == {lost.move}
    found = {
        name: sha256_of(volume_file(lost.consortium, MEMBER, "remote", name))
        for name in lost.content
    }
    assert found[DATA] == lost.content[DATA], lost.killed
    servers = lost.remote().rows("servers")
    assert [(row["name"], row["status"]) for row in servers] == [(SERVER, "ACTIVE")]
    assert lost.remote().ask("block-storage", "GET", "/backups").json()["backups"] == []
    assert lost.remote().ask("object-store", "GET", f"/restore-{lost.move}").status_code == 404


def run_until_killed(lost: Lost, choose: Any) -> int | None:
    """One run; None where it was killed at an entry of the journal that no run was killed at."""
    journal = lost.consortium.home.journal
    before = len(entries(journal))
    run = lost.consortium.begin("failover", "run", lost.move, *EXECUTE)
    while run.poll() is None:
        for one in entries(journal)[before:]:
            at = f"{one['act']} {one['subject']} {one['outcome'].partition(':')[0]}"
            if at not in lost.killed and (
                ALL or (len(lost.killed) < KILLS and choose((0,) * 9 + (1,)))
            ):
                lost.killed.append(at)
                kill(victims(run.pid, choose(("kumiai", "everything"))))
                run.communicate()
                return None
            before += 1
        time.sleep(LOOK_SECONDS)
    run.communicate()
    return run.returncode


def test_afterwards_all_is_as_the_files_say_and_nothing_is_begun_where_it_is_fenced(
    lost: Lost,
) -> None:
    placement = lost.consortium.definitions / "tenants" / "placement.yaml"
    verified = lost.consortium.kumiai("verify", MEMBER, "--site", "remote")
    planned = lost.consortium.kumiai("up", MEMBER)
    report = lost.consortium.home.root / "moves" / lost.move / f"{MEMBER}.json"
    told = json.loads(report.read_text("utf-8"))
    assert f"  {MEMBER}: {{primary: standby, remote: active}}\n" in placement.read_text("utf-8")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "門川町 at primary: fenced, and left as it is" in planned.stdout
    assert lost.status()["next"] == "it runs there"
    assert (told["source"], told["target"], told["promised_minutes"]) == ("primary", "remote", 240)
    assert told["lost_minutes"] < told["promised_lost_minutes"]
    assert 0 < told["data_after_seconds"] < told["runs_after_seconds"]


def test_a_primary_that_returns_is_cut_off_and_nothing_of_it_reaches_the_remote(
    lost: Lost,
) -> None:
    lost.water.close()
    assert lost.consortium.lab.kumiai("lab", "start", "primary").returncode == 0
    lost.bring_back()
    primary = Login.of_member(lost.consortium.home, MEMBER, "primary")
    remote = lost.remote()
    assert [row["status"] for row in primary.rows("servers")] == ["ACTIVE"]
    assert lost.status()["next"] == "its servers at the lost site are stopped and locked"
    done = lost.run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert [row["status"] for row in primary.rows("servers")] == ["SHUTOFF"]
    [server] = primary.rows("servers")
    action = f"/servers/{server['id']}/action"
    assert primary.ask("compute", "POST", action, {"os-start": None}).status_code == 409
    both = copied_objects(primary) & copied_objects(remote)
    gone = min(both)
    assert primary.ask("object-store", "DELETE", f"/backup/{gone}").status_code == 204
    time.sleep(TRAVELS_SECONDS)
    assert both <= copied_objects(remote)
    assert [row["status"] for row in remote.rows("servers")] == ["ACTIVE"]
    assert lost.status()["next"] == "it runs there"


def copied_objects(login: Login) -> set[str]:
    rows = login.ask("object-store", "GET", "/backup?format=json").json()
    return {row["name"] for row in rows}

"""A site is lost in earnest while a backup runs: killed, its addresses swallowed, its files gone.

Its municipality is brought back at the other site, comes home, and is brought back once more; each
run is killed itself, at entries of the journal that are drawn by chance (`make test-all`: at all of
them), and goes on. It empties the lab.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from recovery.set_aside import name_aside
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL, chance
from tests.lib.killed_moves import Killed, begun, killed_when
from tests.lib.login import Login
from tests.lib.lost_site import LostSite
from tests.lib.moved import (
    BOOT,
    COPYING,
    DATA,
    EXECUTE,
    FILES,
    MEMBER,
    PAUSING,
    SERVER,
    Moved,
    copied,
    copied_at,
    enter,
    under_way,
    with_a_container,
)

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="a site is lost in memory (tests/unit/recovery): `make test-all`"
    ),
]

TRAVELS_SECONDS = 15
"""Longer than container-sync, which looks every 5 s here, has taken to carry a deletion."""
LONGEST_SECONDS = 600
"""For a backup to find out that its site is no more."""


@pytest.fixture(scope="module")
def moved(small: Consortium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    """Its copies are proven; then another is begun, and while that runs the site is gone."""
    with_a_container(small)
    enter(small, "primary", b"resident of Kadogawa")
    copied(small)
    other = Consortium(
        small.lab, small.definitions, {"KUMIAI_HOME": str(tmp_path_factory.mktemp("suzuki"))}
    )
    primary = LostSite(small, tmp_path_factory.mktemp("away"))
    found = Moved(small, primary, other, copied_at(small))
    found.content = found.contents("primary")
    enter(small, "primary", b"entered since, and lost with it")
    found.backup = under_way(small, chance("the moment of a loss").choice((PAUSING, COPYING)))
    primary.is_lost()
    with primary.water:
        yield found


def test_a_backup_that_ran_when_its_site_was_lost_comes_to_an_end_and_counts_for_nothing(
    moved: Moved,
) -> None:
    assert moved.backup is not None
    said, _ = moved.backup.communicate(timeout=LONGEST_SECONDS)
    assert moved.backup.returncode == 13, said
    assert copied_at(moved.consortium) == moved.copied_at


def test_files_that_let_it_run_elsewhere_make_no_empty_volume_of_which_a_copy_is_held(
    moved: Moved,
) -> None:
    flipped = f"members:\n  {MEMBER}: {{primary: standby, remote: active}}"
    with moved.consortium.changed("tenants/placement.yaml", ("members: {}", flipped)):
        refused = moved.consortium.up(MEMBER, "--site", "remote")
    assert refused.returncode == 11, refused.stdout + refused.stderr
    assert f"{DATA} would be made empty, and remote holds copies of" in refused.stderr


def test_one_person_declares_nothing_and_two_do(moved: Moved) -> None:
    for who, name in ((moved.consortium, "sato"), (moved.other_person, "suzuki")):
        assert who.kumiai("signer", "new", name).returncode == 0
    told = moved.consortium.kumiai("failover", "declare", MEMBER, "--site", "primary", *EXECUTE)
    assert told.returncode == 0, told.stdout + told.stderr
    moved.move = told.stdout.partition("declared as ")[2].partition(";")[0]
    alone = moved.run()
    again = moved.consortium.kumiai("failover", "confirm", moved.move, "--execute")
    still_alone = moved.run()
    confirmed = moved.other_person.kumiai("failover", "confirm", moved.move, "--execute")
    assert (alone.returncode, again.returncode, still_alone.returncode) == (11, 0, 11)
    assert f"declaration {moved.move} is signed by sato alone" in alone.stderr
    assert confirmed.stdout.endswith("signed by sato, suzuki\n")


def test_killed_whenever_it_is_brought_back_once_and_to_the_very_bytes(moved: Moved) -> None:
    """Each look at the primary waits in vain, as under water: nobody refuses."""
    run = Killed(moved.consortium, ("failover", "run", moved.move, *EXECUTE))
    assert run.to_its_end() == 0, (run.at, run.said)
    assert moved.volumes("remote") == {DATA: moved.move, BOOT: moved.move}, run.at
    assert moved.contents("remote")[DATA] == moved.content[DATA], run.at
    assert moved.form("remote") == b"resident of Kadogawa", run.at
    assert moved.servers("remote") == [(SERVER, "ACTIVE")]
    assert moved.at("remote").ask("block-storage", "GET", "/backups").json()["backups"] == []
    left = moved.at("remote").ask("object-store", "GET", f"/restore-{moved.move}")
    assert left.status_code == 404


def test_afterwards_all_is_as_the_files_say_and_nothing_is_begun_where_it_is_fenced(
    moved: Moved,
) -> None:
    placement = moved.consortium.definitions / "tenants" / "placement.yaml"
    verified = moved.consortium.kumiai("verify", MEMBER, "--site", "remote")
    planned = moved.consortium.kumiai("up", MEMBER)
    report = moved.consortium.home.root / "moves" / moved.move / f"{MEMBER}.json"
    told = json.loads(report.read_text("utf-8"))
    assert f"  {MEMBER}: {{primary: standby, remote: active}}\n" in placement.read_text("utf-8")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "門川町 at primary: fenced, and left as it is" in planned.stdout
    assert moved.status()["next"] == "it runs there"
    assert (told["source"], told["target"], told["promised_minutes"]) == ("primary", "remote", 240)
    assert told["lost_minutes"] < told["promised_lost_minutes"]
    assert 0 < told["data_after_seconds"] < told["runs_after_seconds"]


def test_a_primary_that_returns_is_cut_off_and_nothing_of_it_reaches_the_remote(
    moved: Moved,
) -> None:
    """Its server may come back as the backup had it: paused. Nobody lets that run again."""
    moved.primary.returns()
    before = moved.servers("primary")
    resumed = moved.consortium.kumiai("backup", "resume", *EXECUTE)
    assert resumed.returncode == 0, resumed.stdout + resumed.stderr
    assert moved.servers("primary") == before
    assert moved.status()["next"] == "its servers at the lost site are stopped and locked"
    done = moved.run()
    assert done.returncode == 0, done.stdout + done.stderr
    primary, remote = moved.at("primary"), moved.at("remote")
    [server] = primary.rows("servers")
    assert server["status"] == "SHUTOFF"
    action = f"/servers/{server['id']}/action"
    assert primary.ask("compute", "POST", action, {"os-start": None}).status_code == 409
    both = copied_objects(primary) & copied_objects(remote)
    gone = min(both)
    assert primary.ask("object-store", "DELETE", f"/backup/{gone}").status_code == 204
    time.sleep(TRAVELS_SECONDS)
    assert both <= copied_objects(remote)
    assert moved.servers("remote") == [(SERVER, "ACTIVE")]
    assert moved.status()["next"] == "it runs there"


def copied_objects(login: Login) -> set[str]:
    rows = login.ask("object-store", "GET", "/backup?format=json").json()
    return {row["name"] for row in rows}


def test_a_way_home_that_is_called_off_lets_it_run_where_it_ran(moved: Moved) -> None:
    enter(moved.consortium, "remote", b"entered away from home")
    expected = moved.contents("remote")
    words = ("failback", MEMBER, *EXECUTE)
    killed_when(moved.consortium, words, begun("failover", "restore"))
    assert moved.servers("remote") == [(SERVER, "SHUTOFF")]
    move = newest_move(moved.consortium)
    done = moved.consortium.kumiai("failover", "call-off", move, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert moved.servers("remote") == [(SERVER, "ACTIVE")]
    assert moved.contents("remote") == expected
    assert moved.form("remote") == b"entered away from home"
    assert set(moved.volumes("primary")) == {name_aside(name, move) for name in (DATA, BOOT)}
    assert moved.consortium.kumiai("verify", MEMBER, "--site", "remote").returncode == 0


def newest_move(consortium: Consortium) -> str:
    """Of the steps that the journal has."""
    told = json.loads(consortium.kumiai("failover", "status", "--json").stdout)
    return str(told[-1]["move"])


def test_it_comes_home_killed_whenever_with_what_was_entered_away(moved: Moved) -> None:
    enter(moved.consortium, "remote", b"entered away, and later")
    expected = moved.contents("remote")
    run = Killed(moved.consortium, ("failback", MEMBER, *EXECUTE))
    assert run.to_its_end() == 0, (run.at, run.said)
    assert moved.servers("primary") == [(SERVER, "ACTIVE")], run.at
    assert moved.servers("remote") == [(SERVER, "SHUTOFF")], run.at
    assert moved.contents("primary")[DATA] == expected[DATA], run.at
    assert moved.form("primary") == b"entered away, and later"
    assert MEMBER not in (moved.consortium.definitions / "tenants/placement.yaml").read_text()


def test_what_was_set_aside_at_home_goes_once_what_took_its_place_is_proven(moved: Moved) -> None:
    kept = moved.consortium.kumiai("failover", "discard", MEMBER, *EXECUTE)
    assert kept.returncode == 11, kept.stdout + kept.stderr
    assert "no copy was proven since" in kept.stderr
    enter(moved.consortium, "primary", b"entered at home again")
    copied(moved.consortium)
    moved.content = moved.contents("primary")
    done = moved.consortium.kumiai("failover", "discard", MEMBER, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert set(moved.volumes("primary")) == {DATA, BOOT}
    assert moved.contents("primary") == moved.content
    containers = moved.at("primary").ask("object-store", "GET", "?format=json").json()
    assert sorted(row["name"] for row in containers) == ["backup", FILES]
    # What was set aside is in no file: until it went, `verify` told of it.
    assert moved.consortium.kumiai("verify", MEMBER, "--site", "primary").returncode == 0


def test_lost_once_more_it_is_brought_back_once_more(moved: Moved) -> None:
    moved.primary.is_lost()
    moved.move = moved.declared()
    run = Killed(moved.consortium, ("failover", "run", moved.move, *EXECUTE))
    assert run.to_its_end() == 0, (run.at, run.said)
    assert moved.servers("remote") == [(SERVER, "ACTIVE")], run.at
    assert moved.contents("remote")[DATA] == moved.content[DATA], run.at
    assert moved.form("remote") == b"entered at home again", run.at
    aside = {name_aside(name, moved.move) for name in (DATA, BOOT)}
    assert moved.volumes("remote").keys() == {DATA, BOOT, *aside}, run.at

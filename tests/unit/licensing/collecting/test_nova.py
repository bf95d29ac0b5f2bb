"""After each look the ledger of a site equals Nova's list, whatever happened in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from blueprint.naming import role_of
from core.errors import OtherSystemFailed
from licensing.collecting.nova import Site, reconcile
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from tests.lib.looks import CATALOGUE, believed, look
from tests.lib.nova_in_memory import BEGIN, RUNNING, SHUT_DOWN, SUSPENDED, NovaInMemory

DATABASE = "hita-core-db-1"
ROLE = role_of(DATABASE, ["hita"], CATALOGUE)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    Ledger.opened(sqlite_url(file)).close()
    return file


@pytest.fixture
def ledger(empty: Path, tmp_path: Path) -> Iterator[Ledger]:
    file = tmp_path / "ledger.sqlite"
    shutil.copy(empty, file)
    opened = Ledger(sqlite_url(file))
    yield opened
    opened.close()


@pytest.fixture
def nova() -> NovaInMemory:
    found = NovaInMemory()
    found.create("a", DATABASE, "pri-01")
    found.wait(60)
    return found


def stays(ledger: Ledger) -> list[tuple[str, int, int | None, bool]]:
    """Host, seconds since and until, and whether that was concluded."""

    def seconds(at: datetime | None) -> int | None:
        return None if at is None else round((at - BEGIN).total_seconds())

    return [
        (e.machine.host, seconds(e.since) or 0, seconds(e.until), e.inferred)
        for e in ledger.believed()
    ]


def shelve(nova: NovaInMemory, id_: str = "a") -> None:
    server = nova.servers[id_]
    nova.done(server, "shelve", ("compute_shelve_offload_instance", server.host or ""))
    server.host, server.status, server.power = None, "SHELVED_OFFLOADED", SHUT_DOWN


def unshelve(nova: NovaInMemory, host: str) -> None:
    server = nova.servers["a"]
    nova.done(server, "unshelve", ("compute_unshelve_instance", host))
    server.host, server.status, server.power = host, "ACTIVE", RUNNING


def test_a_server_that_no_list_has_is_asked_for_before_it_is_believed_gone(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Nova leaves out, without a word, what a database has that does not answer in time."""
    look(ledger, nova)
    nova.leaves_out.add("a")
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, None, False)]


def test_a_server_built_by_hand_in_a_wrong_project_runs_its_products_all_the_same(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    nova.projects["p0"] = "admin"
    nova.create("b", "hita-core-db-9", "pri-02").project = "p0"
    look(ledger, nova)
    (stranger,) = [one.machine for one in ledger.believed() if one.server == "b"]
    assert (stranger.member, stranger.role.products) == (
        "admin",
        ("database", "enterprise-linux"),
    )


def test_a_server_that_was_away_at_the_last_look_is_asked_for_whether_a_list_has_it_or_not(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Shelved when it was looked at, back and evacuated since, in a list that leaves it out."""
    server = nova.servers["a"]
    look(ledger, nova)
    shelve(nova)
    nova.wait(0.7)
    nova.leaves_out.add("a")
    look(ledger, nova)
    assert believed(ledger) == {}
    unshelve(nova, "pri-03")
    nova.wait(0.3)
    evacuation = nova.begin(server, "evacuate")
    server.host = "pri-01"
    nova.wait(0.2)
    look(ledger, nova)
    assert believed(ledger) == {"a": (DATABASE, "pri-01", 2, True)}
    nova.finish(evacuation, server, ("compute_rebuild_instance", "pri-01"))
    assert look(ledger, nova) == 0


def test_a_server_in_novas_bin_is_asked_for_whether_a_list_has_it_or_not(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    nova.done(nova.servers["a"], "delete")
    nova.servers["a"].status = "SOFT_DELETED"
    nova.leaves_out.add("a")
    look(ledger, nova)
    assert believed(ledger) == {}
    nova.wait(60)
    nova.done(nova.servers["a"], "restore")
    nova.servers["a"].status = "ACTIVE"
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-01", 120, None, False)]


def test_a_server_that_came_and_was_shelved_unheard_was_there_also_where_it_ends_on_the_shelf(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    shelve(nova)
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False)]
    nova.create("b", "hita-core-db-2", "pri-02")
    nova.wait(60)
    shelve(nova, "b")
    nova.wait(60)
    nova.done(nova.servers["b"], "delete")
    nova.servers["b"].is_deleted = True
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-02", 120, 180, False)]


def test_an_end_is_told_the_same_whether_a_list_had_it_or_not(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Stopped and deleted within one of Nova's seconds."""
    look(ledger, nova)
    server = nova.servers["a"]
    nova.done(server, "stop")
    nova.done(server, "delete")
    server.is_deleted = True
    nova.leaves_out.add("a")
    nova.wait(0.5)
    look(ledger, nova)
    nova.leaves_out.clear()
    assert look(ledger, nova) == 0
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-01", 60, 60, False)]


def test_what_nova_tells_now_is_believed_whatever_was_told_for_this_moment(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Also of two looks at one moment, each of which has to mend the ledger."""
    look(ledger, nova)
    for number in range(2):
        gone = Sighting(f"gone {number}", "a", nova.now, None, Source.NOTIFICATION)
        ledger.record([gone], nova.now)
        nova.servers["a"].host = f"pri-0{number + 2}"
        look(ledger, nova)
        assert believed(ledger) == nova.on_hosts()


def test_where_nova_cannot_tell_how_a_server_is_nothing_is_recorded(
    ledger: Ledger, nova: NovaInMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(ledger, nova)
    nova.leaves_out.add("a")
    partial = {"id": "a", "status": "UNKNOWN", "tenant_id": "p1"}
    monkeypatch.setattr(nova, "_row", lambda server: partial)
    with pytest.raises(OtherSystemFailed, match="does not tell where a is"):
        look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, None, False)]


def test_a_server_that_was_believed_gone_and_stands_is_there_again(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    lost = Sighting("lost", "a", nova.now, None, Source.NOTIFICATION)
    ledger.record([lost], nova.now)
    nova.wait(60)
    assert look(ledger, nova) == 1
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-01", 120, None, True)]
    assert look(ledger, nova) == 0


def test_shelved_servers_are_nowhere_until_they_are_unshelved(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    shelve(nova)
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False)]
    unshelve(nova, "pri-02")
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-02", 120, None, False)]


def test_what_is_taken_back_out_of_novas_bin_runs_again(ledger: Ledger, nova: NovaInMemory) -> None:
    look(ledger, nova)
    server = nova.servers["a"]
    nova.done(server, "delete")
    server.status = "SOFT_DELETED"
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False)]
    nova.done(server, "restore")
    server.status = "ACTIVE"
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-01", 120, None, False)]


def test_a_server_that_is_suspended_is_off_and_one_that_is_paused_is_on(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    nova.done(nova.servers["a"], "suspend")
    nova.servers["a"].power = SUSPENDED
    look(ledger, nova)
    assert believed(ledger) == {"a": (DATABASE, "pri-01", 2, False)}
    nova.wait(60)
    nova.done(nova.servers["a"], "resume")
    nova.servers["a"].power = 3
    look(ledger, nova)
    assert believed(ledger) == {"a": (DATABASE, "pri-01", 2, True)}


def test_a_move_between_cells_is_a_move(ledger: Ledger, nova: NovaInMemory) -> None:
    look(ledger, nova)
    nova.done(
        nova.servers["a"], "migrate", ("compute_finish_snapshot_based_resize_at_dest", "pri-02")
    )
    nova.servers["a"].host = "pri-02"
    nova.wait(600)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-02", 60, None, False)]


def test_a_host_that_got_another_name_is_seen_and_marked_as_inferred(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    nova.servers["a"].host = "pri-01.example.lg.jp"
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 120, False), ("pri-01.example.lg.jp", 120, None, True)]


def test_a_server_that_was_renamed_runs_what_it_ran_and_a_lost_project_changes_nothing(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    nova.servers["a"].name = "old-database"
    nova.projects.clear()
    nova.wait(60)
    look(ledger, nova)
    [entry] = ledger.present("primary").values()
    assert (entry.machine.name, entry.machine.member) == ("old-database", "hita")
    assert entry.machine.role.products == ("database", "enterprise-linux")
    assert look(ledger, nova) == 0


def test_a_clock_that_runs_ahead_is_not_believed(ledger: Ledger, nova: NovaInMemory) -> None:
    look(ledger, nova)
    moved = Machine(DATABASE, "hita", ROLE, "primary", "pri-02", 2, True)
    ahead = nova.now + timedelta(hours=1)
    ledger.record([Sighting("k", "a", ahead, moved, Source.NOTIFICATION)], nova.now)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-02", 60, None, True)]
    nova.wait(60)
    look(ledger, nova)
    assert believed(ledger) == {"a": (DATABASE, "pri-01", 2, True)}


def test_what_is_heard_while_nova_is_being_asked_is_newer_than_the_answer(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    look(ledger, nova)
    began = nova.now
    nova.wait(5)
    moved = Machine(DATABASE, "hita", ROLE, "primary", "pri-02", 2, True)
    ledger.record([Sighting("k", "a", nova.now, moved, Source.NOTIFICATION)], nova.now)
    reconcile(ledger, Site("primary", nova, CATALOGUE), began)
    assert believed(ledger) == {"a": (DATABASE, "pri-02", 2, True)}

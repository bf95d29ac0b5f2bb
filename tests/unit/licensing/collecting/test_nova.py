"""After each look the ledger of a site equals Nova's list, whatever happened in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint.naming import role_of
from core.errors import OtherSystemFailed
from licensing.collecting.nova import Site, reconcile
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from tests.lib.definitions import shipped
from tests.lib.effort import examples
from tests.lib.nova_in_memory import BEGIN, RUNNING, SHUT_DOWN, SUSPENDED, NovaInMemory, Server

CATALOGUE = shipped().catalogue.value
DATABASE = "hita-core-db-1"
ROLE = role_of(DATABASE, CATALOGUE)


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


def look(ledger: Ledger, nova: NovaInMemory) -> int:
    return reconcile(ledger, Site("primary", nova, CATALOGUE), nova.now)


def believed(ledger: Ledger) -> dict[str, tuple[str, str, int, bool]]:
    return {
        id_: (e.machine.name, e.machine.host, e.machine.vcpus, e.machine.powered_on)
        for id_, e in ledger.present("primary").items()
    }


def stays(ledger: Ledger) -> list[tuple[str, int, int | None, bool]]:
    """Host, seconds since and until, and whether that was concluded."""

    def seconds(at: datetime | None) -> int | None:
        return None if at is None else round((at - BEGIN).total_seconds())

    return [
        (e.machine.host, seconds(e.since) or 0, seconds(e.until), e.inferred)
        for e in ledger.believed()
    ]


def test_a_server_that_no_list_has_is_asked_for_before_it_is_believed_gone(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Nova leaves out, without a word, what a database has that does not answer in time."""
    look(ledger, nova)
    nova.leaves_out.add("a")
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, None, False)]


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
    server = nova.servers["a"]
    nova.done(server, "shelve", ("compute_shelve_offload_instance", "pri-01"))
    server.host, server.status, server.power = None, "SHELVED_OFFLOADED", SHUT_DOWN
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False)]
    nova.done(server, "unshelve", ("compute_unshelve_instance", "pri-02"))
    server.host, server.status, server.power = "pri-02", "ACTIVE", RUNNING
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


HOSTS = ("pri-01", "pri-02", "pri-03")


def _stop(nova: NovaInMemory, server: Server) -> None:
    nova.done(server, "stop")
    server.power = SHUT_DOWN


def _start(nova: NovaInMemory, server: Server) -> None:
    nova.done(server, "start")
    server.power = RUNNING


def _move(nova: NovaInMemory, server: Server) -> None:
    to = HOSTS[(HOSTS.index(server.host or HOSTS[0]) + 1) % len(HOSTS)]
    nova.done(server, "live-migration", ("compute_post_live_migration_at_destination", to))
    server.host = to


def _move_untold(nova: NovaInMemory, server: Server) -> None:
    server.host = HOSTS[(HOSTS.index(server.host or HOSTS[0]) + 1) % len(HOSTS)]


def _rename(nova: NovaInMemory, server: Server) -> None:
    server.name = DATABASE if server.name != DATABASE else "old-database"


def _shelve(nova: NovaInMemory, server: Server) -> None:
    nova.done(server, "shelve", ("compute_shelve_offload_instance", server.host or ""))
    server.host, server.status = None, "SHELVED_OFFLOADED"


def _soft_delete(nova: NovaInMemory, server: Server) -> None:
    nova.done(server, "delete")
    server.status = "SOFT_DELETED"


def _delete(nova: NovaInMemory, server: Server) -> None:
    nova.done(server, "delete")
    server.is_deleted = True


def _forget(nova: NovaInMemory, server: Server) -> None:
    """Nova's records are purged."""
    server.actions.clear()


def _resize(nova: NovaInMemory, server: Server) -> None:
    nova.done(server, "resize", ("compute_finish_resize", server.host or ""))
    server.vcpus = 6 - server.vcpus


ACTS = (_stop, _start, _move, _move_untold, _rename, _shelve, _soft_delete, _delete, _resize)


def _return(nova: NovaInMemory, server: Server) -> None:
    """What is away comes back: out of the bin, or from the shelf."""
    if server.status == "SOFT_DELETED":
        nova.done(server, "restore")
    else:
        server.host = "pri-03"
        nova.done(server, "unshelve", ("compute_unshelve_instance", "pri-03"))
    server.status = "ACTIVE"


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_after_each_look_the_ledger_equals_novas_list(empty: Path, data: st.DataObject) -> None:
    """Random histories, with looks in the middle of moves, purged records and lists with holes."""
    file = empty.with_name("tried.sqlite")
    for one in file.parent.glob("tried.sqlite*"):
        one.unlink()
    shutil.copy(empty, file)
    ledger = Ledger(sqlite_url(file))
    nova = NovaInMemory()
    for number in range(data.draw(st.integers(1, 3))):
        nova.create(f"server-{number}", f"hita-core-db-{number + 1}", "pri-01")
    for _ in range(data.draw(st.integers(1, 8))):
        for server in nova.servers.values():
            _happen(nova, ledger, server, data)
        nova.leaves_out = set(data.draw(st.sets(st.sampled_from(sorted(nova.servers)))))
        nova.leaves_out &= ledger.present("primary").keys()
        look(ledger, nova)
        assert believed(ledger) == nova.on_hosts()
        assert look(ledger, nova) == 0
    ledger.close()


def _happen(nova: NovaInMemory, ledger: Ledger, server: Server, data: st.DataObject) -> None:
    """Up to three acts, at times within one second, at times with a look in their middle."""
    for _ in range(data.draw(st.integers(0, 3))):
        nova.wait(data.draw(st.sampled_from([0.3, 0.7, 2.0, 400.0])))
        if server.is_deleted:
            return
        if server.host is None or server.status == "SOFT_DELETED":
            _return(nova, server)
        elif data.draw(st.booleans()):
            data.draw(st.sampled_from(ACTS))(nova, server)
        else:
            _evacuate_with_a_look_in_the_middle(nova, ledger, server)
        if data.draw(st.integers(0, 9)) == 0:
            _forget(nova, server)


def _evacuate_with_a_look_in_the_middle(nova: NovaInMemory, ledger: Ledger, server: Server) -> None:
    """The host is the new one before the step is done, and the server is off for a moment."""
    begun = nova.begin(server, "evacuate")
    server.host = HOSTS[(HOSTS.index(server.host or HOSTS[0]) + 1) % len(HOSTS)]
    power, server.power = server.power, SHUT_DOWN
    nova.wait(0.2)
    look(ledger, nova)
    assert believed(ledger) == nova.on_hosts()
    nova.wait(0.2)
    server.power = power
    nova.finish(begun, server, ("compute_rebuild_instance", server.host))

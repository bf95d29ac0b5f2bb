"""Servers that are on no host, or in no list, and may come back: shelved ones, those in the bin."""

from __future__ import annotations

import pytest

from core.errors import OtherSystemFailed
from licensing.ledger.ledger import Ledger
from tests.lib.looks import DATABASE, believed, look, shelve, stays, unshelve
from tests.lib.nova_in_memory import NovaInMemory


def test_a_server_that_no_list_has_is_asked_for_before_it_is_believed_gone(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Nova leaves out, without a word, what a database has that does not answer in time."""
    look(ledger, nova)
    nova.leaves_out.add("a")
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, None, False)]


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

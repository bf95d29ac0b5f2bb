"""After each look the ledger of a site equals Nova's list, whatever happened in between."""

from __future__ import annotations

from datetime import timedelta

from blueprint.naming import role_of
from licensing.collecting.nova import Site, reconcile
from licensing.ledger.ledger import Ledger
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from tests.lib.looks import DATABASE, DEFINITIONS, believed, look, stays
from tests.lib.nova_in_memory import SHUT_DOWN, SUSPENDED, NovaInMemory, Server

ROLE = role_of(DATABASE, ["hita"], DEFINITIONS.catalogue.value)


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


def test_a_server_that_is_suspended_is_off_whatever_its_hosts_driver_tells_of_its_power(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """Seen on the lab, whose driver goes on telling that it runs."""
    look(ledger, nova)
    nova.done(nova.servers["a"], "suspend")
    nova.servers["a"].status = "SUSPENDED"
    nova.wait(60)
    look(ledger, nova)
    assert stays(ledger) == [("pri-01", 0, 60, False), ("pri-01", 60, None, False)]
    assert believed(ledger) == {"a": (DATABASE, "pri-01", 2, False)}


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


def test_a_server_that_nobody_heard_of_before_its_project_was_gone_is_whose_its_name_says(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    nova.projects.clear()
    nova.servers["a"].is_deleted = True
    nova.done(nova.servers["a"], "delete")
    look(ledger, nova)
    [entry] = ledger.believed()
    assert (entry.machine.member, entry.machine.role.products) == (
        "hita",
        ("database", "enterprise-linux"),
    )


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
    """Also where the clock of both was set back since something was recorded."""
    look(ledger, nova)
    moved = Machine(DATABASE, "hita", ROLE, "primary", "pri-02", 2, True)

    class Meanwhile(NovaInMemory):
        def _listed(self, *, deleted: bool = False) -> list[Server]:
            told = list(super()._listed(deleted=deleted))
            ledger.record([Sighting("k", "a", nova.now, moved, Source.NOTIFICATION)], set_back)
            return told

    set_back = nova.now - timedelta(hours=1)
    asked = Meanwhile(nova.now, nova.servers)
    reconcile(ledger, Site("primary", asked, DEFINITIONS), set_back)
    assert believed(ledger) == {"a": (DATABASE, "pri-02", 2, True)}


def test_a_look_by_a_clock_that_was_set_back_finds_what_was_done_since(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    """A host that nobody told of was concluded by the clock that was ahead; then it was stopped."""
    look(ledger, nova)
    nova.servers["a"].host = "pri-02"
    look(ledger, nova, timedelta(minutes=10))
    assert believed(ledger) == nova.on_hosts()
    nova.wait(60)
    nova.done(nova.servers["a"], "stop")
    nova.servers["a"].power = SHUT_DOWN
    look(ledger, nova)
    assert believed(ledger) == nova.on_hosts()


def test_what_a_clock_ahead_told_keeps_its_order(ledger: Ledger, nova: NovaInMemory) -> None:
    """There and back, by Nova's clock, within the hour by which ours is behind: both count."""
    look(ledger, nova)
    server = nova.servers["a"]
    for host in ("pri-02", "pri-01"):
        nova.wait(60)
        nova.done(server, "live-migration", ("compute_post_live_migration_at_destination", host))
        server.host = host
    look(ledger, nova, timedelta(hours=-1))
    assert [host for host, *_ in stays(ledger)] == ["pri-01", "pri-02", "pri-01"]

"""After each look the ledger equals Nova's list, whatever happened in between: a law."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from tests.lib.effort import examples
from tests.lib.looks import DATABASE, believed, look
from tests.lib.nova_in_memory import RUNNING, SHUT_DOWN, NovaInMemory, Server

WRONG_BY = (0, 0, 0, -60, -10, 10, 60)
"""Minutes by which the clock of whoever looks is behind Nova's, or ahead of it."""

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


def _rename_project(nova: NovaInMemory, server: Server) -> None:
    """Whatever somebody calls it, it is whose it was."""
    nova.projects["p1"] = "usuki" if nova.projects["p1"] != "usuki" else "old-hita"


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


ACTS = (
    _stop,
    _start,
    _move,
    _move_untold,
    _rename,
    _rename_project,
    _shelve,
    _soft_delete,
    _delete,
    _resize,
)


def _return(nova: NovaInMemory, server: Server) -> None:
    """What is away comes back: out of the bin, or from the shelf."""
    if server.status == "SOFT_DELETED":
        nova.done(server, "restore")
    else:
        server.host = "pri-03"
        nova.done(server, "unshelve", ("compute_unshelve_instance", "pri-03"))
    server.status = "ACTIVE"


# What happens is drawn while it happens, so that a busy machine makes the drawing slow.
@settings(max_examples=examples(60))
@given(st.data())
def test_after_each_look_the_ledger_equals_novas_list(empty: Path, data: st.DataObject) -> None:
    """Random histories, with looks in the middle of moves and by clocks that are wrong, purged
    records and lists with holes."""
    file = empty.with_name("tried.sqlite")
    for one in file.parent.glob("tried.sqlite*"):
        one.unlink()
    shutil.copy(empty, file)
    ledger = Ledger(sqlite_url(file))
    _live_through(ledger, data)
    ledger.close()


def _live_through(ledger: Ledger, data: st.DataObject) -> None:
    """Of a server that nobody heard of nobody can tell that a list leaves it out."""
    nova = NovaInMemory()
    for number in range(data.draw(st.integers(1, 3))):
        nova.create(f"server-{number}", f"hita-core-db-{number + 1}", "pri-01")
    if data.draw(st.booleans()):
        look(ledger, nova)
    else:  # by what kumiai wrote into it the first look knows whose the project is
        nova.descriptions["p1"] = "Hita (442046)"
    for _ in range(data.draw(st.integers(1, 8))):
        for server in nova.servers.values():
            _happen(nova, ledger, server, data)
        nova.leaves_out = set(data.draw(st.sets(st.sampled_from(sorted(nova.servers)))))
        nova.leaves_out &= {entry.server for entry in ledger.believed()}
        wrong_by = timedelta(minutes=data.draw(st.sampled_from(WRONG_BY)))
        look(ledger, nova, wrong_by)
        assert believed(ledger) == nova.on_hosts()
        assert {entry.machine.member for entry in ledger.believed()} <= {"hita"}
        assert look(ledger, nova, wrong_by) == 0


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

"""How one object goes, is waited for, and is told when it does not go."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from core.errors import OtherSystemFailed
from infra import kinds
from infra.asking import REMOVALS
from infra.remains.things import Thing
from infra.removal import Logins

SERVER = Thing(kinds.SERVER.word, "1d", "usuki-core-app-1")


def server_in_error(*tasks_after: str | None) -> Any:
    """A site whose Nova calls a server ERROR, with these tasks after it was asked to delete it;
    then it is gone."""
    tasks = iter((None, *tasks_after))

    def find_server(id_: str, all_projects: bool) -> Any:
        for task in tasks:
            return SimpleNamespace(status="ERROR", task_state=task)
        return None

    compute = SimpleNamespace(find_server=find_server, delete_server=lambda id_: None)
    return SimpleNamespace(compute=compute)


def removed(site: Any) -> None:
    REMOVALS[SERVER.kind.template](Logins(site, None), SERVER)


def test_a_server_that_was_in_error_is_waited_for_while_nova_deletes_it() -> None:
    site = server_in_error("deleting")
    removed(site)
    assert site.compute.find_server("1d", all_projects=True) is None


def test_a_server_that_nova_fails_to_delete_is_told() -> None:
    with pytest.raises(OtherSystemFailed) as raised:
        removed(server_in_error("deleting", None))
    assert str(raised.value.message) == (
        "server usuki-core-app-1 (1d) does not go, OpenStack calls it ERROR; "
        "look at it there, and run this again"
    )

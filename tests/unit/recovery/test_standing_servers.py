"""Servers are cut off in whatever state Nova has them, and none runs again on the way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from recovery.standing_servers import cut_off, is_cut_off, servers_in

STOPPABLE = ("ACTIVE", "ERROR")


class Nova:
    """One server; it stops and locks as Nova does, and keeps what it was told."""

    def __init__(self, state: str, task: str | None = None) -> None:
        self.server: dict[str, Any] = {"id": "1", "name": "hita-core-db-1", "status": state}
        self.server |= {"locked": False, "OS-EXT-STS:task_state": task}
        self.told: list[str] = []

    def rows(self, service: str, path: str, key: str) -> list[dict[str, Any]]:
        return [{"id": "p", "name": "hita"}]

    def found(self, service: str, path: str) -> Any:
        return {"server": self.server}

    def answer(self, service: str, method: str, path: str, **asked: Any) -> Any:
        if method == "POST":
            [act] = asked["json"]
            self.told.append(act)
            if act == "lock":
                self.server["locked"] = True
            elif act == "os-resetState":
                self.server |= {"status": "ACTIVE", "OS-EXT-STS:task_state": None}
            else:
                assert self.server["status"] in STOPPABLE, "409"
                assert self.server["OS-EXT-STS:task_state"] is None, "409"
                self.server["status"] = "SHUTOFF"
        content = {"server": self.server, "servers": [self.server]}
        return SimpleNamespace(json=lambda: content)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("ACTIVE", ["lock", "os-stop"]),
        ("ERROR", ["lock", "os-stop"]),
        ("PAUSED", ["lock", "os-resetState", "os-stop"]),
        ("RESCUE", ["lock", "os-resetState", "os-stop"]),
        ("VERIFY_RESIZE", ["lock", "os-resetState", "os-stop"]),
        ("SHUTOFF", ["lock"]),
        ("SUSPENDED", ["lock"]),
        ("SHELVED_OFFLOADED", ["lock"]),
    ],
)
def test_a_server_is_locked_and_off_whatever_it_was(state: str, told: list[str]) -> None:
    nova: Any = Nova(state)
    cut_off(nova, "hita")
    assert nova.told == told
    assert is_cut_off(servers_in(nova, "hita"))


def test_one_whose_host_was_cut_off_amid_a_pause_is_stopped_all_the_same() -> None:
    nova: Any = Nova("ACTIVE", "pausing")
    cut_off(nova, "hita", settling_seconds=0)
    assert nova.told == ["lock", "os-resetState", "os-stop"]
    assert is_cut_off(servers_in(nova, "hita"))

"""How one object goes, is waited for, and is told when it does not go."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from core.errors import OtherSystemFailed
from infra import kinds
from infra.asking.table import REMOVALS
from infra.remains.clearance import take_away_held
from infra.remains.things import Thing
from infra.removal import Logins, remove_volume

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


class Volumes:
    """A Cinder with one volume, which remembers in which way it was asked to delete it."""

    def __init__(self, status: str) -> None:
        self.status: str | None = status
        self.asked: list[str] = []

    def find_volume(self, id_: str, all_projects: bool) -> Any:
        return None if self.status is None else SimpleNamespace(status=self.status, attachments=[])

    def delete_volume(self, id_: str, force: bool = False) -> None:
        if self.status not in ("available", "error") and not force:
            raise ValueError(f"Volume status must be available, it is {self.status}")
        self.asked.append("by force" if force else "plainly")
        self.status = None

    def get(self, path: str) -> Any:
        offered = [{"id": "t1", "volume_id": "v1"}, {"id": "t2", "volume_id": "of-others"}]
        return SimpleNamespace(json=lambda: {"transfers": offered})

    def delete_transfer(self, id_: str) -> None:
        self.asked.append(f"offer {id_} taken back")
        self.status = "available"


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        ("available", ["plainly"]),
        ("error", ["plainly"]),
        ("error_deleting", ["by force"]),
        ("awaiting-transfer", ["offer t1 taken back", "plainly"]),
        ("deleting", []),
    ],
)
def test_a_volume_goes_whatever_somebody_or_a_fault_has_made_of_it(
    status: str, asked: list[str]
) -> None:
    storage = Volumes(status)
    if status == "deleting":
        storage.status = None  # it goes while it is waited for
    site: Any = SimpleNamespace(block_storage=storage)
    remove_volume(Logins(site, None), Thing(kinds.VOLUME.word, "v1", "free"))
    assert (storage.status, storage.asked) == (None, asked)


@pytest.mark.parametrize(
    ("status", "is_locked", "goes"),
    [
        ("ACTIVE", False, False),
        ("SHUTOFF", False, False),
        ("ACTIVE", True, True),
        ("SHELVED_OFFLOADED", False, True),
        ("SUSPENDED", False, True),
        ("ERROR", False, True),
    ],
)
def test_a_server_that_lets_no_volume_go_or_is_locked_goes_before_pulumi_asks(
    status: str, is_locked: bool, goes: bool
) -> None:
    there = [SimpleNamespace(status=status, is_locked=is_locked, task_state=None)]
    compute = SimpleNamespace(
        find_server=lambda id_, all_projects: next(iter(there), None),
        delete_server=lambda id_: there.clear(),
    )
    site: Any = SimpleNamespace(compute=compute)
    went = list(take_away_held(Logins(site, None), [SERVER]))
    assert (went, not there) == ([SERVER] if goes else [], goes)


def test_who_interrupts_does_not_wait_for_what_does_not_go() -> None:
    """Else it would be ten minutes."""
    storage = Volumes("deleting")
    site: Any = SimpleNamespace(block_storage=storage)
    logins = Logins(site, None)
    logins.ended.set()
    with pytest.raises(OtherSystemFailed, match="it was interrupted; run it again"):
        remove_volume(logins, Thing(kinds.VOLUME.word, "v1", "free"))

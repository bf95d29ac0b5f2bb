"""A member's servers at a site: whether any runs, and cutting them off. Adapter: Nova.

Cut off is off and locked, so that the member's own people start none of them again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from core.errors import OtherSystemFailed
from core.message import Message, say
from recovery.facts import Extent
from recovery.services import KEYSTONE, NOVA, Services, until

LOCKS_SHOWN = {"OpenStack-API-Version": "compute 2.9"}
"""Since this version Nova shows whether a server is locked."""
RUNS, STOPPED, FAILED, GONE = "ACTIVE", "SHUTOFF", "ERROR", "gone"
OFF = frozenset({STOPPED, "SUSPENDED", "SHELVED", "SHELVED_OFFLOADED"})
"""No host runs anything of it: a lock keeps it so."""
STOPPABLE = frozenset({RUNS, FAILED})
"""In any other state Nova refuses with a 409 (nova/compute/api.py, `stop`: ACTIVE and ERROR)."""
TASK = "OS-EXT-STS:task_state"
"""What Nova is about with a server; nothing is stopped meanwhile. It stays for ever where the host
was cut off amid a pause (nova/compute/manager.py, `_init_instance`, clears it only of one that
runs)."""
SETTLED, SETTLING_SECONDS = "settled", 60.0
LONGEST_SECONDS = 180
"""For a server to run, to stop or to go."""

Row = Mapping[str, Any]


def servers_in(administrator: Services, project: str) -> list[Row]:
    """Of the project that has this name; none where there is no such project.

    Raises: OtherSystemFailed where the site does not answer.
    """
    found = administrator.rows(KEYSTONE, f"/projects?name={project}", "projects")
    if not found:
        return []
    path = f"/servers/detail?all_tenants=1&project_id={found[0]['id']}&limit=1000"
    rows: list[Row] = administrator.answer(NOVA, "GET", path, headers=LOCKS_SHOWN).json()["servers"]
    return rows


def is_cut_off(servers: Collection[Row]) -> bool:
    return all(one["status"] in OFF and one["locked"] for one in servers)


def extent_of(servers: Collection[Row], named: Collection[str]) -> Extent:
    """How many of those that are named run."""
    running = {one["name"] for one in servers if one["status"] == RUNS}
    if not running:
        return Extent.NONE
    return Extent.ALL if running >= set(named) else Extent.SOME


def start_again(administrator: Services, project: str) -> None:
    """Every server there that was stopped runs, and all are unlocked; what was suspended or shelved
    stays so. Raises: OtherSystemFailed where one does not run.
    """
    for one in servers_in(administrator, project):
        path = f"/servers/{one['id']}"
        administrator.answer(NOVA, "POST", f"{path}/action", json={"unlock": None})
        if one["status"] == STOPPED:
            administrator.answer(NOVA, "POST", f"{path}/action", json={"os-start": None})
            reaches(administrator, one, RUNS, say("{server} is being started", server=one["name"]))


def removed(administrator: Services, project: str) -> None:
    """No server is left there; its volumes are. Raises: OtherSystemFailed where one does not go."""
    rows = servers_in(administrator, project)
    for one in rows:
        path = f"/servers/{one['id']}"
        if one["locked"]:
            administrator.answer(NOVA, "POST", f"{path}/action", json={"unlock": None})
        administrator.gone(NOVA, path)
    for one in rows:
        reaches(administrator, one, GONE, say("{server} is being deleted", server=one["name"]))


def cut_off(
    administrator: Services, project: str, settling_seconds: float = SETTLING_SECONDS
) -> None:
    """Every server there is locked, and off. Raises: OtherSystemFailed where one is not."""
    for one in servers_in(administrator, project):
        path = f"/servers/{one['id']}"
        if not one["locked"]:
            administrator.answer(NOVA, "POST", f"{path}/action", json={"lock": None})
        now = _settled(administrator, one, settling_seconds)
        if now["status"] not in OFF:
            _stop(administrator, now)


def _settled(administrator: Services, row: Row, seconds: float) -> Row:
    """As it is once Nova is about nothing with it, or as it is after so long."""
    found = row

    def look() -> str:
        nonlocal found
        if found[TASK]:
            found = administrator.answer(NOVA, "GET", f"/servers/{row['id']}").json()["server"]
        return str(found[TASK] or SETTLED)

    with suppress(OtherSystemFailed):
        until(look, SETTLED, lambda _: False, say("{server}", server=row["name"]), seconds)
    return found


def _stop(administrator: Services, row: Row) -> None:
    """Without letting it run again: of one that is paused, or in rescue, or half-way through
    anything, Nova's record is set to one that it stops (`unpause` would let it write)."""
    path = f"/servers/{row['id']}/action"
    if row["status"] not in STOPPABLE or row[TASK]:
        reset = {"os-resetState": {"state": "active"}}
        administrator.answer(NOVA, "POST", path, json=reset)
    administrator.answer(NOVA, "POST", path, json={"os-stop": None})
    reaches(administrator, row, STOPPED, say("{server} is being stopped", server=row["name"]))


def reaches(administrator: Services, row: Row, state: str, what: Message) -> None:
    """Raises: OtherSystemFailed where it comes to nothing, or not in time."""

    def look() -> str:
        found = administrator.found(NOVA, f"/servers/{row['id']}")
        return GONE if found is None else str(found["server"]["status"])

    def fails(now: str) -> bool:
        if now == FAILED and row["status"] == FAILED:
            return state == RUNS  # it may well be stopped
        return state != GONE and now in {FAILED, GONE}

    until(look, state, fails, what, LONGEST_SECONDS)

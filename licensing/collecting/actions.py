"""What was done to a server, by Nova's instance actions and their steps. Adapter.

Whoever calls hands in how Nova is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cloud.nova import Ask
from licensing.collecting.records import Arrival, Departure, Event, PowerAction, Record
from licensing.collecting.told import moment_of
from licensing.ledger.machine import Machine

HOST = "OS-EXT-SRV-ATTR:host"
"""Where a server is, in what Nova tells of it; empty where it is on no host."""

POWER = {"start": True, "stop": False, "resume": True, "suspend": False}

RESIZES = frozenset({"resize", "revertResize"})
MOVES = RESIZES | {"migrate", "live-migration", "evacuate", "rebuild", "unshelve"}
SHELVINGS = frozenset({"shelve", "shelveOffload"})

ARRIVED = frozenset(
    {
        "compute_finish_resize",
        "compute_finish_revert_resize",
        "compute_finish_revert_snapshot_based_resize_at_source",
        "compute_finish_snapshot_based_resize_at_dest",
        "compute_post_live_migration_at_destination",
        "compute_rebuild_instance",
        "compute_unshelve_instance",
    }
)
"""The step of a move after which the server is on the step's host. Source: Nova 2026.2,
nova/compute/manager.py, methods with `wrap_instance_event`. Nova's list of migrations would tell
less: it loses those of servers that ended, and its times are those of the confirmations."""

LEFT = frozenset({"compute_shelve_offload_instance"})
"""The step after which a shelved server is on no host."""

BUILT = frozenset({"compute__do_build_and_run_instance"})


@dataclass(frozen=True, slots=True)
class Action:
    """One instance action. `done_at` is when Nova changed it last."""

    request: str
    name: str
    began_at: datetime
    done_at: datetime


def actions_of(ask: Ask, server: str) -> list[Action]:
    """What was done to a server, in order; nothing where Nova keeps no more of it."""
    from openstack.exceptions import NotFoundException

    found: list[Action] = []
    try:
        rows = ask(f"/servers/{server}/os-instance-actions")["instanceActions"]
    except NotFoundException:
        return []
    for row in reversed(rows):  # Nova tells the newest first
        began = instant(row["start_time"])
        assert began is not None  # Nova always tells when it began
        done = instant(row.get("updated_at")) or began
        found.append(Action(str(row["request_id"]), str(row["action"]), began, done))
    return sorted(found, key=lambda action: action.began_at)


def _steps(
    ask: Ask, server: str, action: Action, after: frozenset[str]
) -> Iterator[tuple[datetime, str]]:
    """When and on which host a step of that kind was done; none where it failed or is under way."""
    path = f"/servers/{server}/os-instance-actions/{action.request}"
    for step in ask(path)["instanceAction"]["events"]:
        at = instant(step["finish_time"])
        host = step.get("host")
        if step["event"] in after and step["result"] == "Success" and at and host:
            yield at, str(host)
            return


def _launched_at(row: Mapping[str, Any], done: Sequence[Action]) -> datetime | None:
    """When it was created; Nova's own `launched_at` is that of the last resize."""
    created = [action.done_at for action in done if action.name == "create"]
    return created[0] if created else instant(row.get("OS-SRV-USG:launched_at"))


def was_on(done: Sequence[Action]) -> bool | None:
    """Whether it was on last, by what was done to it; None where nothing of that kind was."""
    told = [POWER[action.name] for action in done if action.name in POWER]
    return told[-1] if told else None


def record_of(
    ask: Ask, row: Mapping[str, Any], machine: Machine, done: Sequence[Action], at: datetime
) -> Record:
    id_ = str(row["id"])
    was_restored = any(action.name == "restore" for action in done)
    events = [one for action in done for one in _events_of(ask, id_, action, was_restored)]
    launched_on = machine.host
    if not machine.host or any(action.name in MOVES for action in done):
        # One of the moves may be under way, so where it is tells nothing.
        creations = [action for action in done if action.name == "create"]
        built = [host for make in creations for _, host in _steps(ask, id_, make, BUILT)]
        came_to = [one.host for one in events if isinstance(one, Arrival) and one.host]
        launched_on = (built or came_to or [machine.host])[0]
    on_host = bool(row.get(HOST))
    return Record(id_, machine, _launched_at(row, done), launched_on, events, at, on_host)


def _events_of(ask: Ask, server: str, action: Action, was_restored: bool) -> Iterator[Event]:
    """What the action did to a server's host and power; nothing where it failed."""
    if action.name in MOVES:
        for at, host in _steps(ask, server, action, ARRIVED):
            yield Arrival(action.request, at, host, action.name in RESIZES)
    elif action.name in SHELVINGS:
        for at, _ in _steps(ask, server, action, LEFT):
            yield Departure(action.request, at)
    elif action.name in POWER:
        yield PowerAction(action.request, action.done_at, POWER[action.name])
    elif action.name == "delete" and was_restored:
        yield Departure(action.request, action.done_at)
    elif action.name == "restore":
        yield Arrival(action.request, action.done_at, None)


def deleted_at(done: Sequence[Action]) -> datetime | None:
    return next((action.done_at for action in reversed(done) if action.name == "delete"), None)


def instant(text: Any) -> datetime | None:
    """None where Nova has none yet."""
    return moment_of(str(text)) if text else None

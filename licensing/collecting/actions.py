"""What was done to a server, by Nova's instance actions and their steps. Adapter.

Whoever calls hands in how Nova is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cloud.nova import Ask
from licensing.collecting.records import Arrival, Departure, PowerAction, Record
from licensing.ledger.machine import Machine

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


def _arrivals(ask: Ask, server: str, action: Action, after: frozenset[str]) -> list[Arrival]:
    """The host that the action brought the server to; none where it failed or is under way."""
    path = f"/servers/{server}/os-instance-actions/{action.request}"
    found = []
    for step in ask(path)["instanceAction"]["events"]:
        at = instant(step["finish_time"])
        host = step.get("host")
        if step["event"] in after and step["result"] == "Success" and at and host:
            found.append(Arrival(action.request, at, str(host), action.name in RESIZES))
    return found[:1]


def _launched_at(row: Mapping[str, Any], done: Sequence[Action]) -> datetime | None:
    """When it was created; Nova's own `launched_at` is that of the last resize."""
    created = [action.done_at for action in done if action.name == "create"]
    return created[0] if created else instant(row.get("OS-SRV-USG:launched_at"))


def power_of(done: Sequence[Action]) -> list[PowerAction]:
    return [
        PowerAction(action.request, action.done_at, POWER[action.name])
        for action in done
        if action.name in POWER
    ]


def record_of(
    ask: Ask, row: Mapping[str, Any], machine: Machine, done: Sequence[Action], at: datetime
) -> Record:
    id_ = row["id"]
    moves = [action for action in done if action.name in MOVES]
    arrivals = [arrival for move in moves for arrival in _arrivals(ask, id_, move, ARRIVED)]
    launched_on = machine.host
    if moves:  # one of them may be under way
        creations = [action for action in done if action.name == "create"]
        built = [one.host for make in creations for one in _arrivals(ask, id_, make, BUILT)]
        launched_on = (built or [one.host for one in arrivals] or [machine.host])[0]
    restored = [action for action in done if action.name == "restore"]
    arrivals += [Arrival(action.request, action.done_at, machine.host) for action in restored]
    return Record(
        id_,
        machine,
        _launched_at(row, done),
        launched_on,
        arrivals,
        power_of(done),
        at,
        _departures(ask, id_, done, was_restored=bool(restored)),
    )


def _departures(
    ask: Ask, server: str, done: Sequence[Action], *, was_restored: bool
) -> list[Departure]:
    shelvings = [action for action in done if action.name in SHELVINGS]
    left = [one for act in shelvings for one in _arrivals(ask, server, act, LEFT)]
    deletions = [action for action in done if action.name == "delete" and was_restored]
    return [
        *(Departure(one.id, one.at) for one in left),
        *(Departure(action.request, action.done_at) for action in deletions),
    ]


def deleted_at(done: Sequence[Action]) -> datetime | None:
    return next((action.done_at for action in reversed(done) if action.name == "delete"), None)


def instant(text: Any) -> datetime | None:
    """Nova's times: UTC, with or without a zone."""
    if not text:
        return None
    at = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)

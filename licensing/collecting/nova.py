"""Asks Nova what there is and what was done, and tells the ledger. Adapter: openstacksdk.

Needs a login that may list all projects' servers, their actions, and the hosts of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from blueprint.naming import role_of
from cloud.asked import asked
from cloud.nova import NOVA, every_server, get
from licensing.collecting.records import (
    Arrival,
    PowerAction,
    Record,
    gone,
    seen_otherwise,
    sightings_of,
    sightings_until_the_end,
)
from licensing.ledger.ledger import Ledger
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting
from tenants.catalogue_model import Catalogue

RUNNING = 1
"""Nova's power state of a server that runs."""

CLOCKS_APART = timedelta(minutes=5)
"""By so much Nova's clock may differ from ours; what is told twice is written once."""

POWER = {"start": True, "stop": False}

RESIZES = frozenset({"resize", "revertResize"})
MOVES = RESIZES | {"migrate", "live-migration", "evacuate", "rebuild", "unshelve"}

ARRIVED = frozenset(
    {
        "compute_finish_resize",
        "compute_finish_revert_resize",
        "compute_post_live_migration_at_destination",
        "compute_rebuild_instance",
        "compute_unshelve_instance",
    }
)
"""The step of a move after which the server is on the step's host. Source: Nova 2026.2,
nova/compute/manager.py, methods with `wrap_instance_event`. Nova's list of migrations would tell
less: it loses those of servers that ended, and its times are those of the confirmations."""

BUILT = frozenset({"compute__do_build_and_run_instance"})


@dataclass(frozen=True, slots=True)
class Site:
    """A site's Nova, by an openstacksdk connection."""

    name: str
    cloud: Any
    catalogue: Catalogue


def reconcile(ledger: Ledger, site: Site, now: datetime) -> int:
    """Bring the ledger to what Nova's records say of a site; how many entries were added.

    Whatever is believed already is left alone, so that a second run adds nothing.

    Raises: OtherSystemFailed where Nova or the database does not answer.
    """
    with asked(site.name, NOVA):
        sightings = _sightings(ledger, site, now)
    return ledger.record(sightings, now, looked_at=site.name)


def _sightings(ledger: Ledger, site: Site, now: datetime) -> list[Sighting]:
    believed = ledger.present(site.name)
    projects = {project.id: project.name for project in site.cloud.identity.projects()}
    # In this order: a server that ends meanwhile is in both lists, else it would be in none.
    servers = {row["id"]: row for row in every_server(partial(get, site.cloud))}
    ended = _ended(ledger, site, now)
    found: list[Sighting] = []
    for id_, row in servers.items():
        if id_ in ended:
            continue
        machine = _machine(site, row, projects)
        if machine is None:
            continue  # it was never placed on a host
        entry = believed.get(id_)
        if entry is not None and entry.machine == machine and _quiet(row, entry):
            continue
        found += sightings_of(_record(site, row, machine, _actions(site, id_), now))
        if entry is not None and not machine.is_called(entry.machine):
            found.append(seen_otherwise(id_, machine, now))
    for id_, row in ended.items():
        found += _until_the_end(site, row, _machine(site, row, projects), believed.get(id_))
    for id_ in believed.keys() - servers.keys() - ended.keys():
        at = _deleted_at(_actions(site, id_))
        found.append(gone(site.name, id_, at or now, inferred=at is None))
    return found


def _ended(ledger: Ledger, site: Site, now: datetime) -> dict[str, Mapping[str, Any]]:
    """The servers that ended since the last look, or that Nova still knows of at the first."""
    looks = ledger.looks(now).get(site.name, [])
    conditions = {"deleted": "true"}
    if looks:
        conditions["changes-since"] = (looks[-1] - CLOCKS_APART).isoformat()
    return {row["id"]: row for row in every_server(partial(get, site.cloud), urlencode(conditions))}


def _until_the_end(
    site: Site, row: Mapping[str, Any], last: Machine | None, entry: Entry | None
) -> list[Sighting]:
    """What became of a server that is no more, also where nobody heard of it at the time."""
    done = _actions(site, row["id"])
    deleted_at = _deleted_at(done)
    at = deleted_at or _instant(row["updated"])
    assert at is not None  # Nova always tells when it was changed last
    if last is None:
        return [gone(site.name, row["id"], at, inferred=deleted_at is None)]
    power = _power(done)
    # Its project may be gone as well, and what has ended has no power to tell of.
    member = last.member or (entry.machine.member if entry is not None else "")
    machine = replace(last, member=member, powered_on=power[-1].on if power else True)
    record = _record(site, row, machine, done, at)
    return sightings_until_the_end(record, at, inferred=deleted_at is None)


def _deleted_at(done: Sequence[_Action]) -> datetime | None:
    return next((action.done_at for action in reversed(done) if action.name == "delete"), None)


def _record(
    site: Site, row: Mapping[str, Any], machine: Machine, done: Sequence[_Action], at: datetime
) -> Record:
    id_ = row["id"]
    moves = [action for action in done if action.name in MOVES]
    arrivals = [arrival for move in moves for arrival in _arrivals(site, id_, move, ARRIVED)]
    launched_on = machine.host
    if arrivals:
        creations = [action for action in done if action.name == "create"]
        built = [one.host for make in creations for one in _arrivals(site, id_, make, BUILT)]
        launched_on = (built or [arrivals[0].host])[0]
    return Record(id_, machine, _launched_at(row, done), launched_on, arrivals, _power(done), at)


def _quiet(row: Mapping[str, Any], entry: Entry) -> bool:
    """Whether nothing was done to the server since the ledger last heard of it."""
    updated = _instant(row.get("updated"))
    return updated is not None and updated <= entry.since


def _machine(site: Site, row: Mapping[str, Any], projects: Mapping[str, str]) -> Machine | None:
    host = row.get("OS-EXT-SRV-ATTR:host")
    if not host:
        return None
    return Machine(
        name=str(row["name"]),
        member=projects.get(str(row["tenant_id"]), ""),
        role=role_of(str(row["name"]), site.catalogue),
        site=site.name,
        host=str(host),
        vcpus=int(row["flavor"]["vcpus"]),
        powered_on=row.get("OS-EXT-STS:power_state") == RUNNING,
    )


@dataclass(frozen=True, slots=True)
class _Action:
    """One instance action. `done_at` is when Nova changed it last."""

    request: str
    name: str
    began_at: datetime
    done_at: datetime


def _actions(site: Site, server: str) -> list[_Action]:
    """What was done to a server, in order; nothing where Nova keeps no more of it."""
    from openstack.exceptions import NotFoundException

    found: list[_Action] = []
    try:
        rows = get(site.cloud, f"/servers/{server}/os-instance-actions")["instanceActions"]
    except NotFoundException:
        return []
    for row in reversed(rows):  # Nova tells the newest first
        began = _instant(row["start_time"])
        assert began is not None  # Nova always tells when it began
        done = _instant(row.get("updated_at")) or began
        found.append(_Action(str(row["request_id"]), str(row["action"]), began, done))
    return sorted(found, key=lambda action: action.began_at)


def _arrivals(site: Site, server: str, action: _Action, after: frozenset[str]) -> list[Arrival]:
    """The host that the action brought the server to; none where it failed or is under way."""
    path = f"/servers/{server}/os-instance-actions/{action.request}"
    found = []
    for step in get(site.cloud, path)["instanceAction"]["events"]:
        at = _instant(step["finish_time"])
        host = step.get("host")
        if step["event"] in after and step["result"] == "Success" and at and host:
            found.append(Arrival(action.request, at, str(host), action.name in RESIZES))
    return found[:1]


def _launched_at(row: Mapping[str, Any], done: Sequence[_Action]) -> datetime | None:
    """When it was created; Nova's own `launched_at` is that of the last resize."""
    created = [action.done_at for action in done if action.name == "create"]
    return created[0] if created else _instant(row.get("OS-SRV-USG:launched_at"))


def _power(done: Sequence[_Action]) -> list[PowerAction]:
    return [
        PowerAction(action.request, action.done_at, POWER[action.name])
        for action in done
        if action.name in POWER
    ]


def _instant(text: Any) -> datetime | None:
    """Nova's times: UTC, with or without a zone."""
    if not text:
        return None
    at = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)

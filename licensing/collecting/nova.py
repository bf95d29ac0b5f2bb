"""Asks Nova what there is and what was done, and tells the ledger. Adapter: openstacksdk.

Needs a login that may list all projects' servers and their actions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from core.errors import OtherSystemFailed
from core.message import say
from core.nova import MICROVERSION, every_server
from licensing.collecting.records import (
    Migration,
    PowerAction,
    Record,
    gone,
    seen_otherwise,
    sightings_of,
)
from licensing.history import Entry, Machine, Sighting
from licensing.ledger.ledger import Ledger
from licensing.naming import role_of
from tenants.catalogue_model import Catalogue

RUNNING = 1
"""Nova's power state of a server that runs."""

MIGRATED = frozenset({"completed", "confirmed", "done", "finished"})
"""A migration whose server is at the destination. A resize is so once it is `finished`."""

POWER = {"start": True, "stop": False}

MOVES = frozenset({"migrate", "resize"})
FINISHED_MOVE = "compute_finish_resize"
"""The step of a cold migration or a resize after which the server is at the destination."""


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
    from keystoneauth1.exceptions import ClientException
    from openstack.exceptions import SDKException

    try:
        sightings = _sightings(ledger, site, now)
    except (SDKException, ClientException) as error:
        raise OtherSystemFailed(
            say(
                "the servers of {site} cannot be listed: {reason}; nothing was recorded",
                site=site.name,
                reason=str(error).split("\n")[0][:200],
            )
        ) from error
    return ledger.record(sightings, now, looked_at=site.name)


def _sightings(ledger: Ledger, site: Site, now: datetime) -> list[Sighting]:
    believed = ledger.present(site.name)
    projects = {project.id: project.name for project in site.cloud.identity.projects()}
    servers = {row["id"]: row for row in every_server(partial(_get, site))}
    found: list[Sighting] = []
    migrations = _migrations(site)
    for id_, row in servers.items():
        machine = _machine(site, row, projects)
        if machine is None:
            continue  # it was never placed on a host
        entry = believed.get(id_)
        if entry is not None and entry.machine == machine and _quiet(row, entry):
            continue
        done = _actions(site, id_)
        moved = [_finished(migration, done) for migration in migrations.get(id_, ())]
        found += sightings_of(
            Record(id_, machine, _launched_at(row, done), moved, _power(done), now)
        )
        if entry is not None and entry.machine.role != machine.role:
            found.append(seen_otherwise(id_, machine, now))
    for id_ in believed.keys() - servers.keys():
        ended = _deleted_at(site, id_)
        found.append(gone(site.name, id_, ended or now, inferred=ended is None))
    return found


def _quiet(row: Mapping[str, Any], entry: Entry) -> bool:
    """Whether nothing was done to the server since the ledger last heard of it."""
    updated = _instant(row.get("updated"))
    return updated is not None and updated <= entry.since


def _machine(site: Site, row: Mapping[str, Any], projects: Mapping[str, str]) -> Machine | None:
    host = row.get("OS-EXT-SRV-ATTR:host")
    if not host:
        return None
    role = role_of(str(row["name"]), site.catalogue)
    return Machine(
        name=str(row["name"]),
        member=projects.get(str(row["tenant_id"]), ""),
        system=role.system,
        products=role.products,
        site=site.name,
        host=str(host),
        vcpus=int(row["flavor"]["vcpus"]),
        powered_on=row.get("OS-EXT-STS:power_state") == RUNNING,
        passive=role.passive,
        sub_capacity=role.sub_capacity,
    )


def _migrations(site: Site) -> dict[str, list[Migration]]:
    """Those that were finished, by server."""
    found: dict[str, list[Migration]] = {}
    for row in _get(site, "/os-migrations")["migrations"]:
        if row["status"] not in MIGRATED or not row["dest_compute"]:
            continue
        at = _instant(row["updated_at"] or row["created_at"])
        assert at is not None  # Nova always tells when it was created
        found.setdefault(row["instance_uuid"], []).append(
            Migration(
                str(row["id"]),
                at,
                row["source_compute"],
                row["dest_compute"],
                is_resize=row["migration_type"] == "resize",
                is_cold=row["migration_type"] in ("resize", "migration"),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Action:
    """One instance action. `done_at` is when Nova's last step of it ended."""

    request: str
    name: str
    began_at: datetime
    done_at: datetime


def _actions(site: Site, server: str) -> list[_Action]:
    """What was done to a server, in order. For moves the steps are asked for as well."""
    found: list[_Action] = []
    rows = _get(site, f"/servers/{server}/os-instance-actions")["instanceActions"]
    for row in reversed(rows):  # Nova tells the newest first
        began = _instant(row["start_time"])
        assert began is not None  # Nova always tells when it began
        done = _instant(row.get("updated_at")) or began
        if row["action"] in MOVES:
            path = f"/servers/{server}/os-instance-actions/{row['request_id']}"
            steps = _get(site, path)["instanceAction"]["events"]
            ends = [_instant(s["finish_time"]) for s in steps if s["event"] == FINISHED_MOVE]
            done = next((end for end in ends if end is not None), done)
        found.append(_Action(str(row["request_id"]), str(row["action"]), began, done))
    return sorted(found, key=lambda action: action.began_at)


def _finished(migration: Migration, done: Sequence[_Action]) -> Migration:
    """With the moment at which the server was at the destination.

    A migration's own time is that of its confirmation, which a person may give much later.
    """
    moves = [action for action in done if action.name in MOVES and action.done_at <= migration.at]
    return replace(migration, at=moves[-1].done_at) if moves and migration.is_cold else migration


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


def _deleted_at(site: Site, server: str) -> datetime | None:
    answer = site.cloud.compute.get(
        f"/servers/{server}/os-instance-actions", microversion=MICROVERSION
    )
    if answer.status_code != 200:
        return None
    for row in answer.json()["instanceActions"]:
        if row["action"] == "delete":
            return _instant(row.get("updated_at") or row["start_time"])
    return None


def _get(site: Site, path: str) -> Any:
    from openstack.exceptions import raise_from_response

    answer = site.cloud.compute.get(path, microversion=MICROVERSION)
    raise_from_response(answer)
    return answer.json()


def _instant(text: Any) -> datetime | None:
    """Nova's times: UTC, with or without a zone."""
    if not text:
        return None
    at = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)

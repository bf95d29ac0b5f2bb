"""Asks Nova what there is and what was done, and tells the ledger. Adapter: openstacksdk.

Needs a login that may list all projects' servers, their actions, and the hosts of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from blueprint.naming import role_of
from cloud.asked import asked
from cloud.nova import NOVA, every_server, get
from core.errors import OtherSystemFailed
from core.message import say
from licensing.collecting.actions import actions_of, deleted_at, instant, power_of, record_of
from licensing.collecting.records import (
    gone,
    sightings_of,
    sightings_until_the_end,
)
from licensing.ledger.ledger import Ledger
from licensing.ledger.look import Look
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting
from tenants.catalogue_model import Catalogue

ON = frozenset({1, 3})
"""Nova's power states of a server that runs, or is paused: it is in its host's memory still."""

HOST = "OS-EXT-SRV-ATTR:host"

ENDED = frozenset({"DELETED", "SOFT_DELETED"})

CLOCKS_APART = timedelta(minutes=5)
"""By so much Nova's clock may differ from ours; what is told twice is written once."""


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
        sightings, servers = _looked_up(ledger, site, now)
    return ledger.record(sightings, now, Look(site.name, now, servers))


def _looked_up(
    ledger: Ledger, site: Site, now: datetime
) -> tuple[list[Sighting], dict[str, Machine]]:
    """What Nova's records tell, and every server that is on a host."""
    ask = partial(get, site.cloud)
    believed = ledger.present(site.name)
    projects = {project.id: project.name for project in site.cloud.identity.projects()}
    # In this order: a server that ends meanwhile is in both lists, else it would be in none.
    listed = _standing(site, believed)
    ended = _ended(ledger, site, now)
    found: list[Sighting] = []
    servers: dict[str, Machine] = {}
    for id_, row in listed.items():
        machine = _machine(site, row, projects)
        entry = believed.get(id_)
        if id_ in ended:
            continue
        if machine is None:
            if entry is not None:  # it was shelved, and is on no host any more
                record = record_of(ask, row, entry.machine, actions_of(ask, id_), now)
                found += sightings_of(replace(record, on_host=False))
            continue
        servers[id_] = machine
        if entry is None or entry.machine != machine or not _quiet(row, entry):
            found += sightings_of(record_of(ask, row, machine, actions_of(ask, id_), now))
    for id_, row in ended.items():
        found += _until_the_end(site, row, _machine(site, row, projects), believed.get(id_))
    for id_ in believed.keys() - listed.keys() - ended.keys():
        at = deleted_at(actions_of(ask, id_))
        if at is not None:
            found.append(gone(site.name, id_, at, inferred=False))
    return found, servers


def _standing(site: Site, believed: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Every server that is not deleted, by its id.

    Nova leaves servers out of its list, without a word, where one of its databases does not
    answer; so whatever the ledger knows and is not in the list is asked for by its id.
    """
    found = {row["id"]: row for row in every_server(partial(get, site.cloud))}
    for id_ in set(believed) - found.keys():
        row = _asked_for(site, id_)
        if row is not None:
            found[id_] = row
    return found


def _asked_for(site: Site, server: str) -> Mapping[str, Any] | None:
    """A server; None where Nova has none of that id.

    Raises: OtherSystemFailed where Nova has it, and cannot tell how it is.
    """
    from openstack.exceptions import NotFoundException

    try:
        row: Mapping[str, Any] = get(site.cloud, f"/servers/{server}")["server"]
    except NotFoundException:
        return None
    if row["status"] in ENDED:
        return None
    if HOST not in row:
        raise OtherSystemFailed(
            say(
                "Nova of {site} does not tell where {server} is, since one of its databases does "
                "not answer; nothing was recorded",
                site=site.name,
                server=server,
            )
        )
    return row


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
    ask = partial(get, site.cloud)
    done = actions_of(ask, row["id"])
    told_at = deleted_at(done)
    at = told_at or instant(row["updated"])
    assert at is not None  # Nova always tells when it was changed last
    if last is None:
        return [gone(site.name, row["id"], at, inferred=told_at is None)]
    power = power_of(done)
    # Its project may be gone as well, and what has ended has no power to tell of.
    known = entry.machine if entry is not None and not last.member else last
    machine = replace(
        last, member=known.member, role=known.role, powered_on=power[-1].on if power else True
    )
    record = record_of(ask, row, machine, done, at)
    return sightings_until_the_end(record, at, inferred=told_at is None)


def _quiet(row: Mapping[str, Any], entry: Entry) -> bool:
    """Whether nothing was done to the server since the ledger last heard of it."""
    updated = instant(row.get("updated"))
    return updated is not None and updated <= entry.since


def _machine(site: Site, row: Mapping[str, Any], projects: Mapping[str, str]) -> Machine | None:
    """The server as its row tells; None where it is on no host.

    Its name is read against every project: what somebody builds by hand in a wrong one runs its
    products all the same.
    """
    host = row.get(HOST)
    if not host:
        return None
    member = projects.get(str(row["tenant_id"]), "")
    return Machine(
        name=str(row["name"]),
        member=member,
        role=role_of(str(row["name"]), chain([member], projects.values()), site.catalogue),
        site=site.name,
        host=str(host),
        vcpus=int(row["flavor"]["vcpus"]),
        powered_on=row.get("OS-EXT-STS:power_state") in ON,
    )

"""Asks Nova what there is and what was done, and tells the ledger. Adapter: openstacksdk.

Needs a login that may list all projects' servers, their actions, and the hosts of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from cloud.asked import asked
from cloud.nova import NOVA, every_server, get
from core.errors import OtherSystemFailed
from core.message import say
from licensing.collecting.actions import (
    HOST,
    Action,
    actions_of,
    deleted_at,
    instant,
    record_of,
    was_on,
)
from licensing.collecting.owner import Owned, owner_and_role
from licensing.collecting.projects import projects_at
from licensing.collecting.records import sightings_of, sightings_until_the_end
from licensing.collecting.told import is_on
from licensing.ledger.ledger import Ledger
from licensing.ledger.look import Look
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Sighting, completed
from tenants.definitions import Definitions

IN_THE_BIN = "SOFT_DELETED"
"""What Nova can still restore."""

ENDED = frozenset({"DELETED", IN_THE_BIN})

CLOCKS_APART = timedelta(minutes=5)
"""By so much Nova's clock may differ from ours; what is told twice is written once."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site's Nova, by an openstacksdk connection."""

    name: str
    cloud: Any
    definitions: Definitions


def reconcile(ledger: Ledger, site: Site, now: datetime) -> int:
    """Bring the ledger to what Nova's records say of a site; how many entries were added.

    Whatever is believed already is left alone, so that a second run adds nothing.

    Raises: OtherSystemFailed where Nova or the database does not answer.
    """
    with asked(site.name, NOVA):
        sightings, look = _looked(ledger, site, now)
    return ledger.record(sightings, now, look)


def _looked(ledger: Ledger, site: Site, now: datetime) -> tuple[list[Sighting], Look]:
    """What Nova's records tell, and every server that stands."""
    ask = partial(get, site.cloud)
    begun = ledger.time(now)
    believed = ledger.present(site.name)
    unchanged_since = _unchanged_since(ledger, site, now)
    projects = projects_at(ledger, site.name, site.cloud, site.definitions, now)
    listed, ended, no_more = _found(site, ledger.expected(site.name), unchanged_since)
    found: list[Sighting] = []
    servers: dict[str, Machine] = {}
    away: set[str] = set()
    for id_, row in listed.items():
        entry = believed.get(id_)
        machine = _machine(site, row, projects)
        if machine.host:
            servers[id_] = machine
            if entry is not None and entry.machine == machine and _known(row, entry, now):
                continue
            done = actions_of(ask, id_)
        else:
            away.add(id_)
            if entry is None and unchanged_since is not None and _quiet(row, unchanged_since):
                continue
            done = actions_of(ask, id_)
            machine = _last(machine, entry, done)
        found += sightings_of(record_of(ask, row, machine, done, now))
    for id_, row in ended.items():
        if row["status"] == IN_THE_BIN:
            away.add(id_)
        entry = believed.get(id_)
        found += _until_the_end(site, row, _machine(site, row, projects), entry)
    for id_ in no_more & believed.keys():
        found += _until_the_end(site, {"id": id_}, believed[id_].machine, believed[id_])
    return found, Look(site.name, begun, servers, away)


def _unchanged_since(ledger: Ledger, site: Site, now: datetime) -> datetime | None:
    """What did not change since then, an earlier look knows; None where there was none.

    Looks of a clock that ran ahead, and was set back since, are not believed.
    """
    looks = [at for at in ledger.looks(now).get(site.name, []) if at <= now]
    return looks[-1] - CLOCKS_APART if looks else None


def _known(row: Mapping[str, Any], entry: Entry, now: datetime) -> bool:
    """Whether the ledger has all that was done to the server.

    A stay that begins after now was concluded by a clock that was set back since: what was done
    before it may be news.
    """
    return entry.since <= now and _quiet(row, entry.since)


_Rows = dict[str, Mapping[str, Any]]


def _found(
    site: Site, expected: set[str], unchanged_since: datetime | None
) -> tuple[_Rows, _Rows, set[str]]:
    """The servers that stand, those that ended since the last look (at the first: that Nova still
    knows of), and which of the expected ones Nova has no more.

    Nova leaves servers out of its lists, without a word, where one of its databases does not
    answer; so whatever is expected and in none of them is asked for by its id.
    """
    ask = partial(get, site.cloud)
    conditions = {"deleted": "true"}
    if unchanged_since is not None:
        conditions["changes-since"] = unchanged_since.isoformat()
    # In this order: a server that ends meanwhile is in both lists, else it would be in none.
    listed = {row["id"]: row for row in every_server(ask)}
    ended = {row["id"]: row for row in every_server(ask, urlencode(conditions))}
    no_more: set[str] = set()
    for id_ in expected - listed.keys() - ended.keys():
        row = _asked_for(site, id_)
        if row is None:
            no_more.add(id_)
        else:
            (ended if row["status"] in ENDED else listed)[id_] = row
    return {id_: row for id_, row in listed.items() if id_ not in ended}, ended, no_more


def _asked_for(site: Site, server: str) -> Mapping[str, Any] | None:
    """A server; None where Nova has none of that id.

    Raises: OtherSystemFailed where Nova has it, and cannot tell how it is.
    """
    from openstack.exceptions import NotFoundException

    try:
        row: Mapping[str, Any] = get(site.cloud, f"/servers/{server}")["server"]
    except NotFoundException:
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


def _until_the_end(
    site: Site, row: Mapping[str, Any], machine: Machine, entry: Entry | None
) -> list[Sighting]:
    """What became of a server that is no more, also where nobody heard of it at the time.

    Nothing where Nova does not tell when that was.
    """
    ask = partial(get, site.cloud)
    done = actions_of(ask, row["id"])
    told_at = deleted_at(done)
    at = told_at or instant(row.get("updated"))
    if at is None:
        return []
    record = record_of(ask, row, _last(machine, entry, done), done, at)
    return sightings_until_the_end(record, at, inferred=told_at is None)


def _last(machine: Machine, entry: Entry | None, done: Sequence[Action]) -> Machine:
    """What a server was like last that is on no host any more, or is no more.

    Its project may be gone as well, and what does not run has no power to tell of.
    """
    on, host = was_on(done), machine.host
    if entry is not None:
        machine = completed(machine, entry.machine)
        host = host or entry.machine.host
        on = entry.machine.powered_on if on is None else on
    return replace(machine, host=host, powered_on=on is not False)


def _quiet(row: Mapping[str, Any], since: datetime) -> bool:
    """Whether nothing was done to the server since then."""
    updated = instant(row.get("updated"))
    return updated is not None and updated <= since


def _machine(site: Site, row: Mapping[str, Any], projects: Mapping[str, Owned]) -> Machine:
    """The server as its row tells; its host is empty where it is on none."""
    name = str(row["name"])
    member, role = owner_and_role(name, str(row["tenant_id"]), projects, site.definitions)
    return Machine(
        name=name,
        member=member,
        role=role,
        site=site.name,
        host=str(row.get(HOST) or ""),
        vcpus=int(row["flavor"]["vcpus"]),
        powered_on=is_on(row.get("OS-EXT-STS:power_state"), row["status"]),
    )

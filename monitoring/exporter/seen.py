"""What OpenStack listed, as samples: of what the files name, whether it is there and well. Pure.

Rows are openstacksdk's own objects, or anything with the same fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from blueprint.naming import code_in
from blueprint.parts import Blueprint, ServerPlan
from monitoring.exporter.series import (
    BACKUPS_IN_ERROR,
    COMPUTE_HOST_ENABLED,
    COMPUTE_HOST_UP,
    CONTROL_SERVICE_UP,
    NETWORK_UP,
    PORT_UP,
    QUOTA_LIMIT,
    QUOTA_USED,
    SERVER_RUNNING,
    VOLUMES_IN_ERROR,
    Sample,
)

Row = Any
"""openstacksdk's resources, whose types are unions over versions that nobody uses here."""

BUILDING = "BUILD"
RUNNING = frozenset(
    {"ACTIVE", BUILDING, "REBUILD", "REBOOT", "HARD_REBOOT", "MIGRATING", "RESIZE", "VERIFY_RESIZE"}
)
"""What Nova says of a server that runs, or that somebody is working on."""

ACTIVE = "ACTIVE"
"""What runs, and nobody works on."""

NOVA_COMPUTE = "nova-compute"

UNLIMITED = -1


@dataclass(frozen=True, slots=True)
class Declared:
    """What the files give the municipalities at one site."""

    site: str
    blueprints: tuple[Blueprint, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    """The projects by the codes of their municipalities."""

    def built(self, projects: Mapping[str, str]) -> list[Blueprint]:
        """Of whom there is a project: whoever was never built here misses nothing."""
        present = set(projects.values())
        return [one for one in self.blueprints if one.project in present]

    def servers(self, projects: Mapping[str, str]) -> Iterator[tuple[str, ServerPlan]]:
        for blueprint in self.built(projects):
            for server in blueprint.servers:
                yield blueprint.member, server


def projects_of(declared: Declared, rows: Iterable[Row]) -> dict[str, str]:
    """The names of the projects by id.

    One that somebody renamed keeps that of its municipality, whose code its description has: what
    is in it is watched on.
    """
    found = list(rows)
    names = {row.id: row.name for row in found}
    present = set(names.values())
    codes = {row.id: code_in(row.description or "") or "" for row in found}
    missing = {code: name for code, name in declared.codes.items() if name not in present}
    return names | {id_: missing[code] for id_, code in codes.items() if code in missing}


def compute_services(site: str, rows: Iterable[Row]) -> Iterator[Sample]:
    """Hosts, and what works behind Nova's API."""
    for row in rows:
        if row.binary == NOVA_COMPUTE:
            yield Sample(COMPUTE_HOST_UP, (site, row.host), row.state == "up")
            yield Sample(COMPUTE_HOST_ENABLED, (site, row.host), row.status == "enabled")
        else:
            yield from _control(site, row.binary, row.host, row.state == "up", row.status)


def volume_services(site: str, rows: Iterable[Row]) -> Iterator[Sample]:
    for row in rows:
        yield from _control(site, row.binary, row.host, row.state == "up", row.status)


def network_agents(site: str, rows: Iterable[Row]) -> Iterator[Sample]:
    for row in rows:
        status = "enabled" if row.is_admin_state_up else "disabled"
        yield from _control(site, row.binary, row.host, bool(row.is_alive), status)


def _control(site: str, service: str, machine: str, up: bool, status: str) -> Iterator[Sample]:
    """What was taken out of service on purpose is nobody's alarm."""
    if status == "enabled":
        yield Sample(CONTROL_SERVICE_UP, (site, service, machine), up)


def by_name(rows: Iterable[Row], projects: Mapping[str, str]) -> dict[tuple[str, str], Row]:
    """By project and name; `projects` are the names of the projects by id.

    A name in somebody else's project is another thing.
    """
    return {(projects.get(row.project_id, ""), row.name): row for row in rows}


def servers(
    declared: Declared,
    rows: Iterable[Row],
    projects: Mapping[str, str],
    hosts: Mapping[str, str],
) -> list[Sample]:
    """Of every server that the files name; `hosts` is where each is, by its id."""
    found = by_name(rows, projects)
    samples = []
    for member, plan in declared.servers(projects):
        row = found.get((member, plan.name))
        runs = row is not None and row.status in RUNNING
        samples.append(Sample(SERVER_RUNNING, labels_of(declared, member, plan, row, hosts), runs))
    return samples


def is_up(row: Row | None) -> bool:
    """Whether it has to be reachable."""
    return row is not None and row.status == ACTIVE


def labels_of(
    declared: Declared, member: str, plan: ServerPlan, row: Row | None, hosts: Mapping[str, str]
) -> tuple[str, ...]:
    host = hosts.get(row.id, "") if row is not None else ""
    return (declared.site, member, plan.role.system, plan.name, host)


def networks(declared: Declared, rows: Iterable[Row], projects: Mapping[str, str]) -> list[Sample]:
    found = by_name(rows, projects)
    return [
        Sample(
            NETWORK_UP,
            (declared.site, blueprint.member, plan.name),
            _is_active(found.get((blueprint.member, plan.name))),
        )
        for blueprint in declared.built(projects)
        for plan in blueprint.networks
    ]


def _is_active(row: Row | None) -> bool:
    return row is not None and bool(row.is_admin_state_up) and row.status == "ACTIVE"


def ports(
    declared: Declared,
    servers: Iterable[Row],
    rows: Iterable[Row],
    projects: Mapping[str, str],
    hosts: Mapping[str, str],
) -> list[Sample]:
    """Of servers that are there: one that is gone is told as such, and has no port to miss. Nor has
    one that is being built, which Nova gives its port in the end."""
    enabled: dict[str, list[bool]] = {}
    for row in rows:
        enabled.setdefault(row.device_id or "", []).append(bool(row.is_admin_state_up))
    found = by_name(servers, projects)
    samples = []
    for member, plan in declared.servers(projects):
        server = found.get((member, plan.name))
        if server is not None and server.status != BUILDING:
            own = enabled.get(server.id, [])
            up = bool(own) and all(own)
            samples.append(Sample(PORT_UP, labels_of(declared, member, plan, server, hosts), up))
    return samples


def in_error(
    declared: Declared,
    volumes: Iterable[Row],
    backups: Iterable[Row],
    projects: Mapping[str, str],
) -> Iterator[Sample]:
    """How many of each municipality: none is a number as well."""
    for series, rows in ((VOLUMES_IN_ERROR, volumes), (BACKUPS_IN_ERROR, backups)):
        counted = Counter(
            projects.get(row.project_id, "") for row in rows if row.status.startswith("error")
        )
        for blueprint in declared.built(projects):
            yield Sample(series, (declared.site, blueprint.member), counted[blueprint.member])


def quota(
    site: str, member: str, limits: Mapping[str, int], used: Mapping[str, int]
) -> Iterator[Sample]:
    """What has no limit is left out: nothing is ever near it."""
    for resource, limit in sorted(limits.items()):
        if limit != UNLIMITED and resource in used:
            yield Sample(QUOTA_LIMIT, (site, member, resource), limit)
            yield Sample(QUOTA_USED, (site, member, resource), used[resource])


def asked_ports(blueprint: Blueprint, plan: ServerPlan) -> Sequence[int]:
    """The ports that its group opens to terminals: what a municipality works with."""
    group = next(one for one in blueprint.groups if one.name == plan.group)
    return sorted(
        {
            rule.port
            for rule in group.rules
            if rule.direction == "ingress" and rule.protocol == "tcp" and rule.remote_cidr
            if rule.port != SSH
        }
    )


SSH = 22

"""The looks of the exporter: each asks one thing of a site, and fails alone. Adapter: openstacksdk.

Everything is only listed; nothing is ever changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cloud.asked import asked
from cloud.connection import Cloud, connected
from cloud.logins import CloudEntry
from cloud.nova import get
from monitoring.exporter import probes, seen
from monitoring.exporter.answered import Answered, blind_without_a_way
from monitoring.exporter.seen import Declared
from monitoring.exporter.series import (
    API_SECONDS,
    API_UP,
    SITE_ANSWERS,
    Sample,
)
from monitoring.exporter.ssh import asked_by_ssh, known_keys

Look = Callable[[], Iterable[Sample]]
"""Raises: UserError where it is not answered."""

ANSWER_SECONDS = 20
"""The longest that one call may take: a look that hangs tells nothing."""

AT_ONCE = 16


@dataclass(frozen=True)
class Looks:
    """What is looked at of one site, each look with a login of its own."""

    site: str
    entry: CloudEntry
    declared: Callable[[], Declared]
    neighbours: Mapping[str, CloudEntry]
    """The other sites, which nobody inside them can tell to be gone."""
    known_hosts: Path
    """The servers' host keys."""
    reach: bool = False
    """Whether the servers themselves are asked: from where their networks can be reached."""
    _endpoints: dict[str, str] = field(default_factory=dict)
    """Where the site's APIs are, as its catalogue said last: without Keystone they still are."""

    @property
    def all(self) -> Mapping[str, Look]:
        found: dict[str, Look] = {
            "neighbours": self._neighbours,
            "apis": partial(self._apis, self._login()),
            "compute": partial(self._compute, self._login()),
            "servers": partial(self._servers, self._login()),
            "network": partial(self._network, self._login()),
            "volumes": partial(self._volumes, self._login()),
            "quotas": partial(self._quotas, self._login()),
        }
        if self.reach:
            found["answers"] = partial(self._answers, self._login())
        return found

    def _login(self) -> Cloud:
        return connected(self.entry, ANSWER_SECONDS)

    def _neighbours(self) -> Iterator[Sample]:
        for site, entry in self.neighbours.items():
            yield Sample(SITE_ANSWERS, (site,), probes.site_answers(str(entry["auth"]["auth_url"])))

    def _apis(self, cloud: Cloud) -> list[Sample]:
        """Without a catalogue those are asked that it named before; at first Keystone alone."""
        where = {"keystone": str(self.entry["auth"]["auth_url"])}
        if probes.api_answers(where["keystone"])[0]:
            with asked(self.site):
                self._endpoints.update(_catalogue(cloud, str(self.entry["region_name"])))
        where |= self._endpoints
        with ThreadPoolExecutor(len(where)) as pool:
            answers = dict(zip(where, pool.map(probes.api_answers, where.values()), strict=True))
        return [
            sample
            for service, (up, seconds) in answers.items()
            for sample in (
                Sample(API_UP, (self.site, service), up),
                Sample(API_SECONDS, (self.site, service), seconds),
            )
        ]

    def _compute(self, cloud: Cloud) -> list[Sample]:
        with asked(self.site):
            return list(seen.compute_services(self.site, cloud.compute.services()))

    def _servers(self, cloud: Cloud) -> list[Sample]:
        declared = self.declared()
        with asked(self.site):
            rows = cloud.compute.servers(all_projects=True)
            projects = _projects(cloud, declared)
            return seen.servers(declared, rows, projects, _hosts(cloud))

    def _network(self, cloud: Cloud) -> list[Sample]:
        declared = self.declared()
        with asked(self.site):
            projects = _projects(cloud, declared)
            servers = list(cloud.compute.servers(all_projects=True))
            return [
                *seen.network_agents(self.site, cloud.network.agents()),
                *seen.networks(declared, cloud.network.networks(), projects),
                *seen.ports(declared, servers, cloud.network.ports(), projects, _hosts(cloud)),
            ]

    def _volumes(self, cloud: Cloud) -> list[Sample]:
        declared = self.declared()
        with asked(self.site):
            storage = cloud.block_storage
            volumes = storage.volumes(all_projects=True)
            backups = storage.backups(all_projects=True)
            return [
                *seen.volume_services(self.site, storage.services()),
                *seen.in_error(declared, volumes, backups, _projects(cloud, declared)),
            ]

    def _quotas(self, cloud: Cloud) -> list[Sample]:
        found: list[Sample] = []
        declared = self.declared()
        with asked(self.site):
            projects = _projects(cloud, declared)
            ids = {name: key for key, name in projects.items()}
            for blueprint in declared.built(projects):
                project = ids[blueprint.project]
                for rows in (
                    cloud.compute.get_quota_set(project, usage=True),
                    cloud.block_storage.get_quota_set(project, usage=True),
                ):
                    limits, used = _numbers(rows.to_dict()), _numbers(rows.usage)
                    found += seen.quota(self.site, blueprint.member, limits, used)
        return found

    def _answers(self, cloud: Cloud) -> list[Sample]:
        """Whether each server answers, and its service's ports accept; all of them side by side."""
        keys = known_keys(self.known_hosts)
        declared = self.declared()
        with asked(self.site):
            projects = _projects(cloud, declared)
            rows = seen.by_name(cloud.compute.servers(all_projects=True), projects)
            hosts = _hosts(cloud)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            begun = []
            for blueprint in declared.built(projects):
                for plan in blueprint.servers:
                    host = str(plan.address)
                    row = rows.get((blueprint.member, plan.name))
                    labels = seen.labels_of(declared, blueprint.member, plan, row, hosts)
                    by_ssh = pool.submit(asked_by_ssh, plan.name, host, keys)
                    ports = {
                        port: pool.submit(probes.way_to, host, port)
                        for port in seen.asked_ports(blueprint, plan)
                    }
                    begun.append((labels, plan.network, seen.is_up(row), by_ssh, ports))
            found = [
                Answered(
                    labels, network, runs, ssh.result(), {p: one.result() for p, one in of.items()}
                )
                for labels, network, runs, ssh, of in begun
            ]
        blind_without_a_way(self.site, found)
        return [sample for one in found for sample in one.samples()]


def _catalogue(cloud: Cloud, region: str) -> Iterator[tuple[str, str]]:
    """Where each service of the region is, by its name."""
    access = cloud.session.auth.get_access(cloud.session)
    for service in access.service_catalog.catalog:
        for endpoint in service["endpoints"]:
            if endpoint["interface"] == "public" and endpoint["region_id"] == region:
                yield service["name"], endpoint["url"]


def _projects(cloud: Cloud, declared: Declared) -> dict[str, str]:
    return seen.projects_of(declared, cloud.identity.projects())


def _hosts(cloud: Cloud) -> dict[str, str]:
    """On which host each server is, by its id: what a server itself says of it only administrators
    may read, for its user data stands beside it.

    From 2.88 of its API on Nova would ask each host for its uptime, by a message: much work at each
    look, and a wait for each host that is down.
    """
    rows = get(cloud, "/os-hypervisors/detail?with_servers=true")["hypervisors"]
    return {
        server["uuid"]: row["service"]["host"] for row in rows for server in row.get("servers", ())
    }


def _numbers(found: Mapping[str, object] | None) -> dict[str, int]:
    return {name: value for name, value in (found or {}).items() if type(value) is int}

"""Asks one site's OpenStack what there is. Adapter: openstacksdk, as the site's administrator.

Everything is listed once for all projects and sorted by project here, so that ten members cost
hardly more than one. Containers alone are asked for with each member's own login.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from blueprint.accounts import PROVISIONER
from blueprint.naming import stack_name
from blueprint.parts import QuotaPlan
from cloud.asked import asked
from cloud.connection import Cloud, connected, login_in_project
from cloud.logins import site_entry
from core.home import Home
from core.message import Message
from core.units import MIB_PER_GIB
from infra.asking.table import BY_WORD
from infra.verify.observed import SeenImage, SeenProject, SeenSite
from infra.verify.rows import LISTED, Listings, Row, project_of, strays_in, unknown_in
from tenants.site import Site
from tenants.vocabulary import BACKUP_CONTAINER

AT_ONCE = 8

Stray = tuple[Message, str, str, str]
"""Kind, name, project and id."""

ACCESS_LISTS = ("X-Container-Read", "X-Container-Write")
"""Swift's headers, which it shows to whoever may change them."""

WITH_CPU_INFO = "2.53"
"""From 2.88 on Nova does not tell the processors of hosts any more."""


def observe(home: Home, site: Site, members: Sequence[str], known: Sequence[str]) -> SeenSite:
    """What `site` has, for these members. `known` are all projects that a file names.

    Raises: OtherSystemFailed where the site does not answer or refuses the login.
    """
    cloud = connected(site_entry(home, site))
    with asked(site.name), ThreadPoolExecutor(AT_ONCE) as pool:
        return _Observation(home, site, cloud, pool).seen(members, known)


def _topologies(compute: Any) -> Iterator[tuple[str, tuple[int, int]]]:
    """Sockets and cores of the hosts, as far as Nova's drivers report them.

    libvirt counts sockets within a NUMA cell. Source: docs.libvirt.org, host capabilities;
    unverified on hardware with several cells.
    """
    answer = compute.get("/os-hypervisors/detail", microversion=WITH_CPU_INFO)
    for row in answer.json()["hypervisors"]:
        topology = (row.get("cpu_info") or {}).get("topology") or {}
        if "sockets" in topology and "cores" in topology:
            sockets = int(topology["sockets"]) * int(topology.get("cells", 1))
            yield row["service"]["host"], (sockets, int(topology["cores"]))


def _images(rows: Iterable[Row]) -> dict[str, SeenImage]:
    """Of several that have one name, the one that may be used by most."""
    ordered = sorted(
        rows,
        key=lambda one: (one.status == "active", one.visibility == "public", not one.is_hidden),
    )
    return {
        one.name: SeenImage(one.status, one.id, one.visibility == "public", not one.is_hidden)
        for one in ordered
    }


def _own_properties(found: Mapping[str, str] | None) -> dict[str, str]:
    """Nova keeps an aggregate's zone among its properties."""
    return {name: value for name, value in (found or {}).items() if name != "availability_zone"}


@dataclass(frozen=True)
class _Accounts:
    """Names: the keypairs of the user that builds servers; users, and whether they may log in."""

    keypairs: frozenset[str]
    users: Mapping[str, bool]


@dataclass(frozen=True)
class _Observation:
    """One look at one site."""

    home: Home
    site: Site
    cloud: Cloud
    pool: ThreadPoolExecutor

    def seen(self, members: Sequence[str], known: Sequence[str]) -> SeenSite:
        # The first call logs in; the others then share its token.
        rows = {project.name: project for project in self.cloud.identity.projects()}
        projects = {name: project.id for name, project in rows.items()}
        offer = self.pool.submit(self._offer)
        lists = self._listings()
        present = [member for member in members if member in projects]
        keypairs = self._keypairs()
        users = {user.name: bool(user.is_enabled) for user in self.cloud.identity.users()}
        accounts = _Accounts(keypairs, users)
        found = self.pool.map(lambda m: self._project(m, rows[m], lists, accounts), present)
        seen = dict(zip(present, found, strict=True))
        others = {key: name for name, key in projects.items() if name not in known}
        lost = {key: key for key in unknown_in(lists, projects.values())}
        return SeenSite(
            projects=seen,
            strays=_sorted(strays_in(lists, others)),
            orphans=_sorted(strays_in(lists, lost)),
            names={key: name for name, key in projects.items()},
            **offer.result(),
        )

    def _keypairs(self) -> frozenset[str]:
        """Those of the user that builds servers: a keypair belongs to a user, not to a project."""
        user = self.cloud.identity.find_user(PROVISIONER)
        if user is None:
            return frozenset()
        return frozenset(key.name for key in self.cloud.compute.keypairs(user_id=user.id))

    def _listings(self) -> Listings:
        futures = {
            name: self.pool.submit(self._rows, kind.template) for name, kind in LISTED.items()
        }
        return Listings(**{name: future.result() for name, future in futures.items()})

    def _rows(self, kind: str) -> list[Row]:
        listed = BY_WORD[kind].rows
        assert listed is not None  # the type of a row that is only looked up by name
        return list(listed(self.cloud))

    def _offer(self) -> dict[str, Any]:
        """The site's own part of `SeenSite`."""
        compute, storage = self.cloud.compute, self.cloud.block_storage
        limits = {
            str(q["id"]): q["specs"].get("total_iops_sec_per_gb")
            for q in storage.get("/qos-specs").json()["qos_specs"]
        }
        flavors, aggregates = list(compute.flavors()), list(compute.aggregates())
        return {
            "flavors": {f.name: (f.vcpus, f.ram) for f in flavors},
            "extra_specs": {f.name: dict(f.extra_specs or {}) for f in flavors},
            # Raw as well: openstacksdk drops the limit of a type.
            "volume_types": {
                t["name"]: limits.get(str(t["qos_specs_id"]))
                for t in storage.get("/types").json()["volume_types"]
            },
            # Glance lists either those that are hidden or the others.
            "images": _images(
                [*self.cloud.image.images(), *self.cloud.image.images(is_hidden=True)]
            ),
            "external_networks": frozenset(
                n.name for n in self.cloud.network.networks(is_router_external=True)
            ),
            "aggregates": {a.name: frozenset(a.hosts or ()) for a in aggregates},
            "properties": {a.name: _own_properties(a.metadata) for a in aggregates},
            "topology": dict(_topologies(compute)),
            "hosts": {
                s.host: s.state == "up" for s in compute.services() if s.binary == "nova-compute"
            },
        }

    def _project(self, member: str, row: Row, lists: Listings, accounts: _Accounts) -> SeenProject:
        # Nobody can log in to a project that is disabled, to see its containers.
        containers, open_to, copied_to = (
            self._containers(member) if row.is_enabled else ((), {}, None)
        )
        return replace(
            project_of(row, lists, self._quota(row.id)),
            user_enabled=accounts.users.get(member),
            containers=containers,
            open_to=open_to,
            backup_copied_to=copied_to,
            has_keypair=member in accounts.keypairs,
            roles=self._roles(row.id),
        )

    def _quota(self, project: str) -> QuotaPlan:
        """Each service's own answer, raw: openstacksdk drops fields that it does not know."""
        compute = self.cloud.compute.get(f"/os-quota-sets/{project}").json()["quota_set"]
        storage = self.cloud.block_storage.get(f"/os-quota-sets/{project}").json()["quota_set"]
        network = self.cloud.network.get(f"/quotas/{project}").json()["quota"]
        return QuotaPlan(
            servers=compute["instances"],
            vcpu=compute["cores"],
            ram_gib=compute["ram"] // MIB_PER_GIB,
            server_groups=compute["server_groups"],
            volumes=storage["volumes"],
            volume_gib=storage["gigabytes"],
            snapshots=storage["snapshots"],
            backups=storage["backups"],
            backup_gib=storage["backup_gigabytes"],
            networks=network["network"],
            subnets=network["subnet"],
            routers=network["router"],
            ports=network["port"],
            groups=network["security_group"],
            rules=network["security_group_rule"],
        )

    def _roles(self, project: str) -> frozenset[tuple[str, str]]:
        answer = self.cloud.identity.get(
            "/role_assignments", params={"scope.project.id": project, "include_names": "true"}
        ).json()
        return frozenset(
            ((row.get("user") or row["group"])["name"], row["role"]["name"])
            for row in answer["role_assignments"]
        )

    def _containers(self, member: str) -> tuple[tuple[str, ...], Mapping[str, str], str | None]:
        """Their names, to whom they are open, and to where the copies go."""
        login = login_in_project(self.home, stack_name(member, self.site.name))
        if login is None:
            return (), {}, None
        storage = login.object_store
        names = tuple(sorted(container.name for container in storage.containers()))
        headers = {name: storage.head(f"/{quote(name)}").headers for name in names}
        lists = {
            name: ", ".join(found[one] for one in ACCESS_LISTS if found.get(one))
            for name, found in headers.items()
        }
        copied_to = headers.get(BACKUP_CONTAINER, {}).get("X-Container-Sync-To")
        return names, {name: found for name, found in lists.items() if found}, copied_to


def _sorted(found: Iterable[Stray]) -> tuple[Stray, ...]:
    return tuple(sorted(found, key=lambda stray: (str(stray[0]), stray[1:])))

"""Asks every service of a site what stands of a member. Adapter: openstacksdk.

As the site's administrator, who sees what others have put there as well; containers alone are asked
for with a login in the member's own project, since Swift shows an account to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from blueprint.accounts import PROVISIONER
from cloud.connection import Cloud
from infra import kinds
from infra.remains.things import Own, Standing, Thing, of_project

AT_ONCE = 6

GIB = 2**30

_OF_THE_SITE = ("network:dhcp", "network:router_gateway", "network:floatingip")
"""Owners of ports that come and go with something else."""

Listing = Callable[[Cloud], Iterator[Thing]]


def standing_at(cloud: Cloud, login: Cloud | None, member: str, own: Own) -> Standing:
    """What stands of `member`. `login` is kumiai's in the member's project, if there is one.

    The project is the one that the stack built; the one that is called after the member where no
    stack has built any.

    Raises: the SDK's own errors, which `cloud.asked` says.
    """
    projects = projects_of(cloud)
    named = next((key for key, name in projects.items() if name == member), "")
    project = own.project or named
    if not project:
        return Standing()
    there = everything_at(cloud, projects)
    things = list(of_project(there, project))
    # Keystone forgets whose users they were when it deletes a project.
    things += [one for one in there if one.id in own.users and one not in things]
    things += _keypairs(cloud, member, [one.id for one in things if one.kind == kinds.USER.word])
    if project not in projects:
        return Standing("", tuple(things), account_closed=bool(own.containers))
    containers = None if login is None else _containers(login)
    return Standing(project, (*things, *(containers or ())), account_closed=containers is None)


def projects_of(cloud: Cloud) -> dict[str, str]:
    """The names of all projects by id."""
    return {str(project.id): str(project.name) for project in cloud.identity.projects()}


def everything_at(cloud: Cloud, projects: Mapping[str, str]) -> list[Thing]:
    """Of all `projects`, each list asked for once; what only a project's own login sees is not in
    it. Whoever has asked for the projects has logged in, and the lists share the token.

    Raises: as `standing_at`.
    """
    found = [Thing(kinds.PROJECT.word, key, name, key) for key, name in projects.items()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for more in pool.map(lambda listing: list(listing(cloud)), LISTINGS):
            found += more
    return found


def _servers(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.compute.servers(all_projects=True):
        yield Thing(kinds.SERVER.word, row.id, row.name, row.project_id)


def _server_groups(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.compute.server_groups(all_projects=True):
        yield Thing(kinds.SERVER_GROUP.word, row.id, row.name, row.project_id)


def _addresses(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.ips():
        yield Thing(kinds.FLOATING_ADDRESS, row.id, row.floating_ip_address, row.project_id)


def _ports(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.ports():
        if row.device_owner not in _OF_THE_SITE:
            yield Thing(
                kinds.PORT.word,
                row.id,
                row.name,
                row.project_id,
                of=row.device_id or "",
                network=row.network_id,
            )


def _routers(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.routers():
        yield Thing(kinds.ROUTER.word, row.id, row.name, row.project_id)


def _subnets(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.subnets():
        yield Thing(kinds.SUBNET.word, row.id, row.name, row.project_id, network=row.network_id)


def _networks(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.network.networks():
        yield Thing(kinds.NETWORK.word, row.id, row.name, row.project_id)


def _groups(cloud: Cloud) -> Iterator[Thing]:
    # Never by project: Neutron makes the default group of a project that it is asked about.
    for row in cloud.network.security_groups():
        yield Thing(kinds.GROUP.word, row.id, row.name, row.project_id)


def _volumes(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.block_storage.volumes(all_projects=True):
        yield Thing(
            kinds.VOLUME.word, row.id, row.name or "", row.project_id, size_bytes=row.size * GIB
        )


def _snapshots(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.block_storage.snapshots(all_projects=True):
        yield _copy(kinds.SNAPSHOT, row)


def _backups(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.block_storage.backups(all_projects=True):
        yield _copy(kinds.BACKUP, row)


def _copy(kind: Any, row: Any) -> Thing:
    return Thing(
        kind,
        row.id,
        row.name or "",
        row.project_id,
        of=row.volume_id,
        size_bytes=row.size * GIB,
        at=_moment(row.created_at),
    )


def _images(cloud: Cloud) -> Iterator[Thing]:
    for hidden in (False, True):
        for row in cloud.image.images(visibility="all", is_hidden=hidden):
            yield Thing(
                kinds.IMAGE.word,
                row.id,
                row.name or "",
                row.owner_id or "",
                size_bytes=row.size or 0,
                at=_moment(row.created_at),
            )


def _users(cloud: Cloud) -> Iterator[Thing]:
    for row in cloud.identity.users():
        yield Thing(kinds.USER.word, row.id, row.name, row.default_project_id or "")


LISTINGS: tuple[Listing, ...] = (
    *(_users, _servers, _server_groups, _addresses, _ports, _routers, _subnets),
    *(_networks, _groups, _volumes, _snapshots, _backups, _images),
)


def _keypairs(cloud: Cloud, member: str, users: list[str]) -> Iterator[Thing]:
    """Nova keeps them by user: those of the project's users, and the member's of kumiai's user."""
    for user in users:
        for row in cloud.compute.keypairs(user_id=user):
            yield Thing(kinds.KEYPAIR.word, row.name, row.name, of=user)
    provisioner = cloud.identity.find_user(PROVISIONER)
    if provisioner is not None:
        for row in cloud.compute.keypairs(user_id=provisioner.id):
            if row.name == member:
                yield Thing(kinds.KEYPAIR.word, row.name, row.name, of=provisioner.id)


def _containers(login: Cloud) -> list[Thing] | None:
    """None where the login is refused."""
    from keystoneauth1.exceptions import Unauthorized

    try:
        storage = login.object_store  # it logs in to ask where that is
        names = [container.name for container in storage.containers()]
    except Unauthorized:
        return None
    serves = {older: name for name in names if (older := _keeps_older_in(storage, name))}
    return [_container(storage, name, serves.get(name, "")) for name in names]


def _keeps_older_in(storage: Any, container: str) -> str:
    """The container that keeps the older versions of this one's objects."""
    headers = storage.head(f"/{container}").headers
    return str(headers.get("X-Versions-Location") or headers.get("X-History-Location") or "")


def _container(storage: Any, name: str, serves: str) -> Thing:
    found = versions_in(storage, name)
    return Thing(
        kinds.CONTAINER.word,
        name,
        name,
        of=serves,
        size_bytes=sum(int(row["bytes"]) for row in found),
        objects=len(found),
        older=sum(row.get("is_latest") is False for row in found),
        at=_moment(max((str(row["last_modified"]) for row in found), default="")),
    )


def versions_in(storage: Any, container: str) -> list[dict[str, Any]]:
    """Every object of a container with all its versions, however many pages that takes."""
    found: list[dict[str, Any]] = []
    marker: dict[str, str] = {}
    while True:
        answer = storage.get(
            f"/{container}", params={"format": "json", "versions": "true", **marker}
        )
        page = answer.json() if answer.status_code == 200 else []
        rows = [row for row in page if "name" in row]
        if not rows:
            return found
        found += rows
        marker = {"marker": rows[-1]["name"]}
        if rows[-1].get("version_id"):
            marker["version_marker"] = rows[-1]["version_id"]


def _moment(text: str | None) -> datetime | None:
    """OpenStack's services tell UTC, some of them without saying so."""
    if not text:
        return None
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)

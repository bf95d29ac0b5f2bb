"""Asks every service of a site what stands of a member. Adapter: openstacksdk.

As the site's administrator, who sees what others have put there as well; containers alone are asked
for with a login in the member's own project, since Swift shows an account to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from blueprint.accounts import PROVISIONER
from cloud.connection import Cloud
from infra import kinds
from infra.asking.row import Asked, moment_of
from infra.asking.table import ASKED
from infra.remains.things import Own, Standing, Thing, of_project

AT_ONCE = 6


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
    below = tuple(
        Thing(kinds.PROJECT.word, one.id, one.name)
        for one in cloud.identity.projects(parent_id=project)
    )
    return Standing(project, (*things, *(containers or ())), containers is None, below)


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
        for more in pool.map(lambda asked: list(_things(cloud, asked)), ASKED):
            found += more
    return found


def _things(cloud: Cloud, asked: Asked) -> Iterator[Thing]:
    """None of a kind that only stands with something else."""
    if asked.rows is not None and asked.thing is not None:
        yield from filter(None, map(asked.thing, asked.rows(cloud)))


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
        at=moment_of(max((str(row["last_modified"]) for row in found), default="")),
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

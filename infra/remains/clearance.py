"""Takes away what is in the way of a member's leaving. Adapter: openstacksdk.

Each is gone when it is done, and may be asked for again after a kill: what is gone already is no
reason to stop.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from cloud.connection import Cloud
from core.errors import OtherSystemFailed
from core.message import say
from infra import kinds
from infra.asking.table import REMOVALS
from infra.remains.look import versions_in
from infra.remains.things import Thing
from infra.removal import (
    LOOK_EVERY_SECONDS,
    Logins,
    Removal,
    deleted,
    remove_volume,
    until,
)

EMPTY_SECONDS = 120
"""The longest that a container may say that it is not empty after everything in it was deleted: the
other site may still have been copying into it, and Swift's listing follows later."""

DELETED_AT_ONCE = 8
"""Objects."""


def take_away(logins: Logins, thing: Thing) -> None:
    """Gone when it returns. Raises: OtherSystemFailed where it takes too long; the SDK's errors."""
    TAKEN[thing.kind.template](logins, thing)


def take_away_held(logins: Logins, servers: Iterable[Thing]) -> Iterator[Thing]:
    """Each of kumiai's own servers that Pulumi could not take away: locked, or in a state in which
    Nova takes no volume off it, such as shelved or in error.

    Source: nova/compute/api.py, `detach_volume` and `check_instance_lock`.
    """
    for thing in servers:
        found = logins.site.compute.find_server(thing.id, all_projects=True)
        if found is not None and (found.is_locked or found.status not in LETS_VOLUMES_GO):
            take_away(logins, thing)
            yield thing


LETS_VOLUMES_GO = ("ACTIVE", "PAUSED", "SHUTOFF")


def stop_copying(login: Cloud, container: str) -> None:
    """What is deleted here would be copied again from there, or to there, while it goes."""
    login.object_store.post(f"/{container}", headers={"X-Container-Sync-To": ""})


def empty(login: Cloud, container: str) -> None:
    """No object and no older version is left in the container.

    Raises: OtherSystemFailed where it is not empty in time.
    """
    storage = login.object_store
    _keep_nothing_older(storage, container)
    end = None
    while True:
        found = versions_in(storage, container)
        if not found and _is_empty(storage, container):
            return
        if end is not None and time.monotonic() > end:
            raise OtherSystemFailed(
                say(
                    "the container {container} is not empty after {seconds} s, somebody still "
                    "writes into it; end that and run this again",
                    container=container,
                    seconds=EMPTY_SECONDS,
                )
            )
        with ThreadPoolExecutor(DELETED_AT_ONCE) as pool:
            list(pool.map(lambda row: _delete_object(storage, container, row), found))
        if end is None:  # what was there when it began may be much, and take long
            end = time.monotonic() + EMPTY_SECONDS
        if not found:
            time.sleep(LOOK_EVERY_SECONDS)


def take_away_settings(cloud: Cloud, project: str) -> None:
    """What no service takes away with a project: its quotas, and Neutron's default group.

    Sources: DELETE of os-quota-sets and quotas in the API references of Nova, Cinder and Neutron;
    neutron/db/securitygroups_db.py, `delete_security_group` (an administrator may).
    """
    _answered(cloud.compute.delete(f"/os-quota-sets/{project}"))
    _answered(cloud.block_storage.delete(f"/os-quota-sets/{project}"))
    _answered(cloud.network.delete(f"/quotas/{project}"))
    # Listed without the project: Neutron would make the group anew for one that it is asked about.
    for group in cloud.network.security_groups():
        if group.project_id == project and group.name == kinds.DEFAULT_GROUP:
            cloud.network.delete_security_group(group.id)


def _keep_nothing_older(storage: Any, container: str) -> None:
    """Else each deleted object would bring the one before it back, or leave a copy elsewhere.

    One after the other: Swift refuses a container that was ever told of one way of keeping versions
    whatever is said of the other. Source: swift/common/middleware/versioned_writes/
    object_versioning.py, `enable_versioning`.
    """
    older = {"X-Remove-Versions-Location": "x", "X-Remove-History-Location": "x"}
    _answered(storage.post(f"/{container}", headers=older))
    if storage.head(f"/{container}").headers.get("X-Versions-Enabled", "").lower() == "true":
        _answered(storage.post(f"/{container}", headers={"X-Versions-Enabled": "false"}))


def _is_empty(storage: Any, container: str) -> bool:
    answer = storage.head(f"/{container}")
    return bool(answer.status_code == 404 or answer.headers.get("X-Container-Object-Count") == "0")


def _delete_object(storage: Any, container: str, row: dict[str, Any]) -> None:
    from urllib.parse import quote

    version = row.get("version_id")
    params = {"version-id": version} if version not in (None, "null") else {}
    _answered(storage.delete(f"/{container}/{quote(row['name'])}", params=params))


def _answered(answer: Any) -> None:
    """What is gone already is well. Raises: the SDK's error for any other refusal."""
    from openstack.exceptions import raise_from_response

    if answer.status_code != 404:
        raise_from_response(answer)


def _backup(logins: Logins, thing: Thing) -> None:
    """Cinder finds a backup in the account of whoever asks for it."""
    storage = (logins.site if logins.member is None else logins.member).block_storage
    deleted(
        logins,
        thing,
        lambda: storage.find_backup(thing.id),
        storage.delete_backup,
        partial(storage.delete_backup, force=True),
    )


def _volume(logins: Logins, thing: Thing) -> None:
    """Off whatever server it is attached to, first."""
    storage = logins.site.block_storage

    def look() -> Any:
        return storage.find_volume(thing.id, all_projects=True)

    volume = look()
    if volume is None:
        return
    for attachment in volume.attachments:
        logins.site.compute.delete_volume_attachment(attachment["server_id"], thing.id)
    until(logins, thing, look, lambda found: found is None or not found.attachments)
    remove_volume(logins, thing)


def _container(logins: Logins, thing: Thing) -> None:
    assert logins.member is not None  # it was seen with this login
    empty(logins.member, thing.name)
    _answered(logins.member.object_store.delete(f"/{thing.name}"))


def _image(logins: Logins, thing: Thing) -> None:
    image = logins.site.image
    found = image.find_image(thing.id)
    if found is not None and found.is_protected:
        image.update_image(thing.id, is_protected=False)
    image.delete_image(thing.id)


def _keypair(logins: Logins, thing: Thing) -> None:
    logins.site.compute.delete_keypair(thing.name, user_id=thing.of)


def _user(logins: Logins, thing: Thing) -> None:
    logins.site.identity.delete_user(thing.id)


def _project(logins: Logins, thing: Thing) -> None:
    take_away_settings(logins.site, thing.id)
    logins.site.identity.delete_project(thing.id)


TAKEN: Mapping[str, Removal] = {
    **REMOVALS,
    kinds.BACKUP.template: _backup,
    kinds.VOLUME.word.template: _volume,
    kinds.CONTAINER.word.template: _container,
    kinds.IMAGE.word.template: _image,
    kinds.KEYPAIR.word.template: _keypair,
    kinds.USER.word.template: _user,
    kinds.PROJECT.word.template: _project,
}
"""Every kind of `parting.ORDER`."""

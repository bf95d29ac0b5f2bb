"""The login by which the exporter looks at a site: it reads what it tells, and may nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openstack.exceptions import HttpException
from requests import HTTPError

from blueprint.accounts import WATCHER
from blueprint.member import blueprint_of
from cloud.connection import connected
from cloud.credentials import credential_file
from cloud.service_users import renew_password
from core.home import Home
from monitoring.exporter.account import watcher_entry
from monitoring.exporter.looks import Looks
from monitoring.exporter.seen import Declared
from tenants.store import read_definitions
from tests.lib.consortium import Consortium

pytestmark = pytest.mark.lab

SITE, MEMBER = "primary", "usuki"
REFUSED = {403, 404}
"""Nova and Neutron tell of what somebody may not see that it is not there."""

Acts = Mapping[str, Callable[[], Any]]


@pytest.fixture(scope="module")
def watcher(consortium: Consortium) -> Any:
    made = consortium.kumiai("alert", "set-up", "--execute", "--reason", "a test")
    assert made.returncode == 0, made.stdout + made.stderr
    entry = watcher_entry(Home.of(consortium.lab.environment), SITE)
    assert entry is not None
    return connected(entry)


def test_every_look_is_answered_with_where_each_server_is(
    watcher: Any, consortium: Consortium
) -> None:
    definitions, _ = read_definitions(consortium.definitions)
    assert definitions is not None
    declared = Declared(SITE, (blueprint_of(definitions, MEMBER, SITE),))
    entry = watcher_entry(Home.of(consortium.lab.environment), SITE)
    assert entry is not None
    looks = Looks(SITE, entry, lambda: declared, {}, Path("none")).all
    told = {name: list(look()) for name, look in looks.items()}
    assert {name for name, samples in told.items() if samples} == {*looks} - {"neighbours"}
    hosts = [sample.values[-1] for sample in told["servers"]]
    assert hosts
    assert all(hosts)


def test_it_changes_nothing_and_reads_no_secret(watcher: Any, consortium: Consortium) -> None:
    admin = consortium.lab.cloud(SITE)
    project = admin.identity.find_project(MEMBER)
    [server, *_] = admin.compute.servers(all_projects=True, project_id=project.id)
    [volume, *_] = admin.block_storage.volumes(all_projects=True, project_id=project.id)
    [network, *_] = admin.network.networks(project_id=project.id)
    [port, *_] = admin.network.ports(device_id=server.id)
    [image, *_] = admin.image.images()
    role = admin.identity.find_role("admin")
    flavor = next(iter(admin.compute.flavors()))
    compute, storage, net = watcher.compute, watcher.block_storage, watcher.network
    acts: Acts = {
        "create a server": lambda: compute.create_server(
            name="x", image_id=image.id, flavor_id=flavor.id, networks="none"
        ),
        "stop one": lambda: compute.stop_server(server),
        "delete one": lambda: compute.delete_server(server, ignore_missing=False),
        "see one whole": lambda: compute.get_server(server.id),
        "read its console": lambda: compute.get_server_console_output(server.id),
        "read its password": lambda: compute.get_server_password(server.id),
        "disable a host": lambda: compute.disable_service(next(iter(compute.services()))),
        "change a quota": lambda: compute.update_quota_set(project.id, cores=1),
        "create a volume": lambda: storage.create_volume(name="x", size=1),
        "delete one of somebody": lambda: storage.delete_volume(volume, ignore_missing=False),
        "see a volume whole": lambda: storage.get_volume(volume.id),
        "create a backup": lambda: storage.create_backup(name="x", volume_id=volume.id),
        "give a volume away": lambda: storage.create_transfer(volume_id=volume.id),
        "create a network": lambda: net.create_network(name="x"),
        "delete a port": lambda: net.delete_port(port, ignore_missing=False),
        "disable a network": lambda: net.update_network(network, admin_state_up=False),
        "list users": lambda: list(watcher.identity.users()),
        "create a user": lambda: watcher.identity.create_user(name="x"),
        "take another role": lambda: watcher.identity.put(
            f"/projects/{project.id}/users/{watcher.current_user_id}/roles/{role.id}"
        ).raise_for_status(),
        "delete an image": lambda: watcher.image.delete_image(image, ignore_missing=False),
        "create a container": lambda: watcher.object_store.create_container("x"),
    }
    answers = {name: refusal_of(act) for name, act in acts.items()}
    assert {name: code for name, code in answers.items() if code not in REFUSED} == {}
    assert list(watcher.identity.credentials()) == []
    listed = next(one for one in compute.servers(all_projects=True) if one.id == server.id)
    assert listed.user_data is None
    assert listed.compute_host is None


def refusal_of(act: Callable[[], Any]) -> int | None:
    """With which number it is refused; None where it is done."""
    try:
        act()
    except HttpException as refusal:
        return int(refusal.status_code or 0)
    except HTTPError as refusal:
        return refusal.response.status_code if refusal.response is not None else 0
    return None


def test_whoever_logs_in_by_a_new_password_is_served_at_once(
    watcher: Any, consortium: Consortium
) -> None:
    """The last one here: the login of the others knows the old one."""
    home = Home.of(consortium.lab.environment)
    definitions, _ = read_definitions(consortium.definitions)
    assert definitions is not None
    for _ in range(3):
        renew_password(
            home, credential_file(home, f"{WATCHER}.{SITE}"), definitions.sites[SITE].value
        )
        entry = watcher_entry(home, SITE)
        assert entry is not None
        assert list(connected(entry).compute.services())

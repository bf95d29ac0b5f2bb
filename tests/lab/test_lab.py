"""The lab itself, on real processes: a second lab is killed and reset, never the operator's."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lab import readiness
from lab.launch import order_services
from lab.processes import kill, living
from lab.service import Service
from lab.services import services
from tests.lib.second_lab import SecondLab
from tests.lib.waiting import until

pytestmark = pytest.mark.lab


def named(name: str, volumes: Iterable[Any]) -> Any:
    return next((volume for volume in volumes if volume.name == name), None)


def just(name: str, among: Iterable[Service]) -> Service:
    """The service of that process, without its other processes."""
    service = next(s for s in among if any(fork.name == name for fork in s.forks))
    return replace(service, forks=tuple(fork for fork in service.forks if fork.name == name))


@dataclass(frozen=True)
class Built:
    """At the primary site, before it was killed."""

    network: str
    volume: str


@pytest.fixture(scope="module")
def before(lab: SecondLab) -> Built:
    """The primary has been killed since, and has just started again."""
    primary = lab.cloud("primary")
    network = primary.network.create_network(name="built before the earthquake")
    primary.object_store.create_container("kept")
    primary.object_store.upload_object("kept", "letter", data=b"still here")
    volume = primary.block_storage.create_volume(name="kept", size=1)
    primary.block_storage.wait_for_status(volume, "available", wait=60)

    assert lab.kumiai("lab", "kill", "primary").returncode == 0
    assert living(lab.definition.root, "primary") == []
    assert readiness.unready(lab.definition.site("remote")) == {}
    assert lab.kumiai("lab", "status").returncode == 12
    started = lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stderr
    return Built(network.id, volume.id)


@pytest.mark.usefixtures("before")
def test_requests_that_come_all_at_once_after_a_start_are_served(lab: SecondLab) -> None:
    """First of all: whoever asks one by one before finds nothing."""
    primary = lab.cloud("primary")
    primary.authorize()

    def create(number: int) -> str:
        return str(primary.network.create_network(name=f"network {number}").name)

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(create, range(8)))
    assert created == [f"network {number}" for number in range(8)]


def test_a_site_that_was_killed_comes_back_with_its_data(lab: SecondLab, before: Built) -> None:
    again = lab.cloud("primary")
    assert again.network.get_network(before.network).name == "built before the earthquake"
    assert again.object_store.download_object("letter", container="kept") == b"still here"
    assert again.block_storage.get_volume(before.volume).status == "available"


def test_a_site_is_not_ready_before_its_scheduler_knows_the_storage(lab: SecondLab) -> None:
    primary = lab.definition.site("primary")
    told = {"cinder-scheduler", "cinder-volume"}
    kill(lab.definition.root, lambda p: p.site == "primary" and p.name in told)
    order_services(lab.definition, primary, [just("cinder-scheduler", services(primary))])

    unknown = {"storage of Cinder": "the scheduler does not know primary@lab#lab"}
    until(lambda: unknown.items() <= readiness.unready(primary).items(), "the scheduler alone")
    assert lab.kumiai("lab", "start", "primary").returncode == 0
    assert readiness.unready(primary) == {}


def test_hosts_report_the_sockets_and_cores_that_their_site_declares(lab: SecondLab) -> None:
    remote = lab.cloud("remote")
    answer = remote.compute.get("/os-hypervisors/detail", microversion="2.50").json()
    reported = {
        host["hypervisor_hostname"]: (
            json.loads(host["cpu_info"])["topology"]
            if isinstance(host["cpu_info"], str)
            else host["cpu_info"]["topology"],
            host["vcpus"],
            host["memory_mb"],
        )
        for host in answer["hypervisors"]
    }
    two_by_sixteen = ({"sockets": 2, "cores": 16, "threads": 1}, 32, 262144)
    assert reported == {
        "rem-01": two_by_sixteen,
        "rem-02": two_by_sixteen,
        "rem-03": ({"sockets": 2, "cores": 12, "threads": 1}, 24, 262144),
        "rem-04": ({"sockets": 1, "cores": 24, "threads": 1}, 24, 262144),
    }


@pytest.mark.parametrize(("here", "there"), [("primary", "remote"), ("remote", "primary")])
def test_a_container_is_copied_to_the_other_site(lab: SecondLab, here: str, there: str) -> None:
    source, target = lab.cloud(here).object_store, lab.cloud(there).object_store
    name = f"from-{here}"
    key = {"X-Container-Sync-Key": "of both"}
    target.put(f"/{name}", headers=key)
    account = str(target.get_endpoint()).rsplit("/", 1)[1]
    source.put(
        f"/{name}", headers={**key, "X-Container-Sync-To": f"//kumiai/{there}/{account}/{name}"}
    )
    source.put(f"/{name}/object", data=b"copied")
    until(lambda: target.get(f"/{name}/object").content == b"copied", "the copy")


def test_a_restored_volume_has_its_data_and_its_full_length(lab: SecondLab) -> None:
    storage = lab.cloud("primary").block_storage
    folder = lab.definition.site("primary").data / "cinder" / "volumes"
    volume = storage.wait_for_status(storage.create_volume(size=1), "available", wait=60)
    with (folder / f"volume-{volume.id}").open("r+b") as stream:
        stream.write(b"register of residents")
    backup = storage.create_backup(volume_id=volume.id, container="backups")
    storage.wait_for_status(backup, "available", failures=["error"], wait=180)

    storage.restore_backup(backup.id, name="restored")
    until(lambda: named("restored", storage.volumes()) is not None, "the restored volume")
    restored = named("restored", storage.volumes())
    assert restored is not None
    storage.wait_for_status(
        restored, "available", failures=["error", "error_restoring"], interval=1, wait=180
    )

    file = folder / f"volume-{restored.id}"
    with file.open("rb") as stream:
        assert stream.read(21) == b"register of residents"
    assert file.stat().st_size == 2**30


def test_no_password_can_be_seen_in_the_list_of_processes(lab: SecondLab) -> None:
    secrets = {
        word
        for site in lab.definition.sites
        for name, word in asdict(site.passwords).items()
        if name != "salt"
    }
    lines = []
    for process in living(lab.definition.root):
        # A service's child may have ended since it was listed.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            lines.append(Path(f"/proc/{process.pid}/cmdline").read_text())
    assert len(lines) > 50
    assert [line for line in lines if any(secret in line for secret in secrets)] == []


def test_only_the_owner_can_read_what_the_lab_writes(lab: SecondLab) -> None:
    for site in lab.definition.sites:
        for folder in (site.etc, site.data, site.run, site.logs):
            assert folder.stat().st_mode & 0o077 == 0, folder
    assert lab.definition.clouds_file.stat().st_mode & 0o777 == 0o600


def test_reset_forgets_what_was_built_and_nobody_else_works_meanwhile(lab: SecondLab) -> None:
    lab.cloud("primary").network.create_network(name="to be forgotten")
    resetting = lab.begin("lab", "reset")
    until(lambda: bool((lab.definition.root / "lock").read_text()), "the lock of the reset")
    refused = lab.kumiai("lab", "up", "--no-watch")
    assert resetting.wait(300) == 0
    assert refused.returncode == 2
    assert f"lab reset, process {resetting.pid}, since" in refused.stdout + refused.stderr
    assert list(lab.cloud("primary").network.networks()) == []
    assert list(lab.cloud("primary").object_store.containers()) == []

"""What is told of OpenStack's lists."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from blueprint.member import blueprint_of
from monitoring.exporter import seen
from monitoring.exporter.seen import Declared
from monitoring.exporter.series import Sample
from tests.lib.definitions import shipped

USUKI = blueprint_of(shipped(), "usuki", "primary")
DECLARED = Declared("primary", (USUKI, blueprint_of(shipped(), "aya", "primary")))
HOSTS = {"s": "pri-01"}
PROJECTS = {"1": "usuki", "2": "somebody-else"}
SERVER = USUKI.servers[0]


def row(**fields: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"id": "s", "project_id": "1", "is_admin_state_up": True, **fields})


def told(samples: Any, name: str) -> dict[tuple[str, ...], float]:
    found: list[Sample] = list(samples)
    return {one.values: one.value for one in found if one.series.name == name}


def test_a_project_that_somebody_renamed_is_watched_on_by_its_municipalitys_code() -> None:
    declared = replace(DECLARED, codes={"442062": "usuki"})
    renamed = row(id="1", name="usuki-old", description="Usuki City (442062)")
    other = row(id="2", name="somebody-else", description=None)
    assert seen.projects_of(declared, [renamed, other]) == {"1": "usuki", "2": "somebody-else"}
    its_own = row(id="3", name="usuki", description="")
    assert seen.projects_of(declared, [renamed, its_own]) == {"1": "usuki-old", "3": "usuki"}


def test_a_host_is_told_with_whether_somebody_closed_it_and_a_control_service_only_if_not() -> None:
    rows = [
        row(binary="nova-compute", host="pri-01", state="down", status="disabled"),
        row(binary="nova-conductor", host="control", state="down", status="enabled"),
        row(binary="nova-scheduler", host="control", state="down", status="disabled"),
    ]
    found = list(seen.compute_services("primary", rows))
    assert told(found, "kumiai_compute_host_up") == {("primary", "pri-01"): 0}
    assert told(found, "kumiai_compute_host_enabled") == {("primary", "pri-01"): 0}
    assert told(found, "kumiai_control_service_up") == {("primary", "nova-conductor", "control"): 0}


@pytest.mark.parametrize(
    ("status", "runs"), [("ACTIVE", 1), ("MIGRATING", 1), ("SHUTOFF", 0), ("ERROR", 0)]
)
def test_a_server_runs_or_not(status: str, runs: int) -> None:
    rows = [row(name=SERVER.name, status=status)]
    found = told(seen.servers(DECLARED, rows, PROJECTS, HOSTS), "kumiai_server_running")
    assert found[("primary", "usuki", SERVER.role.system, SERVER.name, "pri-01")] == runs


def test_a_server_that_is_gone_does_not_run_and_one_of_the_same_name_elsewhere_is_another() -> None:
    elsewhere = row(name=SERVER.name, status="ACTIVE", project_id="2")
    found = told(seen.servers(DECLARED, [elsewhere], PROJECTS, HOSTS), "kumiai_server_running")
    assert found[("primary", "usuki", SERVER.role.system, SERVER.name, "")] == 0


def test_whoever_was_never_built_here_misses_nothing() -> None:
    for samples in (
        seen.servers(DECLARED, [], PROJECTS, {}),
        seen.networks(DECLARED, [], PROJECTS),
        list(seen.in_error(DECLARED, [], [], PROJECTS)),
    ):
        assert {one.values[1] for one in samples} == {"usuki"}


@pytest.mark.parametrize(
    ("status", "admin", "up"), [("ACTIVE", True, 1), ("DOWN", True, 0), ("ACTIVE", False, 0)]
)
def test_a_network_is_active_or_not(status: str, admin: bool, up: int) -> None:
    name = USUKI.networks[0].name
    rows = [row(name=name, status=status, is_admin_state_up=admin)]
    found = told(seen.networks(DECLARED, rows, PROJECTS), "kumiai_network_up")
    assert found[("primary", "usuki", name)] == up


def test_a_server_without_its_port_is_told_and_one_that_is_gone_has_none_to_miss() -> None:
    there = row(id="s", name=SERVER.name, status="ACTIVE")
    place = ("primary", "usuki", SERVER.role.system, SERVER.name, "pri-01")
    port = row(device_id="s")
    disabled = row(device_id="s", is_admin_state_up=False)
    for ports, up in (([], 0), ([port], 1), ([port, disabled], 0)):
        found = seen.ports(DECLARED, [there], ports, PROJECTS, HOSTS)
        assert told(found, "kumiai_port_up") == {place: up}
    built = row(id="s", name=SERVER.name, status="BUILD")
    assert seen.ports(DECLARED, [built], [], PROJECTS, HOSTS) == []


def test_what_is_in_error_is_counted_by_municipality() -> None:
    volumes = [row(status="error"), row(status="error_deleting"), row(status="in-use")]
    found = list(seen.in_error(DECLARED, volumes, [row(status="error")], PROJECTS))
    assert told(found, "kumiai_volumes_in_error") == {("primary", "usuki"): 2}
    assert told(found, "kumiai_backups_in_error") == {("primary", "usuki"): 1}


def test_what_has_no_limit_is_never_near_it() -> None:
    found = list(seen.quota("primary", "usuki", {"cores": 8, "ram": -1}, {"cores": 7, "ram": 1}))
    assert told(found, "kumiai_quota_used") == {("primary", "usuki", "cores"): 7}
    assert told(found, "kumiai_quota_limit") == {("primary", "usuki", "cores"): 8}


def test_of_a_server_the_ports_are_asked_that_people_work_with() -> None:
    asked = {plan.name: list(seen.asked_ports(USUKI, plan)) for plan in USUKI.servers}
    assert asked["usuki-core-app-1"] == [443]
    assert asked["usuki-core-db-1"] == []

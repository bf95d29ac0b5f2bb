"""Servers moved by kumiai: fences that Nova itself keeps, and a host that died."""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from typing import Any

import pytest

from cloud.nova import MICROVERSION
from lab.processes import living
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from tests.lib.consortium import Consortium
from tests.lib.moving import Moving
from tests.lib.waiting import until

pytestmark = pytest.mark.lab

PRIMARY = "infra/sites/primary.yaml"
EXECUTE = ("--execute", "--reason", "a test")
DATABASE = "usuki-core-db-1"
FENCE = "licence_fences:\n  database: {products: [database], hosts: [pri-03, pri-04]}\n"


def hosts_in_ledger(consortium: Consortium) -> dict[str, str]:
    ledger = Ledger.opened(sqlite_url(consortium.home.ledger))
    return {e.machine.name: e.machine.host for e in ledger.believed() if e.until is None}


def hosts_in_nova(consortium: Consortium) -> dict[str, str]:
    return hosts_seen_by(consortium.lab.cloud("primary"))


def hosts_seen_by(cloud: Any) -> dict[str, str]:
    """By one login for all looks, where there are many."""
    servers = cloud.compute.servers(all_projects=True)
    return {server.name: server.compute_host for server in servers}


def test_a_plan_moves_nothing_and_a_wrong_name_gets_a_sentence(consortium: Consortium) -> None:
    before = hosts_in_nova(consortium)
    host = next(name for name in ("pri-03", "pri-04") if name != before[DATABASE])
    planned = consortium.kumiai("server", "migrate", DATABASE, host)
    nobody = consortium.kumiai("server", "migrate", "usuki-core-db-9", host)
    nowhere = consortium.kumiai("server", "migrate", DATABASE, "pri-09")
    unsized = consortium.kumiai("server", "resize", DATABASE, "giant")
    unreasoned = consortium.kumiai("server", "migrate", DATABASE, host, "--execute")

    assert planned.returncode == 0, planned.stderr
    assert "only a plan, nothing was changed" in planned.stdout
    assert nobody.returncode == 2
    assert f"near to it are: {DATABASE}" in nobody.stderr
    assert "no host pri-09 is in infra/sites" in nowhere.stderr
    assert "no flavor giant is in infra/sites/primary.yaml" in unsized.stderr
    assert "--execute needs --reason" in unreasoned.stderr
    assert hosts_in_nova(consortium) == before


def test_a_fence_is_kept_by_kumiai_before_and_by_nova_itself(consortium: Consortium) -> None:
    server = Moving.named(consortium.lab.cloud("primary"), DATABASE)
    with consortium.changed(PRIMARY, ("\nhosts:\n", f"\n{FENCE}hosts:\n")):
        built = consortium.up("usuki", "--site", "primary")
        verified = consortium.kumiai("verify", "usuki", "--site", "primary")
        inside = server.now.compute_host
        refused = consortium.kumiai("server", "migrate", DATABASE, "pri-01", *EXECUTE)
        _tried_directly(server, "pri-01")
        other = "pri-04" if inside == "pri-03" else "pri-03"
        allowed = consortium.kumiai("server", "migrate", DATABASE, other, *EXECUTE)
    elsewhere = FENCE.replace("pri-03, pri-04", "pri-01, pri-02")
    with consortium.changed(PRIMARY, ("\nhosts:\n", f"\n{elsewhere}hosts:\n")):
        outside = consortium.kumiai("verify", "--site", "primary")
    taken_away = consortium.up("usuki", "--site", "primary")

    assert built.returncode == 0, built.stdout + built.stderr
    assert verified.returncode == 0, verified.stdout
    assert inside in ("pri-03", "pri-04")
    assert refused.returncode == 11
    assert "the fence database keeps it on pri-03, pri-04" in refused.stderr
    assert allowed.returncode == 0, allowed.stdout + allowed.stderr
    assert outside.returncode == 12
    assert f"server {DATABASE}: the host is {other}, the YAML says pri-01, pri-02" in outside.stdout
    assert "aggregate licence-database: its hosts is pri-03, pri-04" in outside.stdout
    assert taken_away.returncode == 0, taken_away.stdout + taken_away.stderr
    assert consortium.kumiai("verify", "--site", "primary").returncode == 0


def _tried_directly(server: Moving, host: str) -> None:
    """A live migration that nobody asked kumiai for: Nova finds no valid host."""
    before = server.now.compute_host
    path = f"/servers/{server.id}"
    body = {"os-migrateLive": {"host": host, "block_migration": "auto"}}
    asked = server.cloud.compute.post(f"{path}/action", json=body, microversion=MICROVERSION)
    assert asked.status_code == 202
    query = f"/os-migrations?instance_uuid={server.id}"

    def ended() -> bool:
        rows = server.cloud.compute.get(query, microversion=MICROVERSION).json()["migrations"]
        return bool(rows[0]["status"] == "error")

    until(ended, "Nova's refusal")
    assert server.now.compute_host == before


def test_the_servers_of_a_dead_host_are_started_elsewhere_and_the_ledger_follows(
    consortium: Consortium,
) -> None:
    lab = consortium.lab
    returning = Moving.named(lab.cloud("primary"), DATABASE)
    for host in ("pri-04", "pri-02"):
        if returning.now.compute_host != host:
            returning.live_migrate(host)
    [compute] = [
        process
        for process in living(lab.definition.root, "primary")
        if process.name == "nova-compute-pri-02"
    ]
    os.kill(compute.pid, signal.SIGKILL)
    try:
        until(lambda: not _is_up(returning.cloud, "pri-02"), "Nova's knowing of it", 120)
        returning.evacuate("pri-04")
        before = {name for name, host in hosts_in_nova(consortium).items() if host == "pri-02"}
        assert before, "something ran on pri-02"
        half = consortium.begin("server", "evacuate-host", "pri-02", *EXECUTE)
        assert half.stdout is not None
        left = partial(_left_on, returning.cloud, "pri-02")
        until(lambda: len(left()) < len(before), "the first to leave")
        half.kill()
        half.wait()
        emptied = consortium.kumiai("server", "evacuate-host", "pri-02", *EXECUTE)
        again = consortium.kumiai("server", "evacuate-host", "pri-02")
    finally:
        started = lab.kumiai("lab", "start", "primary")

    assert emptied.returncode == 0, emptied.stdout + emptied.stderr
    assert "nothing is on pri-02" in again.stdout
    assert started.returncode == 0, started.stderr
    where = hosts_in_nova(consortium)
    assert all(where[name] != "pri-02" for name in before)
    ledger = hosts_in_ledger(consortium)
    assert {name: ledger[name] for name in before} == {name: where[name] for name in before}
    entries = consortium.home.journal.read_text("utf-8").splitlines()
    acts = [json.loads(line) for line in entries if '"evacuate"' in line]
    assert len({act["subject"].split()[1] for act in acts}) >= len(before) - 1
    verified = consortium.kumiai("verify", "--site", "primary")
    assert verified.returncode == 0, verified.stdout


def _left_on(cloud: Any, host: str) -> list[str]:
    return [name for name, now in hosts_seen_by(cloud).items() if now == host]


def _is_up(cloud: Any, host: str) -> bool:
    services = cloud.compute.services(binary="nova-compute")
    return any(service.host == host and service.state == "up" for service in services)

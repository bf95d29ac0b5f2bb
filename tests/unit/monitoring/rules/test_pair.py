"""prometheus.yml: what is read, and with which labels."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from blueprint.member import blueprint_of
from monitoring.routing.tree import configuration
from monitoring.rules.pair import Pair, files, of_servers
from monitoring.rules.rule_file import rule_file
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix

SERVERS = of_servers([blueprint_of(shipped(), "aya", "primary")])
PAIR = Pair("primary", neighbours={"remote": "192.0.2.70:9189"}, others={"servers": SERVERS})


def test_each_job_says_its_site_and_a_server_whose_it_is() -> None:
    jobs = {one["job_name"]: one for one in json.loads(PAIR.text())["scrape_configs"]}
    assert list(jobs) == ["kumiai", "prometheus", "alertmanager", "servers", "neighbour"]
    assert jobs["kumiai"]["static_configs"] == [
        {"targets": ["127.0.0.1:9189"], "labels": {"site": "primary"}}
    ]
    assert jobs["servers"]["static_configs"][0]["labels"] == {
        "site": "primary",
        "member": "aya",
        "system": "core",
        "server": "aya-core-app-1",
    }


def test_of_the_other_site_only_its_heartbeat_is_read() -> None:
    *_, neighbour = json.loads(PAIR.text())["scrape_configs"]
    assert neighbour["static_configs"] == [
        {"targets": ["192.0.2.70:9189"], "labels": {"site": "remote"}}
    ]
    assert neighbour["metric_relabel_configs"] == [
        {"source_labels": ["__name__"], "regex": "kumiai_heartbeat_seconds", "action": "keep"}
    ]


@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool is not installed; `make test` installs it"
)
def test_prometheus_takes_the_files(tmp_path: Path) -> None:
    rules = rule_file(shipped_alerts(), shipped_matrix(), shipped(), date(2026, 11, 26))
    made = files(PAIR, rules, configuration(shipped_matrix(), shipped()))
    for name, text in made.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["promtool", "check", "config", str(tmp_path / "prometheus.yml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

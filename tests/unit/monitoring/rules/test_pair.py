"""prometheus.yml: what is read, and with which labels."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from blueprint.member import blueprint_of
from core.errors import OtherSystemFailed
from monitoring.routing.tree import TIMING, configuration
from monitoring.rules.pair import RESEND, Pair, files, hurried, of_hosts, of_servers
from monitoring.rules.promtool import check_files
from monitoring.rules.rule_file import USUAL, Pace, rule_file
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix
from tests.lib.programs import needs

SERVERS = of_servers([blueprint_of(shipped(), "aya", "primary")])
PAIR = Pair("primary", neighbours={"remote": "192.0.2.70:9189"}, others={"servers": SERVERS})


def test_each_job_says_its_site_and_a_server_whose_it_is() -> None:
    jobs = {one["job_name"]: one for one in json.loads(PAIR.text())["scrape_configs"]}
    assert list(jobs) == [
        *("kumiai", "prometheus", "alertmanager", "servers"),
        *("machine", "licences", "neighbour"),
    ]
    assert jobs["kumiai"]["static_configs"] == [
        {"targets": ["127.0.0.1:9189"], "labels": {"site": "primary"}}
    ]
    assert jobs["servers"]["static_configs"][0]["labels"] == {
        "site": "primary",
        "member": "aya",
        "system": "core",
        "server": "aya-core-app-1",
    }


def test_of_the_other_site_only_its_heartbeat_and_what_it_could_not_deliver_is_read() -> None:
    *_, neighbour = json.loads(PAIR.text())["scrape_configs"]
    assert neighbour["static_configs"] == [
        {"targets": ["192.0.2.70:9189"], "labels": {"site": "remote"}}
    ]
    assert neighbour["metric_relabel_configs"] == [
        {
            "source_labels": ["__name__"],
            "regex": "kumiai_heartbeat_seconds|kumiai_notifications_failed",
            "action": "keep",
        }
    ]


def test_what_each_machine_knows_of_all_sites_is_read_of_its_own_alone() -> None:
    jobs = {one["job_name"]: one for one in json.loads(PAIR.text())["scrape_configs"]}
    assert jobs["machine"]["static_configs"][0]["targets"] == ["127.0.0.1:9100"]
    assert jobs["licences"]["static_configs"][0]["targets"] == ["127.0.0.1:9188"]
    for job in ("machine", "licences"):
        assert jobs[job]["metric_relabel_configs"] == [
            {"source_labels": ["site"], "regex": "primary", "action": "keep"}
        ]


def test_a_host_is_known_by_its_name() -> None:
    [target, *_] = of_hosts(shipped().sites["primary"].value.hosts)
    assert (target.address, target.labels) == ("pri-01:9100", {"host": "pri-01"})


@needs("promtool")
def test_prometheus_takes_the_files_and_one_that_it_refuses_is_told() -> None:
    rules = rule_file(shipped_alerts(), shipped_matrix(), shipped(), date(2026, 11, 26))
    made = files(PAIR, rules, configuration(shipped_matrix(), shipped()))
    check_files(made)
    for name, right, wrong in (
        ("rules.yml", "max by", "max of"),
        ("prometheus.yml", "scrape_interval", "scrape_intervall"),
    ):
        with pytest.raises(OtherSystemFailed, match="promtool refuses the files of Prometheus"):
            check_files({**made, name: made[name].replace(right, wrong)})


def test_between_two_mails_of_a_group_prometheus_says_again_what_is_over() -> None:
    """Else who was told that it is over is called anew for what fires beside it."""
    for pace, timing in [(USUAL, TIMING), *((one, hurried(one)) for one in (Pace(2), Pace(60)))]:
        assert timing.group_interval is not None
        assert timing.group_interval > RESEND + timedelta(seconds=pace.every_seconds)

"""The units that are shipped, under a real systemd, with Debian's Prometheus and node exporter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

import pytest

from tests.lib.effort import ALL
from tests.lib.programs import needs
from tests.lib.systemd_machine import Machine, machine, systemd_can_run
from tests.lib.waiting import until, until_equal
from tests.lib.watching_machine import BEGUN, FORGOTTEN, set_to_watch

pytestmark = [
    pytest.mark.skipif(not ALL, reason="a machine with systemd: `make test-all`"),
    pytest.mark.skipif(not systemd_can_run(), reason="root alone makes a machine with systemd"),
    needs("prometheus"),
    needs("prometheus-alertmanager"),
    needs("prometheus-node-exporter"),
]

MINUTES = 5 * 60
"""Nothing takes so long; a busy machine begins a dozen programs at once."""


@pytest.fixture(scope="module")
def watching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with machine(tmp_path_factory.mktemp("machine")) as made:
        set_to_watch(made)
        yield made


def result(watching: Machine, unit: str) -> tuple[str, str]:
    shown = watching.done("systemctl", "show", unit, "-p", "ActiveState", "-p", "Result", "--value")
    result, state = shown.split()
    return state, result


def has_ended(watching: Machine, unit: str) -> bool:
    """Whether it was begun at all: what never was is inactive and successful as well."""
    ended = ("systemctl", "show", unit, "-p", "ExecMainExitTimestampMonotonic", "--value")
    return watching.done(*ended).strip() != "0"


def broken(watching: Machine) -> set[str]:
    """The units of which Prometheus finds that they do not run."""
    asked = "http://127.0.0.1:9090/api/v1/query?query=kumiai:broken:unit_failed"
    answer = watching.run("curl", "-sf", asked)
    if answer.returncode:
        return set()
    return {one["metric"]["name"] for one in json.loads(answer.stdout)["data"]["result"]}


def told(watching: Machine, port: int) -> str:
    return watching.run("curl", "-sf", f"http://127.0.0.1:{port}/metrics").stdout


def test_what_each_unit_does_is_done_as_whoever_owns_kumiais_folder(watching: Machine) -> None:
    for unit in BEGUN:
        service = unit.replace(".timer", ".service")
        if unit != service:
            until(partial(has_ended, watching, service), service, MINUTES)
        ran = ("active" if unit == service else "inactive", "success")
        until_equal(partial(result, watching, service), ran, service, MINUTES)
        assert watching.done("systemctl", "show", service, "-p", "User", "--value") == "kumiai\n"
    owners = watching.done("sh", "-c", "stat -c '%U %n' /var/lib/kumiai/*").splitlines()
    assert owners == [
        f"kumiai /var/lib/kumiai/{name}" for name in ("backup.prom", "failover.prom", "rules.yml")
    ]
    assert '"kumiai:broken:unit_failed"' in watching.done("cat", "/etc/prometheus/rules.yml")


def test_a_timer_that_nobody_began_is_told_and_so_is_one_that_was_stopped(
    watching: Machine,
) -> None:
    until(lambda: 'kumiai_unit_expected{name="' in told(watching, 9189), "it is told", MINUTES)
    until(lambda: "kumiai_backup_interval" in told(watching, 9100), "copies are told", MINUTES)
    until_equal(lambda: broken(watching), {FORGOTTEN}, "the book's timer is told", MINUTES)
    watching.done("systemctl", "enable", "--now", FORGOTTEN)
    until(lambda: not broken(watching), "all of them run", MINUTES)
    book = ("test", "-s", "/var/lib/kumiai/runbooks.html")
    until(lambda: watching.run(*book).returncode == 0, "the book is there", MINUTES)
    watching.done("systemctl", "disable", "--now", "kumiai-runbook-witness.timer")
    until_equal(lambda: broken(watching), {"kumiai-runbook-witness.timer"}, "it is missed", MINUTES)


def test_an_exporter_that_is_killed_is_begun_again(watching: Machine) -> None:
    def first_process() -> str:
        shown = ("systemctl", "show", "kumiai-exporter", "-p", "MainPID", "--value")
        return watching.done(*shown).strip()

    before = first_process()
    watching.done("systemctl", "kill", "--signal=KILL", "kumiai-exporter")
    until(lambda: first_process() not in ("0", before), "it is begun again", MINUTES)
    until(lambda: "kumiai_look_succeeded" in told(watching, 9189), "it tells again", MINUTES)

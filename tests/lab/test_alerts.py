"""Faults on the lab: whoever answers is called once, others are told, and nobody sees another's.

Prometheus, Alertmanager and the exporters are real, and so is what is broken.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from functools import partial

import pytest

from lab.processes import kill
from monitoring.rules.alert import filled_in
from recovery.metrics import COPIES, FAILOVER
from tenants.store import read_definitions
from tests.lib.alerts import shipped_alerts
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL
from tests.lib.mail import Mail
from tests.lib.measured import measured
from tests.lib.waiting import until, until_equal

pytestmark = pytest.mark.lab

SERVER, OF_OTHER = "usuki-core-app-1", "hita-core-app-1"
OPERATIONS, OFFICE = "operations@platform.example", "office@consortium.example"
VENDOR, WATCH = "support@package.example", "watch@dc.example"
MEMBER = "usuki"
NEWEST = "kumiai_backup_newest_copy_seconds"
LATE_SECONDS = 180
"""Half a minute of waiting, and what a busy machine takes to look, to reckon and to send."""
USUKI, MEMBERS = "ict@usuki.example", ("hita", "kitsuki", "nobeoka", "usuki")
OTHER = "hita"

NOT_WITHOUT = {
    "the servers' own networks, from where alone they are asked (`--reach`)": {
        *("kumiai_server_answers", "kumiai_service_answers", "kumiai_server_reached"),
    },
    "hosts and servers of their own": {
        *("node_edac_uncorrectable_errors_total", "node_hwmon_temp_crit_alarm_celsius"),
        *("node_md_disks", "node_filesystem_avail_bytes", "node_filesystem_size_bytes"),
    },
    "systemd (tests/integration/monitoring/test_systemd.py)": {
        *("kumiai_unit_expected", "node_systemd_unit_state"),
        "node_systemd_timer_last_trigger_seconds",
    },
    "a collector of licences (test_metrics.py)": {
        *("kumiai_licence_headroom", "kumiai_licence_collector_connected"),
        "kumiai_licence_collector_lag_seconds",
    },
    "copies (below: a system of which there is none)": {
        name for name, _, _ in (*COPIES, *FAILOVER)
    },
}
"""Series that the lab does not tell, and what it has not."""


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Callable[[Mail], None]:
    """Keeps how long after its firing each alert came in: a figure, no condition of the test."""

    def keep(mail: Mail) -> None:
        for (to, alert), seconds in mail.seconds_to_tell().items():
            record_property(f"{alert} to {to}", round(seconds, 2))

    return keep


def test_a_server_a_host_and_an_api_each_call_whoever_answers_for_it_and_call_once(
    watched: Consortium, figures: Callable[[Mail], None]
) -> None:
    looking = Mail(watched.lab, "primary")
    until(lambda: looking.series("kumiai_server_running") > 0, "the servers are looked at")
    mail = Mail.from_now_on(watched.lab, "primary")
    admin = watched.lab.cloud("primary")
    servers = list(admin.compute.servers(all_projects=True))
    stopped = next(one for one in servers if one.name == SERVER)
    # One with servers on it, for which nobody is called.
    busy = [one.compute_host for one in servers if one.compute_host]
    hosts = [one.name for one in watched.lab.definition.site("primary").hosts]
    host = max((one for one in hosts if one != stopped.compute_host), key=busy.count)
    admin.compute.stop_server(stopped)
    broken = {f"nova-compute-{host}", "glance"}
    kill(watched.lab.definition.root, lambda p: p.site == "primary" and p.name in broken)
    try:
        expected = {
            *((to, "server-stopped") for to in (OPERATIONS, VENDOR, USUKI)),
            *((to, "compute-host-down") for to in (OPERATIONS, OFFICE)),
            *((to, "api-down") for to in (OPERATIONS, OFFICE)),
        }
        until(lambda: mail.told() >= expected, "all of them are told")
        figures(mail)
        receivers = mail.receivers()
    finally:
        admin.compute.start_server(stopped)
        started = watched.lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stderr
    until(lambda: mail.over() >= expected, "they hear that it is over")
    assert mail.told() == expected
    assert mail.calls(OPERATIONS) == {"server-stopped": 1, "compute-host-down": 1, "api-down": 1}
    assert "unrouted" not in receivers


def test_what_the_alerts_read_is_there_in_a_scrape_with_the_labels_that_they_are_told_by(
    watched: Consortium,
) -> None:
    mail = Mail(watched.lab, "primary")
    alerts = shipped_alerts()
    read = {name for one in alerts.values() for name in one.series}
    known = read & set().union(*NOT_WITHOUT.values())
    until(lambda: all(mail.series(one) for one in read - known), "everything was scraped once")
    labels = {name: mail.labels_of(name) for name in read}
    absent = {name for name, found in labels.items() if not found}
    assert absent == known
    for name, alert in alerts.items():
        if absent & set(alert.series):
            continue
        there = set().union(*(labels[one] for one in alert.series))
        told = {*filled_in(alert.summary.ja), *filled_in(alert.summary.en)}
        assert {"site", *alert.also, *told} - there == set(), name


def test_a_port_that_is_taken_away_and_a_quota_that_fills_call_the_platform_once(
    watched: Consortium, figures: Callable[[Mail], None]
) -> None:
    """The port of two municipalities at the same time, of whom neither hears of the other."""
    mail = Mail.from_now_on(watched.lab, "primary")
    admin = watched.lab.cloud("primary")
    servers = {one.name: one for one in admin.compute.servers(all_projects=True)}
    server = servers[SERVER]
    ports = [next(iter(admin.network.ports(device_id=servers[n].id))) for n in (SERVER, OF_OTHER)]
    limits = admin.compute.get_quota_set(server.project_id, usage=True)
    for port in ports:
        admin.network.update_port(port, admin_state_up=False)
    admin.compute.update_quota_set(server.project_id, cores=limits.usage["cores"])
    try:
        expected = {
            *((to, "port-gone") for to in (OPERATIONS, USUKI, f"ict@{OTHER}.example")),
            *((to, "quota-nearly-full") for to in (OPERATIONS, OFFICE)),
        }
        until(lambda: mail.told() >= expected, "all of them are told")
        figures(mail)
    finally:
        for port in ports:
            admin.network.update_port(port, admin_state_up=True)
        admin.compute.update_quota_set(server.project_id, cores=limits.cores)
    until(lambda: mail.over() >= expected, "they hear that it is over")
    assert mail.told() == expected
    # A mail for each of the two, since one of both would have to be about two municipalities.
    assert mail.calls(OPERATIONS) == {"port-gone": 2, "quota-nearly-full": 1}
    for slug in (MEMBER, OTHER):
        own = [line for line in mail.lines() if f"ict@{slug}.example" in line["to"]]
        assert own
        for line in own:
            assert names_of(watched, slug) & words_in(line)
            strangers = {name for one in MEMBERS if one != slug for name in names_of(watched, one)}
            assert {name for name in strangers if name in str(line)} == set()
    for text in (line["text"] for line in mail.lines() if line["to"] == [USUKI]):
        assert re.search(r"because: monitoring/matrix/responsibilities.yaml:\d+", text)
        # What is below its network is whole, and is seen; of hardware the lab has nothing to see.
        assert re.search(r"hardware –, virtualisation \d{4}-\d\d-\d\d \d\d:\d\d JST", text)


@pytest.mark.skipif(not ALL, reason="copies that are missed: `make test-all`")
def test_a_system_of_which_there_is_no_copy_calls_the_platform_once_for_each(
    watched: Consortium,
) -> None:
    mail = Mail.from_now_on(watched.lab, "primary")
    made = watched.kumiai("backup", "set-up", "--execute", "--reason", "a test")
    assert made.returncode == 0, made.stderr
    page = how_copies_stand(watched)
    newest = f'kumiai_backup_newest_copy_seconds{{site="primary",member="{MEMBER}",system="core"}}'
    assert f"{newest} 0\n" in page
    # For each system: none is there, for longer than may be waited, and so no volume is in it.
    systems = page.count('kumiai_backup_newest_copy_seconds{site="primary"')
    expected: Mapping[str, int] = dict.fromkeys(
        ("backup-overdue", "backup-long-overdue", "backup-incomplete"), systems
    )
    with measured(watched.lab.definition.site("primary"), page):
        until(lambda: (OPERATIONS, "backup-overdue") in mail.told(), "the platform is called")
        until(lambda: (USUKI, "backup-overdue") in mail.told(), "the municipality is told")
        until_equal(lambda: mail.calls(OPERATIONS), expected, "all are told of each system")
    assert "restore-unproven" not in {alert for _, alert in mail.told()}
    assert mail.calls(OPERATIONS) == expected


@pytest.mark.skipif(not ALL, reason="a copy that ages for minutes: `make test-all`")
def test_a_copy_that_ages_calls_at_twice_its_interval_and_again_at_three_times(
    watched: Consortium,
) -> None:
    for words in (("set-up",), ("run", MEMBER), ("pull", MEMBER), ("prove", MEMBER)):
        done = watched.kumiai("backup", *words, "--execute", "--reason", "a test")
        assert done.returncode == 0, done.stdout + done.stderr
    taken = newest_copy(how_copies_stand(watched, MEMBER))
    # To take and carry it took minutes: the interval is such that it is not twice as old yet.
    minutes = int((time.time() - taken) // 120) + 1
    page = with_interval(watched, minutes)
    assert newest_copy(page) == taken
    mail = Mail.from_now_on(watched.lab, "primary")
    with measured(watched.lab.definition.site("primary"), page):
        for alert, times in (("backup-overdue", 2), ("backup-long-overdue", 3)):
            due = taken + times * minutes * 60
            called = (OPERATIONS, alert)
            until(partial(told_of, mail, called), alert, due - time.time() + LATE_SECONDS)
            assert time.time() > due
        until(lambda: (USUKI, "backup-long-overdue") in mail.told(), "the municipality is told")
    assert (USUKI, "backup-overdue") in mail.told()
    assert {to for to, _ in mail.told()} == {OPERATIONS, USUKI}
    assert mail.calls(OPERATIONS) == {"backup-overdue": 1, "backup-long-overdue": 1}


def names_of(watched: Consortium, slug: str) -> set[str]:
    """What a municipality is called anywhere: in labels, in names, in addresses."""
    definitions, _ = read_definitions(watched.definitions)
    assert definitions is not None
    member = definitions.need_member(slug)
    return {slug, member.code, member.name.ja, member.name.en, member.name.kana}


def words_in(line: Mapping[str, object]) -> set[str]:
    return set(re.findall(r"\w+", str(line)))


def how_copies_stand(watched: Consortium, *members: str) -> str:
    """What the node exporter of the machine that watches tells of all municipalities, or of one."""
    done = watched.kumiai("backup", "status", *members, "--metrics")
    assert done.returncode == 0, done.stderr
    return done.stdout


def newest_copy(page: str) -> float:
    place = f'{{site="primary",member="{MEMBER}",system="core"}}'
    [line] = [one for one in page.splitlines() if one.startswith(NEWEST + place)]
    return float(line.split()[-1])


def with_interval(watched: Consortium, minutes: int) -> str:
    """The page, had its tier promised a copy every so many minutes."""
    file = watched.definitions / "tenants" / "recovery.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("every_minutes: 720", f"every_minutes: {minutes}"), "utf-8")
    try:
        return how_copies_stand(watched, MEMBER)
    finally:
        file.write_text(text, "utf-8")


def told_of(mail: Mail, sent: tuple[str, str]) -> bool:
    return sent in mail.told()


@pytest.mark.skipif(not ALL, reason="a site is lost in tests/integration: `make test-all`")
def test_a_site_that_is_lost_calls_its_data_centre_once_and_nobody_for_what_was_on_it(
    watched: Consortium,
) -> None:
    mail = Mail.from_now_on(watched.lab, "remote")
    assert watched.lab.kumiai("lab", "kill", "primary").returncode == 0
    try:
        expected = {
            (to, "site-silent")
            for to in (WATCH, OPERATIONS, OFFICE, *(f"ict@{one}.example" for one in MEMBERS))
        }
        until(lambda: mail.told() >= expected, "the data centre is told")
        # Its monitoring is lost with it, and that is not called for.
        until(lambda: mail.series("kumiai:broken:monitoring_silent") == 1, "it is missed as well")
        assert mail.series('ALERTS{alertname!~"heartbeat|site-silent|unanswered"}') == 0
        assert mail.told() == expected
        receivers = mail.receivers()
    finally:
        started = watched.lab.kumiai("lab", "start", "primary")
    assert started.returncode == 0, started.stderr
    assert mail.calls(WATCH) == {"site-silent": 1}
    assert "unrouted" not in receivers

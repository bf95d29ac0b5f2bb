"""Out of hours, where nobody answers, and after kills: who is called on the lab, by its files.

Prometheus, Alertmanager and the exporters are real, and so is the server that is stopped.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest

from core.eras import JAPAN
from core.signing_key import add_signer, make_signing_key, own_signer
from lab.processes import kill
from lab.services.monitoring import FOLDER
from monitoring.responsibility.matrix import HOLIDAYS_FILE, PARTIES_FILE, RESPONSIBILITIES_FILE
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL
from tests.lib.mail import AllMail, Mail
from tests.lib.matrix import ALL_DAY, AT_ANY_HOUR, NO_HOUR_OF_TODAY, OFFICE_HOURS
from tests.lib.waiting import until

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(not ALL, reason="in make test with a pair of its own: `make test-all`"),
]

SITE, SERVER, OF_ANOTHER = "primary", "usuki-core-app-1", "hita"
OPERATIONS, OFFICE = "operations@platform.example", "office@consortium.example"
WATCH, USUKI = "watch@dc.example", "ict@usuki.example"
THE_OFFICES = (
    "overrides:\n",
    "overrides:\n  - {layers: [os], activities: [repair], members: [usuki], "
    "accountable: consortium-office, informed: [ict-section], reason: 契約}\n",
)
FAULT, RUNG = "server-stopped", "unanswered"


@contextmanager
def stopped(watched: Consortium, name: str) -> Iterator[None]:
    admin = watched.lab.cloud(SITE)
    servers = admin.compute.servers(all_projects=True)
    server = next(one for one in sorted(servers, key=lambda one: one.name) if name in one.name)
    admin.compute.stop_server(server)
    try:
        yield
    finally:
        admin.compute.start_server(server)


def by_its_files(watched: Consortium) -> None:
    done = watched.kumiai("lab", "watch")
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def holiday(watched: Consortium, day: date) -> Iterator[None]:
    """A day of the list, whatever it is in the law."""
    file = watched.definitions / HOLIDAYS_FILE
    before = file.read_text("utf-8")
    head, *days = before.split("  - ")
    more = {f"{{date: {day}, name: 今日}}\n", *days} if str(day) not in before else {*days}
    file.write_text("  - ".join([head, *sorted(more)]), "utf-8")
    try:
        yield
    finally:
        file.write_text(before, "utf-8")


@contextmanager
def hours(watched: Consortium, instead: str) -> Iterator[None]:
    """Whoever has the hours of offices has these, and the office answers for Usuki's servers."""
    with (
        watched.changed(str(PARTIES_FILE), (OFFICE_HOURS, instead)),
        watched.changed(str(RESPONSIBILITIES_FILE), THE_OFFICES),
    ):
        yield


def told_of_a_stopped_server(watched: Consortium, called: str) -> None:
    by_its_files(watched)
    mail = Mail.from_now_on(watched.lab, SITE)
    with stopped(watched, SERVER):
        until(lambda: mail.told() >= {(called, FAULT), (USUKI, FAULT)}, "somebody is called")
        receivers = mail.receivers()
    until(lambda: (called, FAULT) in mail.over(), "they hear that it is over")
    assert mail.told() == {(called, FAULT), (USUKI, FAULT)}
    assert mail.calls(called) == {FAULT: 1}
    assert "unrouted" not in receivers


def test_in_its_hours_the_office_is_called_and_at_night_and_on_a_holiday_whoever_has_its_nights(
    watched: Consortium,
) -> None:
    with hours(watched, ALL_DAY):
        told_of_a_stopped_server(watched, OFFICE)
        with holiday(watched, datetime.now(JAPAN).date()):
            told_of_a_stopped_server(watched, OPERATIONS)
    with hours(watched, NO_HOUR_OF_TODAY):
        told_of_a_stopped_server(watched, OPERATIONS)


def test_the_next_are_called_until_somebody_takes_it_and_kills_change_nothing_of_it(
    watched: Consortium,
) -> None:
    make_signing_key(watched.home)
    add_signer(watched.definitions, own_signer(watched.home, "usuki-operator"))
    with watched.changed(str(PARTIES_FILE), (OFFICE_HOURS, AT_ANY_HOUR)):
        by_its_files(watched)
        mail = AllMail.from_now_on(watched.lab, SITE)
        with stopped(watched, SERVER):
            until(lambda: (OPERATIONS, FAULT) in mail.told(), "the first one is called")
            until(lambda: (OFFICE, RUNG) in mail.told(), "the second one is called")
            until(lambda: (WATCH, RUNG) in mail.told(), "the third one is called")
            acknowledged(watched, mail)
            until(lambda: (WATCH, RUNG) in mail.over(), "they hear that somebody has it")
            amtool(mail, "silence", "add", "--author=x", "--comment=x", "alertname=of-nobody")
            until(lambda: kept_on_disk(watched), "whom it told and what is silent is on disk")
            kill(
                watched.lab.definition.root,
                lambda p: p.site == SITE and p.name in {"prometheus", "alertmanager"},
            )
            by_its_files(watched)
            until(lambda: mail.firing() == {FAULT}, "it fires as before")
            assert "of-nobody" in amtool(mail, "silence", "query")
            until(lambda: mail.series("kumiai_alert_unacknowledged_seconds == 0") == 1, "taken")
            with stopped(watched, OF_ANOTHER):
                until(lambda: mail.calls(OPERATIONS).get(FAULT, 0) > 1, "another one is told")
                told = mail.calls(OPERATIONS), mail.calls(USUKI), mail.calls(OFFICE)
        # Whoever was called first is told of the rungs as well.
        assert [one[FAULT] for one in told[:2]] == [2, 1]
        assert told[2] == {RUNG: 1}
        until(lambda: mail.firing() == set(), "nothing fires any more")


def acknowledged(watched: Consortium, mail: Mail) -> None:
    until_then = f"{datetime.now(JAPAN) + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    labels = (f"alertname={FAULT}", "member=usuki")
    where = ("--alertmanager", mail.alertmanager)
    words = (*labels, "--until", until_then, "--reason", "確認中", *where)
    done = watched.kumiai("alert", "ack", *words)
    assert done.returncode == 0, done.stdout + done.stderr


def kept_on_disk(watched: Consortium) -> bool:
    """Alertmanager writes both down each half minute."""
    folder = watched.lab.definition.site(SITE).data / FOLDER / "alertmanager"
    told, silent = folder / "nflog", folder / "silences"
    return (
        told.exists()
        and b"platform-operator.critical" in told.read_bytes()
        and silent.exists()
        and b"of-nobody" in silent.read_bytes()
    )


def amtool(mail: Mail, *words: str) -> str:
    return subprocess.run(
        ["amtool", f"--alertmanager.url={mail.alertmanager}", *words],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

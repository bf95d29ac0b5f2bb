"""Lines of the book's pages that are typed on machines, run as they are printed under systemd.

By somebody who is not root and may become it: what needs root says `sudo`. One machine is all that
the pages mean: it watches the site, has its RabbitMQ, and is a host that one logs in to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from core.eras import JAPAN
from core.home import Home
from lab.guests.hosts import missing_programs
from lab.guests.image import image_of
from tests.lib.definitions import copied_to
from tests.lib.effort import ALL
from tests.lib.page_lines import MACHINE, SERVERS, lines_for
from tests.lib.programs import needs
from tests.lib.systemd_machine import COMMAND, Machine, machine, systemd_can_run
from tests.lib.typed import typed
from tests.lib.waiting import until
from tests.lib.watching_machine import FORGOTTEN, HOME, set_to_watch

pytestmark = [
    pytest.mark.skipif(not ALL, reason="a machine with systemd: `make test-all`"),
    pytest.mark.skipif(not systemd_can_run(), reason="root alone makes a machine with systemd"),
    *map(needs, ("prometheus", "prometheus-alertmanager", "rabbitmqctl", "amtool")),
]

HOST, SERVICE = "pri-02", "nova-compute"
STANDS_FOR_NOVA = """[Service]
ExecStart=/bin/sh -c 'echo AMQP server on 192.0.2.6:5672 is unreachable; exec sleep infinity'
"""
"""Debian's unit has this name; Nova itself is installed here in another way."""
PERSON, FAULT = "sato", "drift"
FAILED, BOOK = "kumiai-runbook-print.service", "/var/lib/kumiai/runbooks.html"
RIGHT = frozenset({0})
OTHERWISE = {
    "cat /proc/mdstat": frozenset({0, 1}),  # the page says which host has it
    "sudo systemctl status kumiai-licence-collector": frozenset(
        {0, 3}
    ),  # it comes and goes: no site to hear
}
TELLS = {
    "kumiai alert ack": f" is {PERSON}'s until ",
    "sudo kumiai alert routes": " 0 go wrong",
    "amtool": 'site="primary"',
    "sudo journalctl -u kumiai-backup-run": "primary",
    "sudo journalctl -u SERVICE": "is unreachable",
    "sudo rabbitmqctl cluster_status": "rabbit@",
    "sudo rabbitmqctl list_queues": "waiting",
    "sudo systemctl status": "Loaded: loaded",
    "ssh {host} sudo journalctl": "is unreachable",
    "ssh {host} sudo systemctl status": "active (running)",
    "systemctl list-timers": "kumiai-backup-run.timer",
    "systemctl list-units --failed": "kumiai-backup-run.service",
}
"""What has to be read there, by how the line begins: the page sends people to see it."""
NOT_SEEN = ("No entries", "insufficient permissions", "0 loaded units", "0 timers listed")
KERNEL = "sudo journalctl -k -n 100"
"""A machine in namespaces has no log of a kernel."""
MANY = 20
"""Fewer lines would mean that the pages have lost them."""
WITH_A_KEY = f"""set -e
useradd -m {PERSON}
echo '{PERSON} ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/{PERSON}
echo '127.0.0.1 {HOST}' >> /etc/hosts
chown -R {PERSON} /srv/definitions
cat >> /home/{PERSON}/.profile << 'END'
export KUMIAI_HOME=$HOME/kumiai KUMIAI_DEFINITIONS=/srv/definitions
END
runuser -l {PERSON} -c 'kumiai signer new {PERSON}
mkdir -m 700 ~/.ssh && cd ~/.ssh
ssh-keygen -q -t ed25519 -N "" -f id_ed25519
cp id_ed25519.pub authorized_keys; ssh-keyscan {HOST} > known_hosts'
"""
QUEUE = """rabbitmqctl eval 'rabbit_amqqueue:declare(rabbit_misc:r(<<"/">>, queue, <<"waiting">>),
true, false, [], none, <<"a test">>).'"""
UNITS = "/etc/systemd/system"
APT = (
    *("apt-get", "-qq", "-o", "Dir::Etc::SourceList=/etc/apt/mirror.list"),
    *("-o", "Dir::Etc::SourceParts=-", "-o", "APT::Sandbox::User=root"),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("book") / "book.html"
    assert typed("runbook", "print", "--all", "--html", str(file)).exit_code == 0
    return file.read_text("utf-8")


@pytest.fixture(scope="module")
def lines(book: str) -> list[str]:
    return lines_for(MACHINE, book)


@pytest.fixture(scope="module")
def on_servers(book: str) -> list[str]:
    return lines_for(SERVERS, book)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    if missing_programs():
        pytest.skip(f"{missing_programs()} are not installed; `make test` installs them")
    mirror = image_of(Home.of(os.environ), lambda _: None) / "mirror"
    with machine(tmp_path_factory.mktemp("machine")) as made:
        set_to_watch(made)
        _install(made, mirror)
        _write(made, f"{UNITS}/{SERVICE}.service", STANDS_FOR_NOVA)
        made.done("cp", "/srv/kumiai/licensing/kumiai-licence-collector.service", UNITS)
        collector = f"{UNITS}/kumiai-licence-collector.service"
        made.done("sed", "-i", f"s#=/srv/kumiai/.venv/bin/kumiai#={COMMAND}#", collector)
        made.done("sed", "-i", f"s#=/srv/kumiai/var#={HOME}#", collector)
        made.done("systemctl", "daemon-reload")
        made.done("systemctl", "start", "dbus", "ssh", "rabbitmq-server", SERVICE)
        made.done("sh", "-c", f"rm -f {BOOK}; install -d -o kumiai /var/lib/kumiai {BOOK}")
        timers = ("kumiai-backup-run.timer", "kumiai-backup-pull.timer")
        made.done("systemctl", "enable", "--now", "kumiai-licence-collector", *timers)
        for work in ("backup-run", "backup-pull", "backup-prove", "runbook-print"):
            made.run("systemctl", "start", f"kumiai-{work}.service")
        made.done("sh", "-c", QUEUE)
        _write(made, "/etc/prometheus/alertmanager.yml", "route: nowhere")
        copied_to(_root(made) / "srv" / "definitions")
        made.done("sh", "-c", WITH_A_KEY)
        yield made


def _install(made: Machine, mirror: Path) -> None:
    """Debian's own sudo and OpenSSH, of the packages that the lab's hosts are made of."""
    shutil.copytree(mirror, _root(made) / "srv" / "mirror")
    _write(made, "/etc/apt/mirror.list", "deb [trusted=yes] file:/srv/mirror ./\n")
    made.done(*APT, "update")
    made.done(*APT, "-y", "--no-install-recommends", "install", "sudo", "openssh-server")


def _root(made: Machine) -> Path:
    """Its files, from outside."""
    return Path(f"/proc/{made.first_process}/root")


def _write(made: Machine, file: str, text: str) -> None:
    made.done("sh", "-c", 'printf %s "$1" > "$2"', "sh", text, file)


def _types(site: Machine, line: str) -> subprocess.CompletedProcess[str]:
    """As that person does at a prompt, with what the alert said filled in."""
    name = FAULT if "alertname=" in line else FAILED
    told = {"{site}": "primary", "{host}": HOST, "SERVICE": SERVICE, "NAME": name}
    for what, value in {
        **told,
        "MOMENT": f"{datetime.now(JAPAN) + timedelta(hours=1):%FT%H:%M}",
    }.items():
        line = line.replace(what, value)
    return site.run("runuser", "-l", PERSON, "-c", line)


def _is_taken(site: Machine, alert: tuple[str, ...]) -> bool:
    return site.run(*alert, "--alertmanager.url=http://127.0.0.1:9093").returncode == 0


def _fires(site: Machine) -> None:
    """An Alertmanager that was started again knows of no alert until it is told once more."""
    for name in (FAULT, "drill"):
        alert = ("amtool", "alert", "add", f"alertname={name}", "site=primary", f"owner={PERSON}")
        until(partial(_is_taken, site, alert), "Alertmanager takes it")


def _does(site: Machine, line: str) -> str:
    done = _types(site, line)
    said = done.stdout + done.stderr
    assert done.returncode in OTHERWISE.get(line, RIGHT), (line, said)
    assert line == KERNEL or not [one for one in NOT_SEEN if one in said], (line, said)
    for begins, told in TELLS.items():
        assert not line.startswith(begins) or told in said, (line, said)
    return said


def test_each_line_finds_what_the_page_sends_people_to_see(site: Machine, lines: list[str]) -> None:
    assert len(lines) > MANY
    for line in lines:
        if "NAME" not in line or "alertname=" in line:
            if line.startswith(("amtool", "kumiai alert")):
                _fires(site)
            _does(site, line)


def test_a_unit_that_failed_says_why_and_is_begun_again(site: Machine, lines: list[str]) -> None:
    [why] = [line for line in lines if line.startswith("sudo journalctl") and "NAME" in line]
    [again] = [line for line in lines if line.startswith("sudo systemctl restart NAME")]
    assert BOOK in _does(site, why)
    assert _types(site, again).returncode != 0
    site.done("rmdir", BOOK)
    _does(site, again)
    site.done("test", "-s", BOOK)


def test_a_timer_that_nobody_began_is_begun(site: Machine, lines: list[str]) -> None:
    [begun] = [line for line in lines if line.startswith("sudo systemctl enable")]
    _does(site, begun.replace("NAME", FORGOTTEN))
    assert site.done("systemctl", "is-active", FORGOTTEN) == "active\n"


def test_what_is_asked_of_systemd_on_a_municipalitys_server_is_known_there(
    site: Machine, on_servers: list[str]
) -> None:
    """The way to it is tried by tests/roles, on servers that have no systemd."""
    asked = [line.partition(" -- ")[2] for line in on_servers]
    assert len([line for line in asked if "systemctl" in line or "journalctl" in line]) > 1
    for line in asked:
        _does(site, line)

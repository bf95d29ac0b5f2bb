"""A site's own Prometheus and Alertmanager with a real mailbox, and no OpenStack: what is broken is
said by the test, to the exporter that they read."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from core.home import Home
from core.signing_key import add_signer, make_signing_key, own_signer
from monitoring.exporter.answers import Answers
from monitoring.exporter.series import SERVER_RUNNING, Sample
from monitoring.exporter.serving import HEARTBEAT_PATH, Told, serve
from monitoring.responsibility.matrix import Matrix
from monitoring.routing.tree import Settings, configuration
from monitoring.rules.pair import FLAGS, Pair, files, hurried
from monitoring.rules.rule_file import Pace, rule_file
from tests.lib.alertmanager import PROGRAM, free_port
from tests.lib.alerts import shipped_alerts
from tests.lib.definitions import copied_to, shipped
from tests.lib.mail import Mailed
from tests.lib.waiting import until

PERSON = "usuki-operator"
HURRY = 300
"""A quarter of an hour is three seconds, and half an hour six."""
PACE = Pace(1, HURRY)
RESEND_SECONDS = 5
"""Alertmanager takes an alert for over of which it has heard nothing four times as long (Prometheus
2.42, rules/alerting.go): longer than Prometheus takes to start again on a slow machine."""
TIMING = hurried(PACE, timedelta(seconds=RESEND_SECONDS))


@dataclass
class RealPair(Mailed):
    """Both programs, and whatever the exporter tells them."""

    home: Home
    folder: Path
    pair: Pair
    broken: list[Sample] = field(default_factory=list)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def alertmanager(self) -> str:
        return f"http://{self.pair.alertmanager}"

    @property
    def prometheus(self) -> str:
        return f"http://{self.pair.prometheus}"

    @property
    def mail_file(self) -> Path:
        return self.folder / "mail.jsonl"

    def samples(self) -> Iterator[Sample]:
        answers = Answers(self.home, self.pair.site, self.alertmanager)
        yield from self.broken
        yield from answers.drills()
        if "alertmanager" in self.running:
            yield from answers.alerts()

    def start(self, name: str) -> None:
        words = {
            "alertmanager": (
                PROGRAM,
                f"--config.file={self.folder / 'alertmanager.yml'}",
                f"--storage.path={self.folder / name}",
                f"--web.listen-address={self.pair.alertmanager}",
                *(one.replace("=30s", "=1s") for one in FLAGS[name]),
            ),
            "prometheus": (
                "prometheus",
                f"--config.file={self.folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={self.folder / name}",
                f"--web.listen-address={self.pair.prometheus}",
                *(one.replace("=10s", f"={RESEND_SECONDS}s") for one in FLAGS[name]),
            ),
        }[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen([*words, "--log.level=warn"], stderr=log)
        url = self.alertmanager if name == "alertmanager" else self.prometheus
        until(lambda: _answers(url), f"{name} answers")

    def kumiai(self, *words: str) -> Result:
        """The command, asked about this pair."""
        where = {"KUMIAI_HOME": self.home.root, "KUMIAI_DEFINITIONS": self.home.definitions}
        alone = ("--alertmanager", self.alertmanager)
        more = ("--mailbox", str(self.mail_file)) if "drill" in words else ()
        if more:
            self.mail_file.touch()
        called = ["--lang", "en", *words, *alone, *more]
        return CliRunner().invoke(app, called, env={k: str(v) for k, v in where.items()})

    def told_is_kept(self) -> bool:
        """Whether Alertmanager has written down whom it told."""
        log = self.folder / "alertmanager" / "nflog"
        return log.exists() and b"platform-operator.critical" in log.read_bytes()

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()


@contextmanager
def real_pair(folder: Path, matrix: Matrix) -> Iterator[RealPair]:
    """Both run, and end with the block; so does the mailbox."""
    if not all(map(shutil.which, ("prometheus", PROGRAM))):
        pytest.skip(f"prometheus and {PROGRAM} are not installed; `make test` installs them")
    at = {name: f"127.0.0.1:{free_port()}" for name in ("p", "a", "e", "m")}
    home = Home(root=folder / "home", definitions=copied_to(folder / "files"))
    make_signing_key(home)
    add_signer(home.definitions, own_signer(home, PERSON))
    one = RealPair(home, folder, Pair("primary", at["p"], at["a"], at["e"]))
    settings = Settings(
        smarthost=at["m"], heartbeat=f"http://{at['e']}{HEARTBEAT_PATH}", timing=TIMING
    )
    routes = configuration(matrix, shipped(), settings)
    rules = rule_file(shipped_alerts(), matrix, shipped(), date(2026, 11, 26), PACE)
    for name, text in files(one.pair, rules, routes).items():
        (folder / name).write_text(text, encoding="utf-8")
    host, port = at["m"].split(":")
    box = [sys.executable, "-m", "lab.mailbox", host, port, str(one.mail_file)]
    mailbox = subprocess.Popen(box)
    host, port = at["e"].split(":")
    exporter = serve(Told(one.samples, "primary"), host, int(port))
    try:
        for name in FLAGS:
            one.start(name)
        yield one
    finally:
        for process in (*one.running.values(), mailbox):
            process.kill()
            process.wait()
        exporter.shutdown()


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/-/ready", timeout=1):
            return True
    except (URLError, OSError):
        return False


def server_stopped(member: str = "usuki", number: int = 1) -> list[Sample]:
    """One server of a municipality has stopped, and nothing else."""
    server = f"{member}-core-app-{number}"
    return [Sample(SERVER_RUNNING, ("primary", member, "core", server, "h"), 0)]


def nothing_broken(samples: Iterable[Sample]) -> list[Sample]:
    return [Sample(one.series, one.values, 1) for one in samples]

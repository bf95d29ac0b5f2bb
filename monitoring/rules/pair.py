"""prometheus.yml of a site's pair: what it reads, and where its alerts go. Pure.

Source: Prometheus 2.42, docs/configuration. Written as JSON, which is YAML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from blueprint.parts import Blueprint
from monitoring.exporter.series import HEARTBEAT_SECONDS, NOTIFICATIONS_FAILED
from monitoring.routing.configuration import Configuration, Timing
from monitoring.routing.labels import HOST, MEMBER, SITE, SYSTEM
from monitoring.rules.rule_file import USUAL, Pace, RuleFile

PROMETHEUS_FILE = "prometheus.yml"
RULES_FILE = "rules.yml"
NODE_EXPORTER = 9100
MACHINE = f"127.0.0.1:{NODE_EXPORTER}"
"""The machine's own node exporter, which also tells how copies stand (`kumiai backup service`)."""
LICENCES_PORT = 9188
LICENCES = f"127.0.0.1:{LICENCES_PORT}"
"""Where `kumiai licence collect --metrics` answers."""
NEIGHBOUR = "neighbour"
RESEND = timedelta(seconds=10)
"""After which Prometheus says again what fires, and for a quarter of an hour what is over."""
FLAGS: Mapping[str, tuple[str, ...]] = {
    "prometheus": (
        # What Alertmanager forgot by a restart it hears again soon; a minute is the default.
        f"--rules.alert.resend-delay={RESEND.seconds}s",
        # After a kill what fired goes on firing: by default whatever waits less than ten minutes
        # waits anew, and Alertmanager takes it for over and calls again.
        "--rules.alert.for-grace-period=1s",
    ),
    "alertmanager": (
        # One pair tells of one site only, so it has nobody to agree with.
        "--cluster.listen-address=",
        # What was told survives a kill: 15 minutes are the default.
        "--data.maintenance-interval=30s",
    ),
}
"""What each of the two has to be begun with, beyond its files and addresses. Source: `--help-long`
of Prometheus 2.42 and Alertmanager 0.25."""

UNITS = (
    "--collector.systemd",
    # Of all the machine's units these alone.
    "--collector.systemd.unit-include=kumiai-.+",
)
"""With which the machine's node exporter tells which of kumiai's own units failed. Source:
`--help` of node_exporter 1.5.0, whose own collectors stay as they are."""

OF_NEIGHBOURS = {
    "source_labels": ["__name__"],
    "regex": f"{HEARTBEAT_SECONDS.name}|{NOTIFICATIONS_FAILED.name}",
    "action": "keep",
}
"""Whether its alerts come through, and arrive. Whatever else the other site's exporter tells is its
own pair's to call for."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is read, and what is said of all that comes from there."""

    address: str
    labels: Mapping[str, str] = field(default_factory=dict)


def hurried(pace: Pace, resend: timedelta = RESEND) -> Timing:
    """The lab's: short, but from one mail of a group to the next longer than until Prometheus says
    again what is over. Were it shorter, a mail could go out between two of them, and the next would
    tell anew of what is over, and so call a second time for all that fires beside it; measured:
    every time with two seconds and ten. Prometheus says it at a look, so two more are waited for.
    """
    between = resend + timedelta(seconds=2 * pace.every_seconds + 1)
    return Timing(timedelta(seconds=2), between, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Pair:
    """Prometheus and Alertmanager of one site, and the exporter: where each of them answers."""

    site: str
    prometheus: str = "127.0.0.1:9090"
    alertmanager: str = "127.0.0.1:9093"
    exporter: str = "127.0.0.1:9189"
    machine: str = MACHINE
    licences: str = LICENCES
    neighbours: Mapping[str, str] = field(default_factory=dict)
    """Where the other sites' exporters answer: whether they do is read, their heartbeat, and what
    they could not deliver."""
    others: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    """What else is read, by job."""

    def text(self, pace: Pace = USUAL) -> str:
        own = {
            "kumiai": self.exporter,
            "prometheus": self.prometheus,
            "alertmanager": self.alertmanager,
        }
        jobs = {job: (Target(address),) for job, address in own.items()} | dict(self.others)
        away = tuple(Target(at, {SITE: site}) for site, at in self.neighbours.items())
        neighbour = {**self._job(NEIGHBOUR, away), "metric_relabel_configs": [OF_NEIGHBOURS]}
        ours = {"source_labels": [SITE], "regex": self.site, "action": "keep"}
        # How copies stand and what licences there are, each machine knows of all sites.
        wide = [
            {**self._job(job, (Target(address),)), "metric_relabel_configs": [ours]}
            for job, address in (("machine", self.machine), ("licences", self.licences))
        ]
        whole = {
            "global": {"scrape_interval": pace.interval, "evaluation_interval": pace.interval},
            "rule_files": [RULES_FILE],
            "scrape_configs": [*(self._job(*job) for job in jobs.items()), *wide, neighbour],
            "alerting": {"alertmanagers": [{"static_configs": [{"targets": [self.alertmanager]}]}]},
        }
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    def _job(self, job: str, targets: tuple[Target, ...]) -> dict[str, object]:
        return {
            "job_name": job,
            # What kumiai tells names its site itself; the others are this site's.
            "honor_labels": True,
            "static_configs": [
                {"targets": [one.address], "labels": {SITE: self.site, **one.labels}}
                for one in targets
            ],
        }


def files(pair: Pair, rules: RuleFile, routes: Configuration) -> dict[str, str]:
    """All files of a pair by their names, in one folder."""
    return {
        PROMETHEUS_FILE: pair.text(rules.pace),
        RULES_FILE: rules.text(),
        "alertmanager.yml": routes.text(),
    }


def defaults(pair: Pair) -> dict[str, str]:
    """What Debian's units are begun with, by the names of their files in /etc/default.

    Nobody logs in to Prometheus and Alertmanager, so both listen on the loopback alone.
    """
    listens = {"prometheus": pair.prometheus, "alertmanager": pair.alertmanager}
    names = {"prometheus": "prometheus", "alertmanager": "prometheus-alertmanager"}
    return {
        names[program]: f'ARGS="--web.listen-address={at} {" ".join(FLAGS[program])}"\n'
        for program, at in listens.items()
    } | {"prometheus-node-exporter": f'ARGS="{" ".join(UNITS)}"\n'}


def of_hosts(hosts: Iterable[str]) -> tuple[Target, ...]:
    """The compute hosts' own figures, by the names by which they know each other."""
    return tuple(Target(f"{host}:{NODE_EXPORTER}", {HOST: host}) for host in hosts)


def of_servers(blueprints: Iterable[Blueprint]) -> tuple[Target, ...]:
    """The servers' own figures, as the role node_exporter has them told."""
    return tuple(
        Target(
            f"{plan.address}:{NODE_EXPORTER}",
            {MEMBER: one.member, SYSTEM: plan.role.system, "server": plan.name},
        )
        for one in blueprints
        for plan in one.servers
    )

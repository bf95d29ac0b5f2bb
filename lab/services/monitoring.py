"""Prometheus and Alertmanager of a site, the exporters that they read, and a mailbox. Pure.

Brought up once a site works, with files that were made from the consortium's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lab.service import Program, Service
from lab.sites import ALERTMANAGER, EXPORTER, MAILBOX, NODE_EXPORTER, PROMETHEUS, LabSite

FOLDER = "monitoring"
PORTS = {
    "mailbox": MAILBOX,
    "alertmanager": ALERTMANAGER,
    "exporter": EXPORTER,
    "node-exporter": NODE_EXPORTER,
    "prometheus": PROMETHEUS,
}
"""Of each process."""
MAIL = "mail.jsonl"
"""One line for each message that somebody was sent."""
MEASURED = "measured"
"""The folder whose files the site's node exporter tells, such as how copies stand."""


def service(
    site: LabSite,
    files: Mapping[str, str],
    python: str,
    exporter: Sequence[str],
    environment: Mapping[str, str],
    flags: Mapping[str, Sequence[str]],
) -> Service:
    """`exporter` are the words that begin it; `environment` is what kumiai's own code needs;
    `flags` are what the two programs are begun with wherever they run."""
    here, data = site.etc / FOLDER, site.data / FOLDER
    mailbox = (python, "-m", "lab.mailbox", site.address, str(MAILBOX), str(data / MAIL))
    return Service(
        name=FOLDER,
        files={f"{FOLDER}/{name}": text for name, text in files.items()},
        folders=(FOLDER, f"{FOLDER}/prometheus", f"{FOLDER}/alertmanager", f"{FOLDER}/{MEASURED}"),
        programs=(
            Program("mailbox", mailbox, environment),
            Program("exporter", tuple(exporter), environment),
            # Of the machine below nothing: it is no site's own.
            Program(
                "node-exporter",
                (
                    "prometheus-node-exporter",
                    f"--web.listen-address={site.address}:{NODE_EXPORTER}",
                    "--collector.disable-defaults",
                    "--collector.textfile",
                    f"--collector.textfile.directory={data / MEASURED}",
                    "--log.level=warn",
                ),
            ),
            Program(
                "alertmanager",
                (
                    "prometheus-alertmanager",
                    f"--config.file={here / 'alertmanager.yml'}",
                    f"--storage.path={data / 'alertmanager'}",
                    f"--web.listen-address={site.address}:{ALERTMANAGER}",
                    *flags["alertmanager"],
                    "--log.level=warn",
                ),
            ),
            Program(
                "prometheus",
                (
                    "prometheus",
                    f"--config.file={here / 'prometheus.yml'}",
                    f"--storage.tsdb.path={data / 'prometheus'}",
                    "--storage.tsdb.retention.time=6h",
                    f"--web.listen-address={site.address}:{PROMETHEUS}",
                    "--web.enable-lifecycle",
                    *flags["prometheus"],
                    "--log.level=warn",
                ),
            ),
        ),
    )

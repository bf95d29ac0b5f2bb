"""Brings up what watches the lab's sites, from files that others made. Adapter."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from core.errors import OtherSystemFailed
from core.files import write_whole
from core.message import say
from lab.definition import lab_of
from lab.launch import start_programs
from lab.layout import write_layout
from lab.ports import await_port
from lab.processes import end, living, running
from lab.progress import Progress, silent, timed
from lab.services import monitoring
from lab.services.monitoring import PORTS
from lab.sites import LabSite

START_SECONDS = 60.0
ANSWER_SECONDS = 30.0
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What one site's monitoring is made of."""

    files: Mapping[str, str]
    exporter: tuple[str, ...]
    """The words that begin it."""
    python: str
    environment: Mapping[str, str]
    flags: Mapping[str, tuple[str, ...]]
    """What Prometheus and Alertmanager are begun with."""


def sites() -> tuple[LabSite, ...]:
    return lab_of(os.environ).sites


def watch(
    sites: Sequence[LabSite],
    watched: Callable[[LabSite], Watched],
    every_seconds: int,
    progress: Progress = silent,
) -> None:
    """Whatever does not run is started, and what runs reads its file anew.

    Raises: OtherSystemFailed where something does not answer in time or refuses its file; its log
    is named.
    """
    lab = lab_of(os.environ)
    if watched_every() != every_seconds:
        # An exporter is told only as it begins how often it looks.
        _end(lab.root, {"exporter"})
    write_whole(lab.watched_mark, str(every_seconds))
    present = {site.name: running(lab.root, site.name) for site in sites}
    names = tuple(site.name for site in sites)
    with timed(progress, say("the monitoring of {sites}", sites=names)):
        for site in sites:
            made = watched(site)
            service = monitoring.service(
                site, made.files, made.python, made.exporter, made.environment, made.flags
            )
            write_layout(site, [service])
            start_programs(lab, site, [service])
        for site in sites:
            for name, port in PORTS.items():
                await_port(site, port, START_SECONDS, site.logs / f"{name}.out")
            for name in ("alertmanager", "prometheus"):
                if name in present[site.name]:
                    read_anew(site, name)


def stop() -> int:
    """What watches the sites is ended, and they are not; how many processes there were."""
    lab = lab_of(os.environ)
    lab.watched_mark.unlink(missing_ok=True)
    return _end(lab.root, set(PORTS))


def watched_every() -> int:
    """Seconds from one look to the next while the lab is watched, running or not; else 0."""
    mark = lab_of(os.environ).watched_mark
    return int(mark.read_text("utf-8")) if mark.exists() else 0


def _end(root: Path, names: set[str]) -> int:
    there = [process for process in living(root) if process.name in names]
    end(root, lambda process: process.name in names, patience_seconds=PATIENCE_SECONDS)
    return len(there)


def read_anew(site: LabSite, name: str) -> None:
    """Raises: OtherSystemFailed where a program refuses its file, and goes on with the old one."""
    asked = Request(f"{site.url(PORTS[name])}/-/reload", method="POST")
    try:
        urlopen(asked, timeout=ANSWER_SECONDS).close()
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "{program} of {site} does not read its file anew: {reason}; see {log}",
                program=name,
                site=site.name,
                reason=str(error),
                log=site.logs / f"{name}.out",
            )
        ) from error

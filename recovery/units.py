"""The units by which systemd takes, pulls, proves and expires copies at their time. Pure.

What is due is not decided here but by `tenants/recovery.yaml`: timers only ask often enough. A unit
that fails is asked again by its timer, and goes on where it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.unit_files import oneshot, timer

REASON = "at its time"
METRICS = "/var/lib/kumiai"
"""Where what is measured is written, for node_exporter's textfile collector."""
COLLECTED = "/var/lib/prometheus/node-exporter"
"""The collector's folder, where Debian has it; it takes links."""

OUTLIVED = """# A run's watchdog outlives it when it is killed, and lets paused servers run again.
KillMode=process
"""


@dataclass(frozen=True, slots=True)
class Work:
    """One of kumiai's commands, and how often it is asked; by `OnCalendar` or by a pause."""

    words: str
    what: str
    when: str


WORKS: dict[str, Work] = {
    "run": Work("run --due", "copies that are due are taken", "OnUnitInactiveSec=15min"),
    "pull": Work("pull", "the vault takes in what is new", "OnUnitInactiveSec=15min"),
    "prove": Work("prove", "copies are restored for trial", "OnCalendar=*-*-* 01:30"),
    "expire": Work("expire", "copies go whose time is over", "OnCalendar=*-*-* 05:30"),
    "resume": Work("resume", "what was left paused runs again", "OnUnitInactiveSec=2min"),
}


MEASURED: dict[str, tuple[Work, str]] = {
    "backup-status": (
        Work("backup status", "how copies stand is measured", "OnUnitInactiveSec=5min"),
        f"{METRICS}/backup.prom",
    ),
    "failover-plan": (
        Work("failover plan", "what a failover would be is measured", "OnUnitInactiveSec=5min"),
        f"{METRICS}/failover.prom",
    ),
}
"""What is told to Prometheus, and in which file."""
MEASURED_BY = tuple(f"kumiai-{name}.timer" for name in MEASURED)
"""Without these nobody is told what the others leave undone."""


def units(command: Path, home: Path, user: str) -> dict[str, str]:
    """The files' texts by their names."""
    found = {}
    for name, work in WORKS.items():
        act = f'{command} backup {work.words} --execute --reason "{REASON}"'
        found[f"kumiai-backup-{name}.service"] = oneshot(work.what, act, home, user, OUTLIVED)
        found[f"kumiai-backup-{name}.timer"] = timer(work.what, work.when)
    for name, (work, file) in MEASURED.items():
        told = f"/bin/sh -c '{command} {work.words} --metrics > {file}.new && mv {file}.new {file}'"
        # As root: the folder is another program's. A machine without that program needs no link.
        linked = f"ExecStartPost=-+/bin/ln -sf {file} {COLLECTED}/kumiai-{Path(file).name}\n"
        found[f"kumiai-{name}.service"] = oneshot(work.what, told, home, user, linked + OUTLIVED)
        found[f"kumiai-{name}.timer"] = timer(work.what, work.when)
    return found

"""How copies stand, for Prometheus: its text format, one line per system. Pure.

Ages are told as instants, so that an alarm goes on counting where nobody measures any more
(Prometheus' own advice: https://prometheus.io/docs/practices/instrumentation/#timestamps-not-time-since).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from recovery.coverage import Covered

Value = Callable[[Covered], float]


def _instant(at: datetime | None) -> float:
    """0 where there is none: as old as can be, which any alarm on its age calls too old."""
    return 0.0 if at is None else at.timestamp()


METRICS: tuple[tuple[str, str, Value], ...] = (
    (
        "kumiai_backup_newest_copy_seconds",
        "Point in time of the newest copy at the other site; 0 where there is none.",
        lambda one: _instant(one.copied_at),
    ),
    (
        "kumiai_backup_newest_proven_copy_seconds",
        "Point in time of the newest copy that was proven: what a failover would bring back.",
        lambda one: _instant(one.proven_copy_at),
    ),
    (
        "kumiai_backup_newest_proof_seconds",
        "When a copy was restored last and found right; 0 where none ever was.",
        lambda one: _instant(one.proven_at),
    ),
    (
        "kumiai_backup_interval_seconds",
        "From one copy to the next, as tenants/recovery.yaml has it.",
        lambda one: one.promised.backup_every_minutes * 60.0,
    ),
    (
        "kumiai_backup_proof_interval_seconds",
        "How long after a copy was restored the next one has to be, as tenants/recovery.yaml says.",
        lambda one: one.promised.proven_within.total_seconds(),
    ),
    (
        "kumiai_backup_volumes_declared",
        "Volumes that the files give the system.",
        lambda one: len(one.declared.volumes),
    ),
    (
        "kumiai_backup_volumes_copied",
        "Those of them that are in the newest copy.",
        lambda one: len(one.protected),
    ),
    (
        "kumiai_backup_volumes_proven",
        "Those of them that are in the newest proven copy.",
        lambda one: len(one.proven),
    ),
    (
        "kumiai_backup_red",
        "1 where anything is not as it was promised.",
        lambda one: float(bool(one.red)),
    ),
)
"""Name, help and value. All are gauges."""


def exposition(found: Iterable[tuple[str, Covered]]) -> str:
    """What Prometheus reads (node_exporter's textfile collector takes it as a file).

    Each system comes with the site where it runs.
    """
    systems = list(found)
    lines = []
    for name, what, value in METRICS:
        lines += [f"# HELP {name} {what}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(site, one)} {value(one):.15g}" for site, one in systems]
    return "\n".join(lines) + "\n"


def _labels(site: str, one: Covered) -> str:
    # All are slugs, in which nothing has to be escaped.
    return f'{{site="{site}",member="{one.declared.member}",system="{one.declared.system}"}}'

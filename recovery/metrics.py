"""How copies stand, and what a failover would be, for Prometheus: one line per system. Pure.

Ages are told as instants, so that an alarm goes on counting where nobody measures any more
(Prometheus' own advice: https://prometheus.io/docs/practices/instrumentation/#timestamps-not-time-since).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from recovery.coverage import Covered
from recovery.plan import FailoverPlan, MemberPlan, SystemPlan

T = TypeVar("T")
Metric = tuple[str, str, Callable[[T], float]]
"""Name, help and value. All are gauges."""


def _instant(at: datetime | None) -> float:
    """0 where there is none: as old as can be, which any alarm on its age calls too old."""
    return 0.0 if at is None else at.timestamp()


COPIES: tuple[Metric[Covered], ...] = (
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


@dataclass(frozen=True, slots=True)
class _Moved:
    """A system in the plan of a failover; it runs again with all that its member has."""

    plan: FailoverPlan
    member: MemberPlan
    system: SystemPlan

    @property
    def ready(self) -> bool:
        return not self.plan.not_ready and not self.member.not_ready


FAILOVER: tuple[Metric[_Moved], ...] = (
    (
        "kumiai_failover_ready",
        "1 where nothing speaks against a failover; `kumiai failover plan` says what does.",
        lambda one: float(one.ready),
    ),
    (
        "kumiai_failover_runs_after_seconds",
        "From the start of a failover of the whole site until the system would run again.",
        lambda one: one.member.runs_after.total_seconds(),
    ),
    (
        "kumiai_failover_promised_seconds",
        "Within which it is to run again, as tenants/recovery.yaml has it.",
        lambda one: one.system.promised.system_rto_minutes * 60.0,
    ),
)


def exposition(found: Iterable[tuple[str, Covered]]) -> str:
    """What Prometheus reads (node_exporter's textfile collector takes it as a file).

    Each system comes with the site where it runs.
    """
    rows = [((site, one.declared.member, one.declared.system), one) for site, one in found]
    return _told(COPIES, rows)


def failover_exposition(plans: Iterable[FailoverPlan]) -> str:
    """The same of what each system's failover would be now."""
    rows = [
        ((plan.source, member.member, system.group.system), _Moved(plan, member, system))
        for plan in plans
        for member in plan.members
        for system in member.systems
    ]
    return _told(FAILOVER, rows)


def _told(metrics: Sequence[Metric[T]], rows: Sequence[tuple[tuple[str, str, str], T]]) -> str:
    lines = []
    for name, what, value in metrics:
        lines += [f"# HELP {name} {what}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(*labels)} {value(one):.15g}" for labels, one in rows]
    return "\n".join(lines) + "\n"


def _labels(site: str, member: str, system: str) -> str:
    # All are slugs, in which nothing has to be escaped.
    return f'{{site="{site}",member="{member}",system="{system}"}}'

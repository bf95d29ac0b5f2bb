"""Why a failover could not be begun now, or would break a promise: all reasons at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from core.message import Message, say
from recovery.plan import LicenceNeed, SystemPlan, minutes
from tenants.rules.capacity import Room


def without_copy(systems: Sequence[SystemPlan]) -> Iterator[Message]:
    without = [system.group.system for system in systems if system.copy is None]
    if without:
        yield say("there is no proven copy of {systems}", systems=tuple(without))


def lossy(system: SystemPlan) -> Iterator[Message]:
    """What a proven copy would not bring back, beyond what is promised."""
    if system.copy is None or system.lost is None:
        return
    missing = {one.name for one in system.group.volumes} - system.copy.volumes
    if missing:
        yield say(
            "the newest proven copy of {system} is without {volumes}",
            system=system.group.system,
            volumes=tuple(sorted(missing)),
        )
    if system.lost > timedelta(minutes=system.promised.rpo_minutes):
        yield say(
            "{system} would lose what was entered in the last {lost} minutes, and {promised} are "
            "promised at most (RPO)",
            system=system.group.system,
            lost=minutes(system.lost),
            promised=system.promised.rpo_minutes,
        )


def late(systems: Sequence[SystemPlan], runs_after: timedelta) -> Iterator[Message]:
    """Promises of time that would not be kept, systems with the same one together."""
    for promised, those in _by(systems, lambda one: one.promised.data_access_rto_minutes):
        after = max(one.data_after for one in those)
        if after > timedelta(minutes=promised):
            yield say(
                "the data of {systems} could be read after {after} minutes, and {promised} are "
                "promised (data access RTO)",
                systems=tuple(one.group.system for one in those),
                after=minutes(after),
                promised=promised,
            )
    for promised, those in _by(systems, lambda one: one.promised.system_rto_minutes):
        if runs_after > timedelta(minutes=promised):
            yield say(
                "{systems} would run again after {after} minutes, and {promised} are promised "
                "(RTO)",
                systems=tuple(one.group.system for one in those),
                after=minutes(runs_after),
                promised=promised,
            )


def _by(
    systems: Sequence[SystemPlan], promise: Callable[[SystemPlan], int]
) -> list[tuple[int, list[SystemPlan]]]:
    found: dict[int, list[SystemPlan]] = {}
    for system in systems:
        found.setdefault(promise(system), []).append(system)
    return sorted(found.items())


def refused(needs: Sequence[LicenceNeed]) -> Iterator[Message]:
    return (say("licences: {effect}", effect=one.told) for one in needs if one.refused)


def too_small(room: Sequence[Room]) -> Iterator[Message]:
    for one in room:
        if one.needed > one.offered:
            yield say(
                "{needed} {unit} are needed there, and there are {offered}",
                needed=one.needed,
                unit=one.unit,
                offered=one.offered,
            )

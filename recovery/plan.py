"""The plan of a failover: who would run again where, by when, with what lost. Pure.

Values alone: `forecast.py` makes them, `readiness.py` says what speaks against them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from core.message import Message
from recovery.groups import Group
from recovery.proven import ProvenCopy
from recovery.rates import RatesUsed
from tenants.recovery_model import Objectives
from tenants.rules.capacity import Room
from tenants.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class LicenceNeed:
    """What starting the servers at the target asks for of one product."""

    told: Message
    refused: bool


class Licences(Protocol):
    """Whoever knows what may run; this package does not."""

    def needed(self, members: Collection[str]) -> Sequence[LicenceNeed]:
        """Of these members together, once nothing of theirs runs at the source."""


@dataclass(frozen=True, slots=True)
class SystemPlan:
    """One system of a member: what is promised of it, and what its newest proven copy gives."""

    group: Group
    priority: Priority
    promised: Objectives
    copy: ProvenCopy | None
    lost: timedelta | None
    """What was entered since the copy; None where there is none, and all is lost."""
    data_after: timedelta
    """From the start of the failover until its volumes can be read at the target."""


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """One member's place in line, and what becomes of it."""

    member: str
    systems: tuple[SystemPlan, ...]
    runs_after: timedelta
    """Its servers need all its volumes, so all its systems run at the same time."""
    licences: tuple[LicenceNeed, ...]
    not_ready: tuple[Message, ...]

    @property
    def priority(self) -> Priority:
        return min(system.priority for system in self.systems)

    @property
    def promised_minutes(self) -> int:
        """Until the first of its systems is to run again."""
        return min(system.promised.system_rto_minutes for system in self.systems)

    @property
    def data_after(self) -> timedelta:
        """Until all its data can be read at the target."""
        return max(system.data_after for system in self.systems)

    @property
    def lost(self) -> timedelta | None:
        """The most that any of its systems loses; None where one has no proven copy."""
        found = [system.lost for system in self.systems]
        return None if None in found else max(one for one in found if one is not None)

    @property
    def gib(self) -> int:
        return sum(system.group.gib for system in self.systems)


@dataclass(frozen=True, slots=True)
class FailoverPlan:
    """Everybody who would move, in the order in which they do."""

    source: str
    target: str
    rates: RatesUsed
    room: tuple[Room, ...]
    """At the target, with everybody who runs there by then."""
    members: tuple[MemberPlan, ...]
    licences: tuple[LicenceNeed, ...]
    """Of all together, which may be more than the sum."""
    not_ready: tuple[Message, ...]
    """What speaks against the whole."""

    @property
    def is_ready(self) -> bool:
        return not self.not_ready and not any(one.not_ready for one in self.members)


def minutes(span: timedelta) -> int:
    """Begun ones count.

    >>> minutes(timedelta(seconds=61))
    2
    """
    return -(-int(span.total_seconds()) // 60)

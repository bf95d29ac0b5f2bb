"""What a failover would bring back, and by when, if it began now. Pure.

What is lost is counted from the newest *proven* copy. When a member runs again is predicted from
rates measured with as many restores at once as a site bears: members do not get faster by being
many, so each waits for those before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from blueprint.member import blueprint_of
from core.message import Message
from recovery.content import BYTES_PER_GIB
from recovery.groups import Group, groups_of
from recovery.plan import FailoverPlan, LicenceNeed, Licences, MemberPlan, SystemPlan
from recovery.proven import ProvenCopy
from recovery.rates import RatesUsed
from recovery.readiness import late, lossy, refused, too_small, without_copy
from tenants.definitions import Definitions
from tenants.member import Member
from tenants.placing import moved
from tenants.protection import objectives_of, priority_of
from tenants.recovery_model import Objectives, Rates
from tenants.rules.capacity import room_at
from tenants.vocabulary import Priority

Copies = Mapping[tuple[str, str], ProvenCopy]
"""The newest proven copy at the target, by member and system."""


def plan_of(
    definitions: Definitions,
    source: str,
    target: str,
    members: Sequence[str],
    copies: Copies,
    standing: Mapping[str, Sequence[Message]],
    licences: Licences,
    used: RatesUsed,
    now: datetime,
) -> FailoverPlan:
    """What moving `members`, who run at `source`, to `target` would be if it began now.

    `standing` is what speaks against each member's stack at the target as it was last seen.
    """
    there = placed_at(definitions, members, target)
    drawn = {slug: _systems(there, slug, target, copies) for slug in members}
    # A member without systems has nothing that could be moved.
    order = sorted(
        (slug for slug, systems in drawn.items() if systems),
        key=lambda slug: (*_urgency(drawn[slug], used.rates), slug),
    )
    planned = []
    begun = timedelta(0)
    for slug in order:
        systems = tuple(_timed(drawn[slug], begun, used.rates, now))
        begun = systems[-1].data_after
        own = tuple(licences.needed([slug]))
        planned.append(_member(slug, systems, used.rates, own, standing.get(slug, ())))
    together = tuple(licences.needed(order)) if order else ()
    room = tuple(room_at(there, target, _running_at(there, target)))
    alone = any(need.refused for one in planned for need in one.licences)
    against = (*(() if alone else refused(together)), *too_small(room))
    return FailoverPlan(source, target, used, room, tuple(planned), together, against)


def placed_at(definitions: Definitions, members: Sequence[str], target: str) -> Definitions:
    """The files as they will be."""
    placement = definitions.placement.value
    for slug in members:
        member = definitions.members[slug].value
        placement = moved(placement, member, definitions.sites_of(member), to=target)
    return replace(definitions, placement=replace(definitions.placement, value=placement))


def _running_at(definitions: Definitions, site: str) -> list[Member]:
    present = definitions.members_at(site).values()
    return [member for member in present if site in definitions.active_sites(member)]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A system as it would stand at the target; not yet in line."""

    group: Group
    priority: Priority
    promised: Objectives
    copy: ProvenCopy | None

    def seconds(self, rates: Rates) -> float:
        """Until its volumes stand at the target, compared. Reading counts what is stored, and
        writing what is declared; without a copy both count what is declared."""
        stored = self.copy.stored_bytes / BYTES_PER_GIB if self.copy else float(self.group.gib)
        read = rates.check_seconds_per_gib + rates.copy_seconds_per_gib
        written = rates.restore_seconds_per_gib + rates.hash_seconds_per_gib
        return stored * read + self.group.gib * written


def _systems(
    definitions: Definitions, slug: str, target: str, copies: Copies
) -> tuple[_Drawn, ...]:
    """The member's systems, the most urgent first."""
    member, catalogue = definitions.members[slug].value, definitions.catalogue.value
    found = [
        _Drawn(
            group,
            priority_of(group.system, member, catalogue),
            objectives_of(group.system, member, catalogue, definitions.recovery.value),
            copies.get((slug, group.system)),
        )
        for group in groups_of(blueprint_of(definitions, slug, target), catalogue)
    ]
    return tuple(sorted(found, key=lambda one: one.priority))


def _urgency(systems: Sequence[_Drawn], rates: Rates) -> tuple[Priority, int, int]:
    """By declared priority, then by what was promised first; of equals the quickest goes first,
    so that most run again early and nobody's turn comes later than it must. Whole seconds, lest
    the order of two equals hang on how their parts were added up."""
    return (
        min(system.priority for system in systems),
        min(system.promised.system_rto_minutes for system in systems),
        round(sum(system.seconds(rates) for system in systems)),
    )


def _timed(
    systems: Sequence[_Drawn], begun: timedelta, rates: Rates, now: datetime
) -> Iterator[SystemPlan]:
    """One after the other, the first from `begun` on."""
    for one in systems:
        begun += timedelta(seconds=one.seconds(rates))
        lost = None if one.copy is None else max(timedelta(0), now - one.copy.taken_at)
        yield SystemPlan(one.group, one.priority, one.promised, one.copy, lost, begun)


def _member(
    slug: str,
    systems: tuple[SystemPlan, ...],
    rates: Rates,
    licences: tuple[LicenceNeed, ...],
    standing: Sequence[Message],
) -> MemberPlan:
    runs_after = systems[-1].data_after + timedelta(seconds=rates.up_seconds)
    against = (
        *standing,
        *without_copy(systems),
        *(message for system in systems for message in lossy(system)),
        *late(systems, runs_after),
        *refused(licences),
    )
    return MemberPlan(slug, systems, runs_after, licences, against)

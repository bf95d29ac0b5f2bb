"""Rules about what is promised of recovery: that copies as they are made can keep it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from core.message import Message, say
from core.problem import Problem
from tenants.definitions import Definitions, Read
from tenants.member import Member
from tenants.protection import objectives_of, priority_of, protected_systems
from tenants.recovery_model import Objectives, Rates
from tenants.rules.capacity import demand_of
from tenants.rules.finding import in_member, in_shared
from tenants.sizing import are_known

FEWEST_GENERATIONS = 3
"""Two to go back to, and the one that is being made: the older of two goes only when the newer one
is proven."""

Broken = tuple[str, Message]
"""A field, and what is wrong with it."""


def problems(definitions: Definitions) -> Iterator[Problem]:
    without = list(_without_tier(definitions))
    if without:
        yield from without
        return
    recovery = definitions.recovery
    rounds = rounds_of(definitions)
    for tier, objectives in recovery.value.tiers.items():
        for field, message in _broken(objectives, recovery.value.detection_days, rounds):
            yield in_shared(recovery, ("tiers", tier.value, field), message)
    for read in definitions.members.values():
        if read.value.recovery and are_known(read.value.services, definitions.catalogue.value):
            yield from _departures(definitions, read, rounds)


def _without_tier(definitions: Definitions) -> Iterator[Problem]:
    """Each priority that the catalogue uses has a tier."""
    services = Counter(one.priority for one in definitions.catalogue.value.services.values())
    for priority in sorted(services.keys() - definitions.recovery.value.tiers.keys()):
        yield in_shared(
            definitions.recovery,
            ("tiers",),
            say(
                "the priority {priority} of {count} services has no tier here, so nothing is "
                "promised of them; add it with its figures",
                priority=priority.value,
                count=services[priority],
            ),
        )


def _departures(
    definitions: Definitions, read: Read[Member], rounds: Sequence[Round]
) -> Iterator[Problem]:
    """Of one municipality, what is not wrong with its tiers already."""
    member, catalogue = read.value, definitions.catalogue.value
    recovery = definitions.recovery.value
    own = [one for one in rounds if one.site in definitions.active_sites(member)]
    systems = protected_systems(member, catalogue)
    for system in member.recovery:
        if system not in systems:
            yield in_member(
                read,
                ("recovery", system),
                say(
                    "{system} is no system of the municipality's; its systems are {known}",
                    system=system,
                    known=tuple(systems),
                ),
            )
            continue
        tier = recovery.tiers[priority_of(system, member, catalogue)]
        inherited = [field for field, _ in _broken(tier, recovery.detection_days, own)]
        objectives = objectives_of(system, member, catalogue, recovery)
        for field, message in _broken(objectives, recovery.detection_days, own):
            if field not in inherited:
                yield in_member(read, ("recovery", system, field), message)


@dataclass(frozen=True, slots=True)
class Round:
    """Once around all volumes that run at a site, until their copies are at the other one."""

    site: str
    gib: int
    minutes: int


def rounds_of(definitions: Definitions) -> list[Round]:
    """Of each site where somebody runs, the longest first, at the measured rates."""
    catalogue = definitions.catalogue.value
    gib: dict[str, int] = {}
    for member in definitions.present_members().values():
        if are_known(member.services, catalogue):
            for site in definitions.sites.keys() & definitions.active_sites(member):
                gib[site] = gib.get(site, 0) + demand_of(member, catalogue).storage_gib
    rates = definitions.recovery.value.rates
    rounds = [Round(site, found, minutes_away(found, rates)) for site, found in gib.items()]
    return sorted(rounds, key=lambda one: -one.minutes)


def minutes_away(gib: int, rates: Rates) -> int:
    """How long it takes until copies of so much lie at the other site."""
    return ceil(gib * (rates.backup_seconds_per_gib + rates.pull_seconds_per_gib) / 60)


def _broken(promised: Objectives, detection_days: int, rounds: Sequence[Round]) -> Iterator[Broken]:
    every, rpo = promised.backup_every_minutes, promised.rpo_minutes
    if rpo < every:
        yield (
            "rpo_minutes",
            say(
                "at most {rpo} minutes may be lost, and a copy is begun every {every}; "
                "allow more, or begin one more often",
                rpo=rpo,
                every=every,
            ),
        )
    elif rounds and rpo < every + rounds[0].minutes:
        yield (
            "rpo_minutes",
            say(
                "at most {rpo} minutes may be lost, and a copy is begun every {every} and is at "
                "the other site {away} later, by the rates that were measured and the {gib} GiB "
                "at {site}; allow {least}, or begin one more often",
                rpo=rpo,
                every=every,
                away=rounds[0].minutes,
                gib=rounds[0].gib,
                site=rounds[0].site,
                least=every + rounds[0].minutes,
            ),
        )
    if promised.retention_days < detection_days:
        yield (
            "retention_days",
            say(
                "copies are kept for {kept} days, and damage may go unnoticed for {unnoticed} "
                "(detection_days); by then every copy would hold it, so keep them longer",
                kept=promised.retention_days,
                unnoticed=detection_days,
            ),
        )
    if promised.most_generations < FEWEST_GENERATIONS:
        yield (
            "generations",
            say(
                "the quotas that follow from it hold {count} generations; two are needed to go "
                "back to, and one that is being made: keep more of them, or keep them longer",
                count=promised.most_generations,
            ),
        )
    yield from _proof(promised)


def _proof(promised: Objectives) -> Iterator[Broken]:
    days = promised.restore_test_days
    if days is None:
        yield (
            "restore_test_days",
            say(
                "no copy is ever restored for trial, and one that was not counts as none; "
                "write after how many days it is due"
            ),
        )
    elif days > promised.retention_days:
        yield (
            "restore_test_days",
            say(
                "a copy is restored for trial every {days} days and kept for {kept}, "
                "so that most would go untried; try them more often",
                days=days,
                kept=promised.retention_days,
            ),
        )

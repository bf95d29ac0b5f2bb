"""The consortium on one screen: members × groups of services × sites. Pure.

Everything comes from the files and from what `kumiai verify` last found; the terminal and the
page only set it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from blueprint.site import draw
from core.strict import Name
from infra.verify.verdicts import Status, Verdict, digest_of, status_of, worst
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions
from tenants.member import Member, MemberName
from tenants.site import Site
from tenants.vocabulary import LifecycleState, NetworkModel, PlacementState, ServiceState

Verdicts = Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Group:
    """One of the catalogue's groups of services."""

    title: Name
    services: int


@dataclass(frozen=True, slots=True)
class GroupUse:
    """How many services of a group a member uses, has stopped, and could use."""

    in_use: int
    stopped: int
    services: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What is known of something, since when, and how many differences there were."""

    status: Status
    at: datetime | None
    differences: int
    reached: bool
    """False where the site did not answer when it was last asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member has at one site."""

    site: str
    is_home: bool
    state: PlacementState
    servers: int
    vcpu: int
    ram_gib: int
    data_gib: int
    verified: Verified


@dataclass(frozen=True, slots=True)
class Row:
    """One member. `standings` has a place for each site of the picture, empty or not."""

    slug: str
    code: str
    name: MemberName
    prefecture: str
    population: int
    network_model: NetworkModel
    lifecycle: LifecycleState
    uses: tuple[GroupUse, ...]
    standings: tuple[Standing | None, ...]

    @property
    def services_in_use(self) -> int:
        return sum(use.in_use for use in self.uses)


@dataclass(frozen=True, slots=True)
class SiteView:
    """One data centre: what runs there, of what it can carry."""

    name: str
    title: Name
    hosts: int
    active_members: int
    standby_members: int
    servers: int
    vcpu: int
    vcpu_carried: int
    ram_gib: int
    ram_gib_carried: int
    verified: Verified
    """Of the site itself and of all that stands there: never better than the worst of them."""


@dataclass(frozen=True, slots=True)
class Totals:
    members: int
    population: int
    services_in_use: int
    servers: int
    vcpu: int
    ram_gib: int
    data_gib: int
    statuses: Mapping[Status, int]
    """How many of the members' environments are in each state; every status has its count."""

    @property
    def environments(self) -> int:
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Picture:
    consortium: Name
    council: Name
    drawn_at: datetime
    population_as_of: tuple[date, date] | None
    """The days of the oldest and of the newest head count; None where nobody is a member."""
    groups: tuple[Group, ...]
    sites: tuple[SiteView, ...]
    rows: tuple[Row, ...]
    totals: Totals


def picture_of(definitions: Definitions, verdicts: Verdicts, now: datetime) -> Picture:
    """The picture at `now`. Members are in the order of their codes; who has left is not shown."""
    catalogue = definitions.catalogue.value
    members = sorted(definitions.present_members().values(), key=lambda member: member.code)
    counted_on = [member.population.as_of for member in members]
    rows = tuple(_row(member, definitions, verdicts, now) for member in members)
    return Picture(
        consortium=definitions.consortium.value.name,
        council=definitions.consortium.value.council,
        drawn_at=now,
        population_as_of=(min(counted_on), max(counted_on)) if counted_on else None,
        groups=_groups(catalogue),
        sites=tuple(
            _site_view(read.value, _at(name, rows), verdicts, now)
            for name, read in definitions.sites.items()
        ),
        rows=rows,
        totals=_totals(rows),
    )


def _groups(catalogue: Catalogue) -> tuple[Group, ...]:
    services = Counter(service.group for service in catalogue.services.values())
    return tuple(Group(title, services[name]) for name, title in catalogue.groups.items())


def _row(member: Member, definitions: Definitions, verdicts: Verdicts, now: datetime) -> Row:
    stands_at = definitions.sites_of(member)
    return Row(
        slug=member.slug,
        code=member.code,
        name=member.name,
        prefecture=member.prefecture,
        population=member.population.count,
        network_model=member.network_model,
        lifecycle=member.lifecycle.state,
        uses=_uses(member, definitions.catalogue.value),
        standings=tuple(
            _standing(
                blueprint_of(definitions, member.slug, site),
                site == member.home_site,
                verdicts,
                now,
            )
            if site in stands_at
            else None
            for site in definitions.sites
        ),
    )


def _uses(member: Member, catalogue: Catalogue) -> tuple[GroupUse, ...]:
    found = Counter(
        (catalogue.services[name].group, use.state) for name, use in member.services.items()
    )
    offered = Counter(service.group for service in catalogue.services.values())
    return tuple(
        GroupUse(
            in_use=found[group, ServiceState.IN_USE],
            stopped=found[group, ServiceState.STOPPED],
            services=offered[group],
        )
        for group in catalogue.groups
    )


def _standing(blueprint: Blueprint, is_home: bool, verdicts: Verdicts, now: datetime) -> Standing:
    return Standing(
        site=blueprint.site,
        is_home=is_home,
        state=blueprint.state,
        servers=len(blueprint.servers),
        vcpu=sum(server.vcpu for server in blueprint.servers),
        ram_gib=sum(server.ram_gib for server in blueprint.servers),
        data_gib=sum(volume.gib for volume in blueprint.data_volumes),
        verified=_verified(verdicts.get(blueprint.stack), digest_of(blueprint), now),
    )


def _verified(verdict: Verdict | None, digest: str, now: datetime) -> Verified:
    return Verified(
        status=status_of(verdict, digest, now),
        at=verdict.at if verdict else None,
        differences=verdict.differences if verdict else 0,
        reached=verdict.reached if verdict else True,
    )


def _at(site: str, rows: tuple[Row, ...]) -> list[Standing]:
    return [
        standing
        for row in rows
        for standing in row.standings
        if standing is not None and standing.site == site
    ]


def _site_view(
    site: Site, standings: list[Standing], verdicts: Verdicts, now: datetime
) -> SiteView:
    active = [standing for standing in standings if standing.state is PlacementState.ACTIVE]
    blueprint = draw(site)
    own = _verified(verdicts.get(blueprint.stack), digest_of(blueprint), now)
    return SiteView(
        name=site.name,
        title=site.title,
        hosts=len(site.hosts),
        active_members=len(active),
        standby_members=len(standings) - len(active),
        servers=sum(standing.servers for standing in standings),
        vcpu=sum(standing.vcpu for standing in standings),
        vcpu_carried=site.vcpu,
        ram_gib=sum(standing.ram_gib for standing in standings),
        ram_gib_carried=site.ram_gib,
        verified=_together([own, *(standing.verified for standing in standings)]),
    )


def _together(parts: Sequence[Verified]) -> Verified:
    """What is known of all of them: the worst status, and since when all of it is known."""
    looked_at = (part.at for part in parts if part.at is not None)
    return Verified(
        status=worst(part.status for part in parts),
        at=min(looked_at, default=None),
        differences=sum(part.differences for part in parts),
        reached=all(part.reached for part in parts),
    )


def _totals(rows: tuple[Row, ...]) -> Totals:
    standings = [standing for row in rows for standing in row.standings if standing is not None]
    counted = Counter(standing.verified.status for standing in standings)
    return Totals(
        members=len(rows),
        population=sum(row.population for row in rows),
        services_in_use=sum(row.services_in_use for row in rows),
        servers=sum(standing.servers for standing in standings),
        vcpu=sum(standing.vcpu for standing in standings),
        ram_gib=sum(standing.ram_gib for standing in standings),
        data_gib=sum(standing.data_gib for standing in standings),
        statuses={status: counted[status] for status in Status},
    )

"""Draws the blueprint of a member at a site from what the consortium has agreed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from blueprint.addressing import server_address, zone_network
from blueprint.lines import exceptions, line_at, terminals_of
from blueprint.naming import ServerName, network_name, role_in, tier_name, volume_name
from blueprint.parts import (
    Blueprint,
    GroupPlan,
    NetworkPlan,
    RulePlan,
    ServerPlan,
    VolumePlan,
)
from blueprint.quota import CopiesNeed, quota_of
from blueprint.site import flavor_for
from tenants.catalogue_model import Catalogue, Offer, Tier, tier_of
from tenants.consortium_model import Consortium, Placement
from tenants.definitions import Definitions
from tenants.fencing import fences_of, hosts_for
from tenants.member import Member
from tenants.placing import state_at
from tenants.protection import objectives_of
from tenants.recovery_model import Recovery
from tenants.site import Site
from tenants.sizing import servers_of, size_of, systems_of, volume_gib
from tenants.vocabulary import (
    BACKUP_CONTAINER,
    BOOT_VOLUME,
    PlacementState,
    ServiceState,
    Zone,
)

Sizes = Mapping[str, int]
"""GiB of the volumes that stand, by their names in OpenStack."""

NOTHING_STANDS: Sizes = {}


@dataclass(frozen=True, slots=True)
class Agreed:
    """The shared files, as far as a drawing needs them."""

    consortium: Consortium
    catalogue: Catalogue
    placement: Placement
    recovery: Recovery
    other_site: str | None
    """Where else the member has a project: its backups are copied there while it runs here."""


def blueprint_of(
    definitions: Definitions, member: str, site: str, standing: Sizes = NOTHING_STANDS
) -> Blueprint:
    """The blueprint of a member and a site that exist in `definitions`."""
    agreed = Agreed(
        definitions.consortium.value,
        definitions.catalogue.value,
        definitions.placement.value,
        definitions.recovery.value,
        definitions.other_site(definitions.members[member].value, site),
    )
    return draw(definitions.members[member].value, definitions.sites[site].value, agreed, standing)


def draw(member: Member, site: Site, agreed: Agreed, standing: Sizes = NOTHING_STANDS) -> Blueprint:
    """What `member` gets at `site`, where volumes of these sizes stand already.

    A volume is never drawn smaller than it stands: a census falls, and Cinder shrinks nothing.

    A standby site has everything but servers and volumes. Its quota is that of the active site,
    since it must be able to take over.
    """
    state = state_at(member, site.name, agreed.placement)
    running = _drawn_as_active(member, site, agreed, standing)
    if state is PlacementState.ACTIVE:
        return running
    return replace(
        running,
        state=PlacementState.STANDBY,
        servers=(),
        volumes=(),
        backup_synced_to=None,
    )


def _drawn_as_active(member: Member, site: Site, agreed: Agreed, standing: Sizes) -> Blueprint:
    catalogue = agreed.catalogue
    states = systems_of(member, catalogue)
    kept = [name for name, state in states.items() if state is not ServiceState.RETIRED]
    zones = {
        name: system_zone(name, member, catalogue)
        for name in kept
        if states[name] is ServiceState.IN_USE
    }
    networks = _networks(member, site, set(zones.values()))
    groups = _groups(member, site, catalogue, zones)
    servers: list[ServerPlan] = []
    volumes: list[VolumePlan] = []
    copies: list[CopiesNeed] = []
    for server in _servers_of(kept, member, catalogue):
        name, tier = str(server), catalogue.systems[server.system].tiers[server.tier]
        zone = zones.get(server.system)
        data = _data_volumes(name, tier, member, standing, attached=zone is not None)
        volumes += data
        most = objectives_of(server.system, member, catalogue, agreed.recovery).most_generations
        copies += [CopiesNeed(most, volume.gib) for volume in data]
        if zone is not None:
            boot = _volume(name, BOOT_VOLUME, tier.boot_gib, tier.boot_type, standing)
            boot = replace(boot, boot=True, server=name)
            volumes.append(boot)
            copies.append(CopiesNeed(most, boot.gib))
            servers.append(_server(server, zone, boot, data, member, site, catalogue))
    server_groups = list(dict.fromkeys(s.server_group for s in servers if s.server_group))
    containers = [c for name in kept for c in catalogue.systems[name].containers]
    return Blueprint(
        member=member.slug,
        site=site.name,
        state=PlacementState.ACTIVE,
        project=member.slug,
        service_user=member.slug,
        keypair=member.slug,
        operations=site.operations_network,
        networks=networks,
        groups=groups,
        server_groups=tuple(server_groups),
        servers=tuple(servers),
        volumes=tuple(volumes),
        containers=(*containers, BACKUP_CONTAINER),
        backup_synced_to=agreed.other_site,
        quota=quota_of(
            networks, groups, servers, volumes, copies, server_groups, agreed.consortium
        ),
    )


def _servers_of(
    systems: Sequence[str], member: Member, catalogue: Catalogue
) -> Iterator[ServerName]:
    """Every server of these systems, by the places of their addresses."""
    for system in systems:
        size = size_of(system, member, catalogue)
        for tier_key, tier in catalogue.systems[system].tiers_in_place:
            count, _ = servers_of(tier, member, size)
            for number in range(1, count + 1):
                yield ServerName(member.slug, system, tier_key, number)


def _server(
    name: ServerName,
    zone: Zone,
    boot: VolumePlan,
    data: Sequence[VolumePlan],
    member: Member,
    site: Site,
    catalogue: Catalogue,
) -> ServerPlan:
    system = catalogue.systems[name.system]
    tier = system.tiers[name.tier]
    _, flavor = servers_of(tier, member, size_of(name.system, member, catalogue))
    group = tier_name(member.slug, name.system, name.tier)
    return ServerPlan(
        name=str(name),
        role=role_in(name, catalogue),
        zone=zone,
        flavor=flavor_for(site, flavor, tier.software),
        hosts=_fenced_in(site, tier),
        vcpu=site.flavors[flavor].vcpu,
        ram_gib=site.flavors[flavor].ram_gib,
        address=server_address(
            zone_network(member.network, zone),
            system.address_block,
            tier.address_place,
            name.number,
        ),
        network=network_name(member.slug, zone),
        group=group,
        server_group=group if tier.anti_affinity else None,
        boot_volume=boot.name,
        data_volumes=tuple(volume.name for volume in data),
    )


def system_zone(system: str, member: Member, catalogue: Catalogue) -> Zone:
    """The zone in which a member places a system: that of its services (a rule makes it one)."""
    return next(
        service.zone_in(member.network_model)
        for service in catalogue.services.values()
        if service.system == system
    )


def _networks(member: Member, site: Site, zones: set[Zone]) -> tuple[NetworkPlan, ...]:
    plans = (
        NetworkPlan(
            name=network_name(member.slug, zone),
            zone=zone,
            cidr=zone_network(member.network, zone),
            router=None,
            line=line_at(member, zone, site.name),
        )
        for zone in Zone
        if zone in zones
    )
    return tuple(
        replace(plan, router=plan.name) if plan.is_open or plan.line else plan for plan in plans
    )


def _fenced_in(site: Site, tier: Tier) -> tuple[str, ...]:
    """The hosts of its fence, in order; none where no licence fences the tier in."""
    if not fences_of(site, tier.software):
        return ()
    return tuple(sorted(hosts_for(site, tier.software)))


def _groups(
    member: Member, site: Site, catalogue: Catalogue, zones: Mapping[str, Zone]
) -> tuple[GroupPlan, ...]:
    """One group per tier in use: what the tier offers, and what it must reach in other tiers."""
    rules: _Rules = {
        (system, tier): set()
        for system in zones
        for tier, _ in catalogue.systems[system].tiers_in_place
    }
    for system, tier in rules:
        for offer in catalogue.systems[system].tiers[tier].offers:
            for reader in offer.to:
                _permit((system, tier), offer, reader, member, site, zones[system], rules)
    for named, exception in exceptions(member, rules):
        rules[named].add(exception)
    return tuple(
        GroupPlan(
            tier_name(member.slug, system, tier),
            zones[system],
            tuple(sorted(found, key=lambda rule: rule.key)),
        )
        for (system, tier), found in rules.items()
    )


_Rules = dict[tuple[str, str], set[RulePlan]]
"""By system and tier."""


def _permit(
    offering: tuple[str, str],
    offer: Offer,
    reader: str,
    member: Member,
    site: Site,
    zone: Zone,
    rules: _Rules,
) -> None:
    """Add what lets `reader` reach `offer`; a tier that the member does not use reads nothing."""
    reading = tier_of(reader)
    if reading is not None:
        if reading not in rules:
            return
        own, theirs = tier_name(member.slug, *offering), tier_name(member.slug, *reading)
        rules[offering].add(RulePlan("ingress", offer.protocol, offer.port, None, theirs))
        rules[reading].add(RulePlan("egress", offer.protocol, offer.port, None, own))
        return
    cidrs = {
        "terminals": terminals_of(member, zone),
        "operations": (site.operations_network,),
    }[reader]
    for cidr in cidrs:
        rules[offering].add(RulePlan("ingress", offer.protocol, offer.port, str(cidr), None))


def _data_volumes(
    server: str, tier: Tier, member: Member, standing: Sizes, *, attached: bool
) -> list[VolumePlan]:
    return [
        replace(
            _volume(server, name, volume_gib(volume, member), volume.type, standing),
            server=server if attached else None,
        )
        for name, volume in sorted(tier.volumes.items())
    ]


def _volume(server: str, volume: str, gib: int, type_: str, standing: Sizes) -> VolumePlan:
    """A data volume that is attached to nothing, of this size or the larger one that it has."""
    name = volume_name(server, volume)
    return VolumePlan(name, max(gib, standing.get(name, 0)), type_, boot=False, server=None)

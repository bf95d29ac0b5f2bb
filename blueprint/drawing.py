"""Draws the blueprint of a member at a site from what the consortium has agreed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from blueprint.addressing import server_address, terminals_network, zone_network
from blueprint.parts import (
    BACKUP_CONTAINER,
    Blueprint,
    GroupPlan,
    NetworkPlan,
    QuotaPlan,
    RulePlan,
    ServerPlan,
    VolumePlan,
)
from tenants.catalogue_model import Catalogue, Offer, Tier
from tenants.consortium_model import Consortium, Placement
from tenants.definitions import Definitions
from tenants.fencing import fences_of, flavor_for, hosts_for
from tenants.member import Member
from tenants.placing import state_at
from tenants.site import Site
from tenants.sizing import servers_of, size_of, systems_of, volume_gib, with_headroom
from tenants.vocabulary import (
    ZONES_WITH_GATEWAY,
    PlacementState,
    ServiceState,
    Zone,
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """The shared files, as far as a drawing needs them."""

    consortium: Consortium
    catalogue: Catalogue
    placement: Placement
    other_site: str | None
    """Where else the member has a project: its backups are copied there while it runs here."""


def blueprint_of(definitions: Definitions, member: str, site: str) -> Blueprint:
    """The blueprint of a member and a site that exist in `definitions`."""
    agreed = Agreed(
        definitions.consortium.value,
        definitions.catalogue.value,
        definitions.placement.value,
        definitions.other_site(definitions.members[member].value, site),
    )
    return draw(definitions.members[member].value, definitions.sites[site].value, agreed)


def draw(member: Member, site: Site, agreed: Agreed) -> Blueprint:
    """What `member` gets at `site`.

    A standby site has everything but servers and volumes. Its quota is that of the active site,
    since it must be able to take over.
    """
    state = state_at(member, site.name, agreed.placement)
    running = _drawn_as_active(member, site, agreed)
    if state is PlacementState.ACTIVE:
        return running
    return replace(
        running,
        state=PlacementState.STANDBY,
        servers=(),
        volumes=(),
        backup_synced_to=None,
    )


def _drawn_as_active(member: Member, site: Site, agreed: Agreed) -> Blueprint:
    catalogue = agreed.catalogue
    systems = systems_of(member, catalogue)
    in_use = [name for name, state in systems.items() if state is ServiceState.IN_USE]
    zones = {name: system_zone(name, member, catalogue) for name in in_use}
    networks = _networks(member, set(zones.values()))
    groups = _groups(member, site, catalogue, zones)
    servers: list[ServerPlan] = []
    volumes: list[VolumePlan] = []
    server_groups: list[str] = []
    for system, state in systems.items():
        if state is ServiceState.RETIRED:
            continue
        for tier_name, tier in catalogue.systems[system].tiers.items():
            count, flavor = servers_of(tier, member, size_of(system, member, catalogue))
            tier_label = f"{member.slug}-{system}-{tier_name}"
            if state is ServiceState.IN_USE and tier_name == "app":
                server_groups.append(tier_label)
            for number in range(1, count + 1):
                name = f"{tier_label}-{number}"
                running = state is ServiceState.IN_USE
                data = _data_volumes(name, tier, member, running)
                volumes += data
                if not running:
                    continue
                boot = VolumePlan(f"{name}-boot", tier.boot_gib, tier.boot_type, True, name)
                volumes.append(boot)
                zone = zones[system]
                servers.append(
                    ServerPlan(
                        name=name,
                        system=system,
                        tier=tier_name,
                        zone=zone,
                        flavor=flavor_for(site, flavor, tier.software),
                        hosts=_fenced_in(site, tier),
                        vcpu=site.flavors[flavor].vcpu,
                        ram_gib=site.flavors[flavor].ram_gib,
                        address=server_address(
                            zone_network(member.network, zone),
                            list(catalogue.systems).index(system),
                            list(catalogue.systems[system].tiers).index(tier_name),
                            number,
                        ),
                        network=f"{member.slug}-{zone}",
                        group=tier_label,
                        server_group=tier_label if tier_name == "app" else None,
                        boot_volume=boot.name,
                        data_volumes=tuple(volume.name for volume in data),
                    )
                )
    kept = [name for name, state in systems.items() if state is not ServiceState.RETIRED]
    containers = [c for name in kept for c in catalogue.systems[name].containers]
    return Blueprint(
        member=member.slug,
        site=site.name,
        state=PlacementState.ACTIVE,
        project=member.slug,
        service_user=member.slug,
        keypair=member.slug,
        networks=networks,
        groups=groups,
        server_groups=tuple(server_groups),
        servers=tuple(servers),
        volumes=tuple(volumes),
        containers=(*containers, BACKUP_CONTAINER),
        backup_synced_to=agreed.other_site,
        quota=_quota(networks, groups, servers, volumes, server_groups, agreed.consortium),
    )


def system_zone(system: str, member: Member, catalogue: Catalogue) -> Zone:
    """The zone in which a member places a system: that of its services (a rule makes it one)."""
    return next(
        service.zone_in(member.network_model)
        for service in catalogue.services.values()
        if service.system == system
    )


def _networks(member: Member, zones: set[Zone]) -> tuple[NetworkPlan, ...]:
    return tuple(
        NetworkPlan(
            name=f"{member.slug}-{zone}",
            zone=zone,
            cidr=zone_network(member.network, zone),
            router=f"{member.slug}-{zone}" if zone in ZONES_WITH_GATEWAY else None,
        )
        for zone in Zone
        if zone in zones
    )


def _fenced_in(site: Site, tier: Tier) -> tuple[str, ...]:
    """The hosts of its fence, in order; none where no licence fences the tier in."""
    if not fences_of(site, tier.software):
        return ()
    return tuple(sorted(hosts_for(site, tier.software)))


def _groups(
    member: Member, site: Site, catalogue: Catalogue, zones: dict[str, Zone]
) -> tuple[GroupPlan, ...]:
    """One group per tier in use: what the tier offers, and what it must reach in other tiers."""
    rules: dict[str, set[RulePlan]] = {
        f"{system}.{tier}": set() for system in zones for tier in catalogue.systems[system].tiers
    }
    for system in zones:
        for tier_name, tier in catalogue.systems[system].tiers.items():
            for offer in tier.offers:
                for reader in offer.to:
                    _permit(f"{system}.{tier_name}", offer, reader, member, site, zones, rules)
    return tuple(
        GroupPlan(
            _group_name(member, tier),
            zones[tier.split(".")[0]],
            tuple(sorted(found, key=lambda r: r.key)),
        )
        for tier, found in rules.items()
    )


def _permit(
    offering: str,
    offer: Offer,
    reader: str,
    member: Member,
    site: Site,
    zones: dict[str, Zone],
    rules: dict[str, set[RulePlan]],
) -> None:
    """Add what lets `reader` reach `offer`; a tier that the member does not use reads nothing."""
    if "." in reader:
        if reader not in rules:
            return
        own, theirs = _group_name(member, offering), _group_name(member, reader)
        rules[offering].add(RulePlan("ingress", offer.protocol, offer.port, None, theirs))
        rules[reader].add(RulePlan("egress", offer.protocol, offer.port, None, own))
        return
    zone = zones[offering.split(".")[0]]
    cidr = {
        "terminals": terminals_network(member.network, zone),
        "operations": site.operations_network,
    }[reader]
    rules[offering].add(RulePlan("ingress", offer.protocol, offer.port, str(cidr), None))


def _group_name(member: Member, tier: str) -> str:
    return f"{member.slug}-{tier.replace('.', '-')}"


def _data_volumes(server: str, tier: Tier, member: Member, attached: bool) -> list[VolumePlan]:
    return [
        VolumePlan(
            name=f"{server}-{name}",
            gib=volume_gib(volume, member),
            type=volume.type,
            boot=False,
            server=server if attached else None,
        )
        for name, volume in tier.volumes.items()
    ]


def _quota(
    networks: tuple[NetworkPlan, ...],
    groups: tuple[GroupPlan, ...],
    servers: list[ServerPlan],
    volumes: list[VolumePlan],
    server_groups: list[str],
    consortium: Consortium,
) -> QuotaPlan:
    percent = consortium.headroom.quota_percent
    routers = sum(network.router is not None for network in networks)
    return QuotaPlan(
        servers=with_headroom(len(servers), percent),
        vcpu=with_headroom(sum(server.vcpu for server in servers), percent),
        ram_gib=with_headroom(sum(server.ram_gib for server in servers), percent),
        server_groups=with_headroom(len(server_groups), percent),
        volumes=with_headroom(len(volumes), percent),
        volume_gib=with_headroom(sum(volume.gib for volume in volumes), percent),
        networks=with_headroom(len(networks), percent),
        subnets=with_headroom(len(networks), percent),
        routers=with_headroom(routers, percent),
        # A router's port on each subnet, and one that holds its gateway.
        # In some clouds each subnet has a port for DHCP that counts as well.
        ports=with_headroom(len(servers) + 2 * routers + len(networks), percent),
        # The project's own `default` group counts too, with its four rules.
        groups=with_headroom(len(groups) + 1, percent),
        rules=with_headroom(sum(len(group.rules) for group in groups) + 4, percent),
    )

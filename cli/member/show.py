"""`kumiai member show`: what a municipality uses, what that builds, and where it runs. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli.files import checked_definitions
from cli.given import given
from cli.options import AsJson, Member
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import OtherSystemFailed
from core.message import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blueprint.parts import Blueprint
    from runbooks.actions.whereabouts import Whereabouts
    from tenants.definitions import Definitions


def show(
    context: typer.Context,
    name: Member,
    json: AsJson = False,
) -> None:
    """What a municipality uses, and what that builds at each site, quota against need.

    $ kumiai member show usuki
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    from dataclasses import asdict

    from blueprint.member import blueprint_of

    found = definitions.need_member(name)
    blueprints = [blueprint_of(definitions, name, site) for site in definitions.sites_of(found)]
    standing = _whereabouts(session, name)
    if json:
        session.print_json(
            {
                "member": found.model_dump(mode="json"),
                "sites": {blueprint.site: asdict(blueprint) for blueprint in blueprints},
                "running": [asdict(one) for one in standing],
            }
        )
        return
    session.say(
        say(
            "{name} ({code}), {prefecture}: {population} residents, "
            "network {network}, model {model}",
            name=found.name.ja,
            code=found.code,
            prefecture=found.prefecture,
            population=found.population.count,
            network=found.network,
            model=str(found.network_model),
        )
    )
    _print_services(session, definitions, name)
    for blueprint in blueprints:
        _print_site(session, blueprint)
    if standing:
        _print_standing(session, standing)


def _whereabouts(session: Session, member: str) -> tuple[Whereabouts, ...]:
    """Where its servers were when anybody looked last; whoever may not read that is told so."""
    from runbooks.actions.whereabouts import last_known

    try:
        return last_known(given(session), member)
    except OtherSystemFailed as error:
        session.complain(say("where its servers run is not known: {reason}", reason=error.message))
        return ()


def _print_standing(session: Session, standing: Sequence[Whereabouts]) -> None:
    session.say(say("as last seen; `kumiai server list` looks again:"))
    for one in standing:
        session.say(
            say(
                "  {server}  {site} {host}  since {at}  licences: {licences}",
                server=one.server,
                site=one.site,
                host=one.host,
                at=moment_in_figures(one.since) if one.since is not None else "–",
                licences=tuple(one.licences) or "–",
            )
        )


def _print_services(session: Session, definitions: Definitions, slug: str) -> None:
    catalogue = definitions.catalogue.value
    for group, group_name in catalogue.groups.items():
        used = [
            getattr(catalogue.services[key], session.language.value)
            for key in definitions.members[slug].value.services
            if catalogue.services[key].group == group
        ]
        if used:
            shown = group_name.in_language(session.language)
            session.out.print(f"  {shown}: {', '.join(used)}", markup=False)


def _print_site(session: Session, blueprint: Blueprint) -> None:
    from board.words import PLACEMENT_WORDS

    session.say(
        say(
            "{site} ({state}): {networks} networks, {groups} groups, {servers} servers, "
            "{volumes} volumes, {containers} containers",
            site=blueprint.site,
            state=PLACEMENT_WORDS[blueprint.state],
            networks=len(blueprint.networks),
            groups=len(blueprint.groups),
            servers=len(blueprint.servers),
            volumes=len(blueprint.volumes),
            containers=len(blueprint.containers),
        )
    )
    for line in blueprint.lines:
        session.say(
            say(
                "  line {name}: {physical_network} VLAN {vlan}, {address} → {next_hop}: {led_to}",
                name=line.name,
                physical_network=line.physical_network,
                vlan=line.vlan,
                address=line.address,
                next_hop=line.next_hop,
                led_to=", ".join(map(str, line.destinations)) or "–",
            )
        )
    for server in blueprint.servers:
        session.out.print(
            f"  {server.name}  {server.address}  {server.zone}  {server.flavor} "
            f"({server.vcpu} vCPU, {server.ram_gib} GiB)",
            markup=False,
        )
    quota = blueprint.quota
    session.say(
        say(
            "  need/quota: {servers}/{all_servers} servers, {vcpu}/{all_vcpu} vCPU, "
            "{ram}/{all_ram} GiB RAM, {volumes}/{all_volumes} GiB volumes and snapshots, "
            "up to {backups} backups",
            servers=len(blueprint.servers),
            all_servers=quota.servers,
            vcpu=sum(server.vcpu for server in blueprint.servers),
            all_vcpu=quota.vcpu,
            ram=sum(server.ram_gib for server in blueprint.servers),
            all_ram=quota.ram_gib,
            volumes=sum(volume.gib for volume in blueprint.volumes),
            all_volumes=quota.volume_gib,
            backups=quota.backups,
        )
    )

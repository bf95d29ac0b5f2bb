"""`kumiai member …`: who is in the consortium, what one gets, and how one joins. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import checked_definitions
from cli.member.codes_table import body_of
from cli.options import AsJson, Member
from cli.session import Session
from cli.tree import Commands
from core.errors import Exit, UserError
from core.files import reason_of
from core.message import Message, say

if TYPE_CHECKING:
    from blueprint.parts import Blueprint
    from tenants.definitions import Definitions

member = Commands("The municipalities of the consortium.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(member, name="member")


@member.command("list")
def list_members(context: typer.Context, json: AsJson = False) -> None:
    """All municipalities: code, name, residents, home site, services in use.

    $ kumiai member list
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    rows = [
        {
            "slug": slug,
            "code": read.value.code,
            "name": read.value.name.ja,
            "prefecture": read.value.prefecture,
            "population": read.value.population.count,
            "home_site": read.value.home_site,
            "network": str(read.value.network),
            "state": str(read.value.lifecycle.state),
            "services": len(read.value.services),
        }
        for slug, read in definitions.members.items()
    ]
    if json:
        session.print_json(rows)
        return
    session.table(
        [
            say("slug"),
            say("code"),
            say("name"),
            say("prefecture"),
            say("residents"),
            say("home site"),
            say("network"),
            say("state"),
            say("services"),
        ],
        [tuple(row.values()) for row in rows],
    )


@member.command()
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
    if json:
        session.print_json(
            {
                "member": found.model_dump(mode="json"),
                "sites": {blueprint.site: asdict(blueprint) for blueprint in blueprints},
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


@member.command()
def new(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="団体コード, five or six digits.")],
    name: Annotated[str, typer.Option(help="Its name in kanji, as in 日田市.")] = "",
    kana: Annotated[str, typer.Option(help="Its name in hiragana, as in ひたし.")] = "",
    slug: Annotated[str, typer.Option(help="Its short name; proposed from the kana.")] = "",
    codes: Annotated[
        Path | None,
        typer.Option(help="A CSV with the columns lgcode, pref, city, citykana to look it up in."),
    ] = None,
    only_shown: Annotated[
        bool, typer.Option("--print", help="Show the file instead of writing it.")
    ] = False,
) -> None:
    """Write a commented file for a new municipality, with the next free network.

    A file that is there already is never overwritten.

    $ kumiai member new 442020 --name 別府市 --kana べっぷし
    $ kumiai member new 442020 --codes codes.csv --print
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    from core.files import write_whole
    from tenants.definitions import MEMBERS_FOLDER
    from tenants.proposing import member_file, next_free_network, slug_for

    body = body_of(code, name, kana, codes)
    taken = [read.value.network for read in definitions.members.values()]
    consortium = definitions.consortium.value
    network = next_free_network(consortium, taken)
    if network is None:
        raise UserError(
            say("every network of {range} is taken", range=consortium.address_range),
            Exit.RULE_BROKEN,
        )
    other = next((r for r in definitions.members.values() if r.value.code == body.code), None)
    if other is not None:
        raise UserError(
            say(
                "{name} ({code}) is a member already: {file}",
                name=other.value.name.ja,
                code=body.code,
                file=other.document.file,
            )
        )
    chosen = slug or slug_for(body, definitions.members)
    home_site = next(iter(definitions.sites))
    text = member_file(
        body,
        chosen,
        network,
        home_site,
        definitions.catalogue.value,
        session.now().date(),
    )
    file = session.home.definitions / MEMBERS_FOLDER / f"{chosen}.yaml"
    if only_shown:
        session.out.print(text, markup=False, end="")
        return
    if file.exists():
        raise UserError(say("{file} is there already; it is not overwritten", file=file))
    write_whole(file, text)
    session.say(say("{file} is written", file=MEMBERS_FOLDER / file.name))


@member.command("import-matrix")
def import_matrix(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: municipalities across, services down.")],
) -> None:
    """Read a service matrix (○, ・ or empty) and print each municipality's `services:` to paste.

    $ kumiai member import-matrix services.csv
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    from tenants.matrix import decoded, read_matrix, services_block

    try:
        text = decoded(file.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            say(
                "{file} cannot be read: {reason}; save it as CSV with UTF-8 or Shift_JIS",
                file=file,
                reason=reason_of(error) if isinstance(error, OSError) else type(error).__name__,
            ),
            Exit.FILE_INVALID,
        ) from error
    catalogue = definitions.catalogue.value
    matrix, problems = read_matrix(
        text, catalogue, [read.value for read in definitions.members.values()]
    )
    for problem in problems:
        session.complain(say("{file}: {problem}", file=file, problem=problem))
    if matrix is None:
        raise UserError(_refused(len(problems)), Exit.FILE_INVALID)
    for warning in matrix.warnings:
        session.complain(say("{file}: {problem}", file=file, problem=warning))
    for slug, keys in matrix.services.items():
        session.out.print(f"# tenants/members/{slug}.yaml", markup=False)
        session.out.print(services_block(keys, catalogue), markup=False, end="")


def _refused(count: int) -> Message:
    return say("the table is refused with {count} problems; nothing was taken from it", count=count)


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
            "{ram}/{all_ram} GiB RAM, {volumes}/{all_volumes} GiB volumes",
            servers=len(blueprint.servers),
            all_servers=quota.servers,
            vcpu=sum(server.vcpu for server in blueprint.servers),
            all_vcpu=quota.vcpu,
            ram=sum(server.ram_gib for server in blueprint.servers),
            all_ram=quota.ram_gib,
            volumes=sum(volume.gib for volume in blueprint.volumes),
            all_volumes=quota.volume_gib,
        )
    )

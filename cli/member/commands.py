"""`kumiai member …`: who is in the consortium, what one gets, and how one joins. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.files import checked_definitions, proposed_definitions
from cli.member.codes_table import body_of
from cli.member.show import show
from cli.member.table_file import text_of_table
from cli.options import AsJson
from cli.session import Session
from cli.tree import Commands
from core.errors import Exit, UserError
from core.language import Language
from core.message import Message, say

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
        [tuple({**row, "state": _state_word(session, str(row["state"]))}.values()) for row in rows],
    )


def _state_word(session: Session, state: str) -> str:
    """In English as it stands in the file."""
    from board.words import LIFECYCLE_WORDS
    from tenants.vocabulary import LifecycleState

    if session.language is Language.EN:
        return state
    return LIFECYCLE_WORDS[LifecycleState(state)].text(session.translate)


member.command()(show)


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
    definitions = proposed_definitions(session)
    from core.files import write_whole
    from tenants.definitions import MEMBERS_FOLDER
    from tenants.proposing import member_file, next_free_network, problems_with, slug_for
    from tenants.store import refuse

    body = body_of(code, name, kana, codes)
    consortium = definitions.consortium.value
    network = next_free_network(consortium, definitions.taken_networks())
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
    chosen = slug or slug_for(body, {*definitions.members, *definitions.own_names})
    home_site = next(iter(definitions.sites))
    text = member_file(
        body,
        chosen,
        network,
        home_site,
        definitions.catalogue.value,
        session.now().date(),
    )
    refuse(problems_with(definitions, chosen, text, session.now().date()))
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
    definitions = proposed_definitions(session)
    from tenants.matrix import read_matrix, services_block

    catalogue = definitions.catalogue.value
    matrix, problems = read_matrix(
        text_of_table(file), catalogue, [read.value for read in definitions.members.values()]
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
    return say(
        "the table is refused, nothing was taken from it; problems found: {count}", count=count
    )

"""`kumiai runbook …`: procedures looked at, run, resumed, handed over and taken back. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import completion
from cli.options import AsJson, AsPage, Execute, PageLanguage, Reason
from cli.runbook.printed import print_procedures
from cli.runbook.proof import RunName, log, service, verify_log
from cli.session import Session
from cli.tree import Commands
from core.language import Language

runbook = Commands("What people do on each occasion: procedures that are run, resumed and proven.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(runbook, name="runbook")


ProcedureName = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="The procedure's file name.", autocompletion=completion.procedures
    ),
]
ForMember = Annotated[
    str | None,
    typer.Option("--member", help="The municipality's slug.", autocompletion=completion.members),
]
ForSite = Annotated[
    str | None, typer.Option("--site", help="The site.", autocompletion=completion.sites)
]
ForHost = Annotated[
    str | None, typer.Option("--host", help="The compute host.", autocompletion=completion.hosts)
]
ForServer = Annotated[
    str | None,
    typer.Option("--server", help="The server's name.", autocompletion=completion.servers),
]
ForFlavor = Annotated[
    str | None,
    typer.Option("--flavor", help="The flavor's name.", autocompletion=completion.flavors),
]
ForVolume = Annotated[str | None, typer.Option("--volume", help="The volume's name.")]
ForBefore = Annotated[
    str | None,
    typer.Option(
        "--before",
        metavar="MOMENT",
        help="From copies taken until then, such as 2026-10-16T09:30.",
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="NAME=VALUE", help="What you saw; repeatable."),
]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--unattended",
        metavar="FILE",
        help="Ask nobody: a YAML file has the answers, by name. It stops where one is missing.",
    ),
]


@runbook.command("list")
def list_procedures(
    context: typer.Context,
    html: AsPage = None,
    page_language: PageLanguage = Language.JA,
    json: AsJson = False,
) -> None:
    """Every procedure, and the runs that are under way: their step, who holds it, until when.

    The page has the runs alone.

    $ kumiai runbook list
    $ kumiai runbook list --html under-way.html
    """
    if html is not None:
        from cli.runbook.page import show_page

        show_page(context.obj, html, page_language)
        return
    from cli.runbook.shown import show_list

    show_list(context.obj, json=json)


@runbook.command()
def show(context: typer.Context, name: ProcedureName, json: AsJson = False) -> None:
    """A procedure step by step; or of a run, all that is known, for whoever takes it over.

    $ kumiai runbook show host-maintenance
    """
    from cli.runbook.shown import show_one

    show_one(context.obj, name, json=json)


@runbook.command()
def plan(
    context: typer.Context,
    name: ProcedureName,
    member: ForMember = None,
    site: ForSite = None,
    host: ForHost = None,
    server: ForServer = None,
    flavor: ForFlavor = None,
    volume: ForVolume = None,
    before: ForBefore = None,
) -> None:
    """What a run would do, step by step, by the world as it is now. Nothing is changed.

    $ kumiai runbook plan host-maintenance --site primary --host pri-02
    """
    from cli.runbook.running import planned
    from cli.runbook.told import values_of

    planned(context.obj, name, values_of(member, site, host, server, flavor, volume, before))


@runbook.command()
def run(
    context: typer.Context,
    name: ProcedureName,
    member: ForMember = None,
    site: ForSite = None,
    host: ForHost = None,
    server: ForServer = None,
    flavor: ForFlavor = None,
    volume: ForVolume = None,
    before: ForBefore = None,
    answer: Answers = None,
    unattended: AnswersFile = None,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Begin a procedure, and go on until it is done or waits for somebody. First see its plan.

    $ kumiai runbook run host-maintenance --site primary --host pri-02
    """
    from cli.runbook.running import begun, planned
    from cli.runbook.told import values_of

    session: Session = context.obj
    values = values_of(member, site, host, server, flavor, volume, before)
    if execute:
        begun(session, name, values, answer or [], unattended, reason)
    else:
        planned(session, name, values)


@runbook.command()
def resume(
    context: typer.Context,
    name: RunName,
    answer: Answers = None,
    unattended: AnswersFile = None,
    execute: Execute = False,
) -> None:
    """Go on with a run, wherever it stopped or was killed; nothing is done twice.

    $ kumiai runbook resume host-maintenance
    $ kumiai runbook resume host-maintenance --answer started=yes --answer minutes=30 --execute
    """
    from cli.runbook.running import resumed

    resumed(context.obj, name, answer or [], unattended, execute=execute)


@runbook.command()
def approve(
    context: typer.Context,
    name: RunName,
    signature: Annotated[
        Path | None, typer.Option("--signature", help="The file that the approver signed.")
    ] = None,
) -> None:
    """Let a run go on, as somebody else than the one who runs it. Without a signature: what to
    sign, and how.

    $ kumiai runbook approve host-maintenance
    """
    from cli.runbook.running import approved

    approved(context.obj, name, signature)


@runbook.command()
def skip(
    context: typer.Context,
    name: RunName,
    step: Annotated[str, typer.Argument(help="The step that comes next.")],
    reason: Reason = "",
) -> None:
    """Let the next step of a run be; the journal keeps why.

    $ kumiai runbook skip host-maintenance work --reason "the vendor did it yesterday"
    """
    from cli.runbook.running import skipped

    skipped(context.obj, name, step, reason)


@runbook.command("take-over")
def take_over(context: typer.Context, name: RunName, reason: Reason = "") -> None:
    """Hold a run instead of the one who does, and see all that is known of it.

    $ kumiai runbook take-over host-maintenance --reason "the night shift begins"
    """
    from cli.runbook.running import taken_over

    taken_over(context.obj, name, reason)


@runbook.command()
def abort(
    context: typer.Context, name: RunName, execute: Execute = False, reason: Reason = ""
) -> None:
    """Take back what a run did, the last step first. Exit code 15 if that fails: call a person.

    $ kumiai runbook abort host-maintenance
    $ kumiai runbook abort host-maintenance --execute --reason "the spare part is missing"
    """
    from cli.runbook.running import aborted

    aborted(context.obj, name, reason, execute=execute)


runbook.command("log")(log)
runbook.command("verify-log")(verify_log)
runbook.command("print")(print_procedures)
runbook.command("service")(service)

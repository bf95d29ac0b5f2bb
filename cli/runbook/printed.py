"""`kumiai runbook print`: procedures as pages, one step per screen or sheet. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import completion
from cli.options import PageLanguage
from cli.session import Session
from core.errors import UserError
from core.files import write_whole
from core.language import Language
from core.message import say


def print_procedures(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="The procedure's file name.", autocompletion=completion.procedures
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All procedures in one book.")] = False,
    html: Annotated[
        Path, typer.Option("--html", metavar="FILE", help="Where the page is written.")
    ] = Path("runbooks.html"),
    page_language: PageLanguage = Language.JA,
) -> None:
    """Write procedures as one page that needs nothing else, for the screen and for paper.

    Both languages are in it. Printed, each step has a sheet of its own.

    $ kumiai runbook print --all --html book.html
    $ kumiai runbook print host-maintenance
    """
    from board.runbook_page import Chapter, Sheet, runbook_page
    from cli.files import findings_of
    from cli.runbook.called import called_at_each_site
    from runbooks.store import need_procedure, read_procedures

    session: Session = context.obj
    procedures, _ = read_procedures(session.home.definitions)
    if every is (name is not None):
        raise UserError(say("name one procedure, or --all"))
    chosen = procedures if name is None else {name: need_procedure(procedures, name)}
    findings = findings_of(session)
    chapters = [
        Chapter(
            key,
            read.value.title,
            read.value.when,
            tuple(str(kind) for kind in read.value.ask),
            tuple(
                Sheet(
                    step,
                    one.title,
                    one.who,
                    one.do,
                    one.see,
                    one.otherwise,
                    tuple((a, q.ask) for a, q in one.answers.items()),
                    called_at_each_site(session, findings, one.call),
                )
                for step in read.value.in_order
                for one in (read.value.steps[step],)
            ),
        )
        for key, read in chosen.items()
    ]
    write_whole(html, runbook_page(chapters, page_language, session.now()))
    session.say(say("{file} is written", file=html))

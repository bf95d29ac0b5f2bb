"""`kumiai failover report`: what a move came to, in a table or as a page to print. Adapter."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from cli.files import checked_definitions
from cli.options import AsJson, AsPage, PageLanguage
from cli.session import Session
from core.errors import UserError
from core.language import Language
from core.message import Message, say


def report(
    context: typer.Context,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The declaration's id.")],
    html: AsPage = None,
    page_language: PageLanguage = Language.JA,
    json: AsJson = False,
) -> None:
    """Show what a move came to: promised, predicted and measured, for each municipality.

    $ kumiai failover report 3f0c2a915be4
    $ kumiai failover report 3f0c2a915be4 --html report.html
    """
    from recovery.past_moves import told_of

    session: Session = context.obj
    told = told_of(session.home, identifier)
    if not told:
        raise UserError(say("nobody of {id} runs again yet", id=identifier))
    if html is not None:
        from board.move_page import move_page
        from board.page_words import Both
        from core.files import write_whole

        members = checked_definitions(session).members
        names = {slug: Both(one.value.name.ja, one.value.name.en) for slug, one in members.items()}
        write_whole(html, move_page(told, names, page_language, session.now()))
        session.say(say("the report is in {file}", file=html))
    elif json:
        session.print_json([one.model_dump(mode="json") for one in told])
    else:
        session.table(
            [
                say("municipality"),
                say("lost (min)"),
                say("promised (min)"),
                say("predicted (min)"),
                say("runs after (min)"),
            ],
            [
                (
                    one.member,
                    _or_all(one.lost_minutes),
                    one.promised_minutes,
                    one.predicted_runs_after_minutes,
                    _minutes(one.runs_after_seconds),
                )
                for one in told
            ],
        )


def _minutes(seconds: int | None) -> int | str:
    """Begun ones count; nobody knows where it never ran."""
    from recovery.plan import minutes

    return "–" if seconds is None else minutes(timedelta(seconds=seconds))


def _or_all(minutes: int | None) -> Message | int:
    return say("all") if minutes is None else minutes

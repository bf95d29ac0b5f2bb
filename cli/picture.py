"""`kumiai picture`: the whole consortium on one screen, or as a page to show to others. Adapter."""

from __future__ import annotations

from dataclasses import asdict

import typer

from cli.files import checked_definitions
from cli.options import AsJson, AsPage, PageLanguage
from cli.session import Session
from core.language import Language
from core.message import say


def add_to(app: typer.Typer) -> None:
    app.command()(picture)


def picture(
    context: typer.Context,
    html: AsPage = None,
    page_language: PageLanguage = Language.JA,
    json: AsJson = False,
) -> None:
    """Show members × services × sites, and what was verified when.

    $ kumiai picture
    $ kumiai picture --html consortium.html
    """
    session: Session = context.obj
    definitions = checked_definitions(session)
    from board.picture import picture_of
    from infra.verify.kept import last_verdicts

    drawn = picture_of(definitions, last_verdicts(session.home), session.now())
    if html is not None:
        from board.picture_page import picture_page
        from core.files import write_whole

        write_whole(html, picture_page(drawn, page_language))
        session.say(say("the picture is in {file}", file=html))
        return
    if json:
        from pydantic_core import to_jsonable_python

        session.print_json(to_jsonable_python(asdict(drawn)))
        return
    from board.screen import screen

    session.out.print(
        screen(drawn, str(session.language), session.translate, session.out.width), soft_wrap=False
    )

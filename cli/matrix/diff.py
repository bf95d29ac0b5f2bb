"""`kumiai matrix diff`: what another version of the matrix says otherwise. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.files import checked_matrix
from cli.options import AsJson
from cli.session import Session
from core.message import say


def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="The earlier commit, such as HEAD.")],
    after: Annotated[
        str, typer.Argument(help="The later commit; the files as they are if none is given.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Say in words who takes which part from when on, between two commits.

    $ kumiai matrix diff HEAD
    $ kumiai matrix diff HEAD~3 HEAD
    """
    from monitoring.responsibility.difference import changes, told
    from monitoring.responsibility.history import matrix_at
    from monitoring.routing.labels import places

    session: Session = context.obj
    definitions, now = checked_matrix(session)
    root = session.home.definitions
    old, new = matrix_at(root, before), matrix_at(root, after) if after else now
    asked = list(places(new, definitions))
    found = list(changes(old, new, asked, session.now().date()))
    sentences = [told(new, old, definitions, one) for one in found]
    if json:
        session.print_json([one.text(session.translate) for one in sentences])
        return
    for sentence in sentences:
        session.say(sentence)
    if not sentences:
        session.say(say("nobody's part is another one"))

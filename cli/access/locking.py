"""`kumiai access lock`, `unlock` and `hand-over`: access is taken everywhere at once. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import completion
from cli.access.here import here_of, here_to_take_away
from cli.options import Execute, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session

Person = Annotated[
    str,
    typer.Argument(help="The person, by the name of its file.", autocompletion=completion.persons),
]


def lock(
    context: typer.Context, person: Person, execute: Execute = False, reason: Reason = ""
) -> None:
    """Take a person's access: no certificate is made or believed any more, sessions end.

    A server that does not answer stays pending; `kumiai access hand-over` and `configure` tell it.

    $ kumiai access lock sato-hanako
    $ kumiai access lock sato-hanako --execute --reason "the laptop was stolen"
    """
    from runbooks.actions import access

    session: Session = context.obj
    here = here_to_take_away(session)
    with planning(session):
        plan = access.locked(here, person)
    shown_or_done(session, plan, reason, execute=execute, at_once=access.AT_ONCE)


def unlock(
    context: typer.Context, person: Person, execute: Execute = False, reason: Reason = ""
) -> None:
    """Give a person's access back.

    $ kumiai access unlock sato-hanako --execute --reason "it was found"
    """
    from runbooks.actions import access

    session: Session = context.obj
    here = here_of(session)
    with planning(session):
        plan = access.unlocked(here, person)
    shown_or_done(session, plan, reason, execute=execute, at_once=access.AT_ONCE)


def hand_over(context: typer.Context, execute: Execute = False, reason: Reason = "") -> None:
    """Tell servers who is locked that did not answer when it was said.

    $ kumiai access hand-over --execute --reason "the remote site is back"
    """
    from runbooks.actions import access

    session: Session = context.obj
    here = here_to_take_away(session)
    with planning(session):
        plan = access.handed_over(here)
    shown_or_done(session, plan, reason, execute=execute, at_once=access.AT_ONCE)

"""`kumiai access lock`, `unlock`, `hand-over`, `service`: access is taken everywhere. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import completion
from cli.access.here import here_of, here_to_take_away
from cli.options import Execute, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session
from cli.systemd import SYSTEMD, ToFolder, begun_here, units_shown_or_written

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
    """Tell servers who is locked that did not answer when it was said and do now.

    `kumiai access service` has it done each minute. Exit code 13 while one is silent.

    $ kumiai access hand-over --execute --reason "the remote site is back"
    """
    from runbooks.actions import access

    session: Session = context.obj
    here = here_to_take_away(session)
    with planning(session):
        plan = access.handed_over(here)
    shown_or_done(session, plan, reason, execute=execute, at_once=access.AT_ONCE)


def service(
    context: typer.Context,
    to: ToFolder = SYSTEMD,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Write the units with which systemd tells a server who is locked once it answers again.

    For the machine on which persons are locked.

    $ kumiai access service
    $ kumiai access service --execute --reason "a site that returns is to hear of locks"
    """
    from monitoring.access.units import units

    session: Session = context.obj
    found = units(*begun_here(session))
    units_shown_or_written(session, to, found, reason, execute=execute)

"""`kumiai credential …`: the passwords by which kumiai works at a site. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import completion
from cli.given import given
from cli.options import Execute, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session
from cli.tree import Commands

credential = Commands("The passwords of the users by which kumiai itself works at a site.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(credential, name="credential")


@credential.command()
def rotate(
    context: typer.Context,
    site: Annotated[str, typer.Argument(help="The site.", autocompletion=completion.sites)],
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Give every login that kumiai made at a site a new password; the old ones are refused.

    The site's administrator, whom others made, stays as it is. Stopped half-way, the same command
    makes all of them anew.

    $ kumiai credential rotate primary
    $ kumiai credential rotate primary --execute --reason "an operator has left"
    """
    from runbooks.actions import passwords

    session: Session = context.obj
    here = given(session)
    here.definitions.need_site(site)
    with planning(session):
        plan = passwords.renew(here, site)
    shown_or_done(session, plan, reason, execute=execute, at_once=1)

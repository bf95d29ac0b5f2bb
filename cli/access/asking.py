"""`kumiai access request` and `approve`: access that somebody else must agree to. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.access.here import here_at, here_of
from cli.access.own import OwnKey, own
from cli.options import Server
from cli.session import Session
from core.eras import moment_in_figures
from core.message import say


def request(
    context: typer.Context,
    server: Server,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WHY", help="Why, or which procedure it is for.")
    ] = "",
    hours: Annotated[int, typer.Option("--hours", help="For how long, at most 24.")] = 4,
    look: Annotated[bool, typer.Option("--look", help="Only to look.")] = False,
    key: OwnKey = None,
) -> None:
    """Ask for access to a server; your key signs what you ask for, and it ends by itself.

    $ kumiai access request hita-core-db-1 --reason "runbook server-stopped" --hours 2
    """
    from monitoring.access.operator import Purpose
    from runbooks.actions.access import need_server, need_staff
    from runbooks.actions.logins import asked

    session: Session = context.obj
    here = here_at(session, server)
    staff = need_staff(here)
    me = own(here.home, staff, key)
    made = asked(here, me, server, Purpose.LOOK if look else Purpose.OPERATE, reason, hours)
    one = need_server(here, server)
    session.say(
        say(
            "request {number}: {person} to {server} until {moment}; {approvers} approves with "
            "`kumiai access approve {number}`",
            number=made.number,
            person=made.person,
            server=made.server,
            moment=moment_in_figures(made.ends_at),
            approvers=tuple(staff.approvers(one.at, here.now)) or say("nobody"),
        )
    )


def approve(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The request's number.")],
    key: OwnKey = None,
) -> None:
    """Approve a request, as a person of the party that is accountable there; your key signs it.

    $ kumiai access approve 3
    """
    from runbooks.actions.access import need_staff
    from runbooks.actions.logins import approved

    session: Session = context.obj
    here = here_of(session)
    me = own(here.home, need_staff(here), key)
    done = approved(here, me, number)
    session.say(
        say(
            "request {number}: approved by {approver}: {person} reaches {server} until {moment}, "
            "because: {reason}",
            number=number,
            approver=me.person,
            person=done.person,
            server=done.server,
            moment=moment_in_figures(done.ends_at),
            reason=done.reason,
        )
    )

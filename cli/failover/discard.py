"""`kumiai failover discard`: what moves have set aside goes. Adapter."""

from __future__ import annotations

import typer

from cli.files import need_members
from cli.given import given
from cli.options import Execute, Reason, SomeMembers
from cli.plan import planning, shown_or_done
from cli.session import Session


def discard(
    context: typer.Context, members: SomeMembers, execute: Execute = False, reason: Reason = ""
) -> None:
    """Delete what moves of these municipalities have set aside: it counts in their quota.

    Only where a copy that was taken and proven since the move has what took its place. Nothing
    brings it back.

    $ kumiai failover discard aya
    $ kumiai failover discard aya --execute --reason "the section has compared the registers"
    """
    from runbooks.actions import discarding

    session: Session = context.obj
    here = given(session)
    need_members(here.definitions, members)
    with planning(session):
        plan = discarding.discard(here, members)
    shown_or_done(session, plan, reason, execute=execute)

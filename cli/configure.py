"""`kumiai configure`: servers become what their roles say. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.alive import alive
from cli.files import need_members, need_site
from cli.given import given
from cli.options import AsJson, AtSite, Execute, Members, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say

if TYPE_CHECKING:
    from runbooks.actions.guests import Differing


def add_to(app: typer.Typer) -> None:
    app.command()(configure)


def configure(
    context: typer.Context,
    members: Members = None,
    site: AtSite = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Ask each server what would be changed; exit code 12 if any."),
    ] = False,
    json: AsJson = False,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Make servers what their roles say: the plan first, and with --execute the act.

    A server that fails keeps no other from going on; run it again when it is mended.

    $ kumiai configure usuki
    $ kumiai configure usuki --check
    $ kumiai configure usuki --execute --reason "the register is new"
    """
    from runbooks.actions import guests

    session: Session = context.obj
    if check and execute:
        raise UserError(say("--check changes nothing and --execute does; say one"), Exit.USAGE)
    if json and not check:
        raise UserError(say("--json goes with --check only"), Exit.USAGE)
    here = given(session)
    need_members(here.definitions, members or [])
    need_site(here.definitions, site)
    if check:
        with alive(session, lambda: say("asking the servers")):
            found = guests.differing(here, members or [], site)
        _tell(session, found, json=json)
        return
    with planning(session):
        plan = guests.configured(here, members or [], site)
    shown_or_done(session, plan, reason, execute=execute, at_once=guests.AT_ONCE)


def _tell(session: Session, found: list[Differing], *, json: bool) -> None:
    """Raises: SystemExit 13 where a server could not be asked, 12 where one differs."""
    outcomes = [outcome for one in found for outcome in one.outcomes]
    failed = [one for one in outcomes if one.failure is not None]
    differ = [one for one in outcomes if one.changed]
    if json:
        session.print_json(
            [
                {
                    "server": one.host,
                    "would_change": list(one.changed),
                    "failure": None if one.failure is None else one.failure.text(session.translate),
                }
                for one in outcomes
            ]
        )
    else:
        for one in differ:
            session.say(say("{host} differs: {tasks}", host=one.host, tasks="; ".join(one.changed)))
        for one in failed:
            session.complain(say("{host}: {why}", host=one.host, why=one.failure))
        if not differ and not failed:
            session.say(say("{count} servers are what their roles say", count=len(outcomes)))
    if failed:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))
    if differ:
        raise SystemExit(int(Exit.WORLD_DIFFERS))

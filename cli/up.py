"""`kumiai up` and `kumiai down`: what would change, and with `--execute` making it so. Adapter."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.files import need_members, need_site
from cli.given import given
from cli.options import AtSite, Execute, Member, Members, OverrideLicence, Reason
from cli.plan import planning, shown_or_done
from cli.session import Session


def add_to(app: typer.Typer) -> None:
    app.command()(up)
    app.command()(down)


def up(
    context: typer.Context,
    members: Members = None,
    site: AtSite = None,
    execute: Execute = False,
    reason: Reason = "",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask OpenStack for drift, unchanged stacks too.")
    ] = False,
    at_once: Annotated[
        int,
        typer.Option(
            "--at-once", metavar="COUNT", min=1, max=32, help="Stacks at the same time per site."
        ),
    ] = 3,
    override_licence: OverrideLicence = "",
    empty: Annotated[
        str,
        typer.Option(
            "--empty",
            metavar="WHY",
            help="Why volumes may be made empty of which copies are held; the journal keeps it.",
        ),
    ] = "",
    smaller: Annotated[
        str,
        typer.Option(
            "--smaller",
            metavar="WHY",
            help="Why servers may go because residents are fewer; the journal keeps it.",
        ),
    ] = "",
) -> None:
    """Make the cloud what the YAML says: the plan first, and with --execute the act.

    $ kumiai up
    $ kumiai up usuki hita --site primary
    $ kumiai up usuki --execute --reason "usuki joins"
    """
    from runbooks.actions import stacks

    session: Session = context.obj
    here = given(session)
    need_members(here.definitions, members or [])
    need_site(here.definitions, site)
    with planning(session):
        plan = stacks.up(
            here,
            members or [],
            site,
            refresh=refresh,
            override=override_licence,
            empty=empty,
            let_go=smaller,
        )
    shown_or_done(session, plan, reason, execute=execute, at_once=at_once)


def down(
    context: typer.Context,
    member: Member,
    site: AtSite = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also", metavar="ID", help="What kumiai did not make and is to go too; repeatable."
        ),
    ] = None,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Remove everything of a municipality that has left (`lifecycle: left`), data included.

    $ kumiai down usuki
    $ kumiai down usuki --also 6f1c0a52-0f5e-4a6b-9d0e-3c1b1f0c7d11
    $ kumiai down usuki --execute --reason "usuki has left"
    """
    from runbooks.actions import departure

    session: Session = context.obj
    with planning(session):
        plan = departure.down(given(session), member, site, also or [])
    shown_or_done(session, plan, reason, execute=execute, at_once=1)

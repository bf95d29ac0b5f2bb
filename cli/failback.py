"""`kumiai failback`: municipalities are brought home again. Adapter."""

from __future__ import annotations

import typer

from cli.failover.planned import moved
from cli.options import Execute, OverrideLicence, Reason, SomeMembers


def failback(
    context: typer.Context,
    members: SomeMembers,
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Bring municipalities home that run at another site since a failover or a switchover.

    Their home is alive again and holds a proven copy of what runs elsewhere. What it has of an
    earlier day is no data: its servers go, and its volumes are kept under another name.

    $ kumiai failback aya
    $ kumiai failback aya --execute --reason "the building is mended"
    """
    from recovery.facts import Move

    moved(context.obj, Move.FAILBACK, members, reason, override_licence, execute=execute)


def add_to(app: typer.Typer) -> None:
    app.command()(failback)

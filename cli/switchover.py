"""`kumiai switchover`: municipalities are moved to the site that stands by. Adapter."""

from __future__ import annotations

import typer

from cli.failover.planned import moved
from cli.options import Execute, OverrideLicence, Reason, SomeMembers


def switchover(
    context: typer.Context,
    members: SomeMembers,
    execute: Execute = False,
    reason: Reason = "",
    override_licence: OverrideLicence = "",
) -> None:
    """Move municipalities from their home to the site that stands by, without loss.

    Both sites are alive. A copy is proven first; then their servers are stopped and locked, copied
    once more, and run at the other site from that copy. Stopped half-way, the same command goes on.

    $ kumiai switchover aya
    $ kumiai switchover aya --execute --reason "the power of the building is renewed"
    """
    from recovery.facts import Move

    moved(context.obj, Move.SWITCHOVER, members, reason, override_licence, execute=execute)


def add_to(app: typer.Typer) -> None:
    app.command()(switchover)

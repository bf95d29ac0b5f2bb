"""`kumiai failover …`: what moving members to another site would be. Adapter."""

from __future__ import annotations

import typer

from cli.failover.plan import plan
from cli.tree import Commands

failover = Commands("The day on which a site is lost: what would be brought back, and by when.")
failover.command()(plan)


def add_to(app: typer.Typer) -> None:
    app.add_typer(failover, name="failover")

"""`kumiai failover …`: moving members to another site, and what that would be. Adapter."""

from __future__ import annotations

import typer

from cli.failover.discard import discard
from cli.failover.move import call_off, confirm, declare, run, status
from cli.failover.plan import plan
from cli.failover.report import report
from cli.failover.trial import trial
from cli.tree import Commands

failover = Commands("The day on which a site is lost: what would be brought back, and by when.")
for command in (plan, declare, confirm, run, call_off, status, report, discard):
    failover.command()(command)
failover.command("test")(trial)


def add_to(app: typer.Typer) -> None:
    app.add_typer(failover, name="failover")

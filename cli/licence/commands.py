"""`kumiai licence …`: what is required, what is owned, what a change would ask for. Adapter."""

from __future__ import annotations

import typer

from cli.licence.chart import chart
from cli.licence.collect import collect
from cli.licence.compare import compare
from cli.licence.explain import explain
from cli.licence.optimise import optimise
from cli.licence.outlook import outlook
from cli.licence.position import position
from cli.licence.rules import rules
from cli.licence.snapshot import snapshot, verify_snapshot
from cli.licence.whatif import whatif
from cli.tree import Commands

licence = Commands("Software licences: position, explanation, and what a change would ask for.")

for command in (position, explain, rules, compare, chart, collect, outlook, optimise, snapshot):
    licence.command()(command)
licence.command("verify-snapshot")(verify_snapshot)
licence.add_typer(whatif, name="whatif")


def add_to(app: typer.Typer) -> None:
    app.add_typer(licence, name="licence")

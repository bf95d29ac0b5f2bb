"""`kumiai matrix …`: who answers for what. Adapter."""

from __future__ import annotations

import typer

from cli.matrix.diff import diff
from cli.matrix.holidays import holidays
from cli.matrix.show import show
from cli.tree import Commands

matrix = Commands("Who answers for what: the responsibility matrix (責任分界点・役割分担表).")
matrix.command()(show)
matrix.command()(diff)
matrix.command()(holidays)


def add_to(app: typer.Typer) -> None:
    app.add_typer(matrix, name="matrix")

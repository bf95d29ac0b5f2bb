"""`kumiai doctor`: which tools are there, in which version, and what to do about the others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE
from rich.table import Table

from cli.session import Session
from core.errors import Exit

if TYPE_CHECKING:
    from infra.toolchain.doctor import Finding


def add_to(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    context: typer.Context, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False
) -> None:
    """List each tool: version found, version wanted, where from. Exit code 12 if one is missing."""
    session: Session = context.obj
    from infra.toolchain.doctor import examine

    findings = examine(session.home, os.environ)
    if json:
        session.print_json([_as_json(session, finding) for finding in findings])
    else:
        session.out.print(_table(session, findings))
    if any(finding.remedy is not None for finding in findings):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _table(session: Session, findings: list[Finding]) -> Table:
    table = Table(box=SIMPLE, pad_edge=False)
    for heading in ("", "found", "wanted", "from", ""):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        remedy = finding.remedy
        what_to_do = "" if remedy is None else remedy.text(session.translate)
        table.add_row(finding.tool, finding.found, finding.wanted, finding.source, what_to_do)
    return table


def _as_json(session: Session, finding: Finding) -> dict[str, object]:
    remedy = finding.remedy
    return {
        "tool": finding.tool,
        "found": finding.found,
        "wanted": finding.wanted,
        "from": finding.source,
        "remedy": None if remedy is None else remedy.text(session.translate),
    }

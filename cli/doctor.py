"""`kumiai doctor`: which tools are there, in which version, and what to do about the others.

Adapter.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from cli.options import AsJson
from cli.session import Session
from core.errors import Exit
from core.message import say

if TYPE_CHECKING:
    from infra.toolchain.doctor import Finding


def add_to(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(context: typer.Context, json: AsJson = False) -> None:
    """List each tool: version found, version wanted, where from. Exit code 12 if one is missing.

    $ kumiai doctor
    """
    session: Session = context.obj
    from infra.toolchain.doctor import examine

    findings = examine(session.home, os.environ)
    if json:
        session.print_json([_as_json(session, finding) for finding in findings])
    else:
        _print(session, findings)
    if any(finding.remedy is not None for finding in findings):
        raise SystemExit(int(Exit.WORLD_DIFFERS))


def _print(session: Session, findings: list[Finding]) -> None:
    session.table(
        [say("tool"), say("found"), say("wanted"), say("from"), say("what to do")],
        [
            (finding.tool, finding.found, finding.wanted, finding.source, finding.remedy or "")
            for finding in findings
        ],
    )


def _as_json(session: Session, finding: Finding) -> dict[str, object]:
    remedy = finding.remedy
    return {
        "tool": finding.tool,
        "found": finding.found,
        "wanted": finding.wanted,
        "from": finding.source,
        "remedy": None if remedy is None else remedy.text(session.translate),
    }

"""`kumiai check`: every file, every rule, every problem at once. Adapter."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.files import findings_of, tell_notes
from cli.options import AsJson
from cli.session import Session
from core.errors import UserError
from core.kept import all_kept
from core.message import say
from core.problem import Problem

if TYPE_CHECKING:
    from tenants.definitions import Definitions

CONTEXT_LINES = 2
"""Lines of the file that `--explain` shows before the one that is wrong."""


def add_to(app: typer.Typer) -> None:
    app.command()(check)


def check(
    context: typer.Context,
    json: AsJson = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each place in its file, with a mark.")
    ] = False,
) -> None:
    """Check every YAML file and every rule, and show all problems at once.

    $ kumiai check
    $ kumiai check --explain
    """
    session: Session = context.obj
    with all_kept():
        found = findings_of(session)
    # What has lapsed is a problem here, and told beside every other command.
    findings = replace(found, rules=(*found.rules, *found.lapsed), lapsed=())
    tell_notes(session, findings)
    if findings.definitions is not None and not findings.problems:
        _tell_strangers(session, findings.definitions)
    if json:
        session.print_json([_as_json(session, problem) for problem in findings.problems])
    else:
        for problem in findings.problems:
            session.out.print(problem.text(session.translate), markup=False)
            if explain:
                session.out.print(_marked(session.home.definitions, problem), markup=False)
        if findings.definitions is not None and not findings.problems:
            session.say(
                say(
                    "{members} municipalities, {services} services, {sites} sites: no problem",
                    members=len(findings.definitions.members),
                    services=len(findings.definitions.catalogue.value.services),
                    sites=len(findings.definitions.sites),
                )
            )
        elif findings.problems:
            session.say(say("problems found: {count}", count=len(findings.problems)))
    if findings.problems:
        raise SystemExit(int(findings.exit_code))


def _tell_strangers(session: Session, definitions: Definitions) -> None:
    """Hosts that the files have forgotten, where there is a ledger that knows better."""
    from licensing.ledger.home import has_ledger, ledger_of

    if not has_ledger(session.home, os.environ):
        return
    from licensing.known import hosts_in_no_file

    try:
        ledger = ledger_of(session.home, os.environ)
        strangers = hosts_in_no_file(ledger, definitions, session.now())
    except UserError as error:
        session.complain(error.message)
        return
    for site, hosts in strangers.items():
        session.complain(
            say(
                "{site}: licensed products run on {hosts}, which infra/sites does not have; they "
                "count as they were last known, else as the largest host; write them into it",
                site=site,
                hosts=tuple(hosts),
            )
        )


def _as_json(session: Session, problem: Problem) -> dict[str, object]:
    return {
        "file": str(problem.position.file),
        "line": problem.position.line,
        "column": problem.position.column,
        "subject": problem.subject,
        "field": problem.field,
        "message": problem.message.text(session.translate),
    }


def _marked(root: Path, problem: Problem) -> str:
    """The lines before and the line itself, with a mark under the place."""
    try:
        text = (root / problem.position.file).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
    lines = text.splitlines()
    first = max(0, problem.position.line - 1 - CONTEXT_LINES)
    numbered = [
        f"  {number:4} | {line}"
        for number, line in enumerate(lines[first : problem.position.line], start=first + 1)
    ]
    return "\n".join([*numbered, f"       | {_pad(lines, problem)}^", ""])


def _pad(lines: list[str], problem: Problem) -> str:
    """Space up to the column; kanji and kana are two columns wide on a terminal."""
    line = lines[problem.position.line - 1] if problem.position.line <= len(lines) else ""
    before = line[: problem.position.column - 1]
    return "".join("  " if ord(character) > 0x2E7F else " " for character in before)

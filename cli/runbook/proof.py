"""What was done, and whether the record of it is whole. Adapter."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import Exit
from core.message import Message, say

RunName = Annotated[
    str, typer.Argument(metavar="RUN", help="A run's name, or a part that only it has.")
]


def log(
    context: typer.Context,
    name: RunName,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", metavar="FOLDER", help="Write the run's evidence there."),
    ] = None,
    json: AsJson = False,
) -> None:
    """What was done in a run, by whom, when and why; or its evidence, readable without kumiai.

    $ kumiai runbook log host-maintenance
    $ kumiai runbook log host-maintenance --bundle evidence
    """
    from runbooks.evidence import write_evidence
    from runbooks.runs import need_run

    session: Session = context.obj
    folder = need_run(session.home, name)
    if bundle is not None:
        for file in write_evidence(session.home, folder, bundle):
            session.say(say("{file} is written", file=file))
        return
    records = folder.records()
    if json:
        session.print_json([one.as_json() for one in records])
        return
    for one in records:
        words = [moment_in_figures(one.at), one.who, str(one.what), one.step, one.reason]
        facts = [
            f"{key}: {value}"
            for key, value in one.facts.items()
            if key in ("answers", "approver", "acts", "more", "less", "values", "from")
        ]
        session.out.print("  ".join([*filter(None, words), *facts]), markup=False)


def verify_log(context: typer.Context) -> None:
    """Whether every journal is whole: no line changed, and no end cut off that was witnessed.

    The witness is a folder of another machine's, named by `KUMIAI_WITNESS`; what is whole is
    witnessed by this command. Exit code 11 if one is not.

    $ kumiai runbook verify-log
    """
    from runbooks.runs import all_runs

    session: Session = context.obj
    runs = all_runs(session.home)
    files = {"journal": session.home.journal, **{one.id: one.journal for one in runs}}
    bad = False
    for name, file in files.items():
        why = _wrong(name, file)
        bad = bad or why is not None
        if why is not None:
            session.complain(say("{subject}: {why}", subject=str(file), why=why))
    if bad:
        raise SystemExit(int(Exit.RULE_BROKEN))
    session.say(say("{count} journals are whole", count=len(files)))


def _wrong(name: str, file: Path) -> Message | None:
    """Why the journal is not whole; it is witnessed where it is."""
    from core.journal import first_broken_line
    from runbooks.witness import against, head_of
    from runbooks.witness_folder import witness_of

    broken = first_broken_line(file)
    if broken is not None:
        return say("line {line} was changed, or the one before it is missing", line=broken)
    witness = witness_of(os.environ)
    content = file.read_bytes() if file.exists() else b""
    if witness is None:
        return None
    found = against(content, witness.kept(name))
    head = head_of(name, content)
    if found is None and head is not None:
        witness.keep(head)
    return found

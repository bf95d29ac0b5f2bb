"""What was done, and whether the record of it is whole. Adapter."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from cli.options import AsJson, Execute, Reason
from cli.session import Session
from cli.systemd import SYSTEMD, ToFolder, begun_here, units_shown_or_written
from core.eras import moment_in_figures
from core.errors import Exit
from core.message import say
from runbooks.units import BOOK

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
        words = [moment_in_figures(one.at), one.who, str(one.what), one.step]
        words.append(one.why.text(session.translate))
        facts = [
            f"{key}: {value}"
            for key, value in one.facts.items()
            if key in ("answers", "approver", "acts", "more", "less", "values", "from")
        ]
        session.out.print("  ".join([*filter(None, words), *facts]), markup=False)


def verify_log(context: typer.Context) -> None:
    """Whether every journal is whole: no line changed, and no end cut off that was witnessed.

    What is whole is witnessed by this command: in the vault of each site to which this machine has
    a writer's login, where nobody takes anything away, and in the folder `KUMIAI_WITNESS`, if that
    is set. `kumiai runbook service` has it done every few minutes. Exit code 11 if one is not
    whole.

    $ kumiai runbook verify-log
    """
    from cli.files import findings_of
    from runbooks.journals import asked, journals_of, witnessed, wrong
    from runbooks.witness_folder import witness_of
    from runbooks.witness_vault import vaults_as_witnesses

    session: Session = context.obj
    files = journals_of(session.home)
    definitions = findings_of(session).definitions
    vaults = vaults_as_witnesses(session.home, definitions) if definitions is not None else ()
    kept = asked([*vaults, *witness_of(os.environ)])
    bad = dict(wrong(files, kept))
    for name, why in bad.items():
        session.complain(say("{subject}: {why}", subject=str(files.get(name, name)), why=why))
    heard = 0
    for one in kept:
        whys = {one.silent} if one.silent is not None else set()
        if not whys:
            found = (witnessed(name, files[name], one) for name in files.keys() - bad.keys())
            whys = {why for why in found if why is not None}
        for why in whys:
            session.complain(say("witness {name}: {why}", name=one.witness.name, why=why))
        heard += not whys
    if bad:
        raise SystemExit(int(Exit.RULE_BROKEN))
    session.say(say("{count} journals are whole", count=len(files)))
    if not kept:
        session.say(
            say(
                "no witness is set up, so a missing end would not show; `kumiai backup set-up` "
                "makes one at each site that holds copies"
            )
        )
    elif not heard:
        raise SystemExit(int(Exit.OTHER_SYSTEM_FAILED))


def service(
    context: typer.Context,
    to: ToFolder = SYSTEMD,
    html: Annotated[
        Path, typer.Option("--html", metavar="FILE", help="Where the night's book is written.")
    ] = BOOK,
    execute: Execute = False,
    reason: Reason = "",
) -> None:
    """Write the units with which systemd has journals witnessed every few minutes, and the book of
    procedures printed every night.

    $ kumiai runbook service
    $ kumiai runbook service --execute --reason "journals are to be witnessed"
    """
    from runbooks.units import units

    session: Session = context.obj
    found = units(*begun_here(session), html)
    units_shown_or_written(session, to, found, reason, execute=execute)

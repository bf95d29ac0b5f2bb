"""`kumiai licence snapshot` and `verify-snapshot`: a quarter, sealed for an auditor. Adapter."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from cli.given import given_to_count
from cli.licence.looks import looked_first, tell_begin
from cli.session import Session
from core.errors import Exit, UserError
from core.message import say


def snapshot(
    context: typer.Context,
    quarter: Annotated[str, typer.Argument(help="A quarter that is over, such as 2026-Q3.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The folder to make; var/snapshots/QUARTER if none is given."),
    ] = None,
) -> None:
    """Write a quarter's rules, entitlements, hosts, ledger and numbers into one signed folder.

    Whoever has the folder counts every number again from it; the same ledger makes the same bytes.
    A folder that is there is never written over.

    $ kumiai licence snapshot 2026-Q3
    """
    from core.signing import public_key_of
    from core.signing_key import allowed_signers, signing_key
    from licensing.snapshot.extract import extract_of
    from licensing.snapshot.folder import write_snapshot
    from licensing.snapshot.quarter import quarter_of
    from licensing.snapshot.seal import sealed

    session: Session = context.obj
    here = given_to_count(session)
    asked = quarter_of(quarter)
    if here.now < asked.end:
        raise UserError(
            say(
                "{quarter} ({months}) is not over before {day}; write it from then on",
                quarter=asked.name,
                months=asked.called,
                day=asked.end.date(),
            )
        )
    looked_first(session, here, needed=asked.end)
    key = signing_key(session.home)
    known = here.licensing(since=asked.start)
    tell_begin(session, known, known.licences.rules_in_use, asked.start)
    files = sealed(extract_of(known, asked), asked, f"kumiai {version('kumiai')}", key)
    folder = out or session.home.root / "snapshots" / asked.name
    write_snapshot(folder, files)
    session.say(
        say(
            "{quarter} ({months}): {count} files written to {file}",
            quarter=asked.name,
            months=asked.called,
            count=len(files),
            file=folder,
        )
    )
    if public_key_of(key) not in {
        one.public_key for one in allowed_signers(session.home.definitions)
    }:
        session.complain(
            say(
                "nobody can verify it before this machine's key is in tenants/allowed_signers; "
                "`kumiai signer new NAME` adds it"
            )
        )


def verify_snapshot(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The snapshot's folder.")],
    signers: Annotated[
        Path | None,
        typer.Option(
            "--signers", help="A folder whose tenants/allowed_signers to go by, as of that time."
        ),
    ] = None,
) -> None:
    """Count a snapshot's numbers again from its own files; tell each file and number that differs.

    No ledger is asked. Exit code 12 where anything differs.

    $ kumiai licence verify-snapshot var/snapshots/2026-Q3
    """
    from core.signing_key import allowed_signers
    from licensing.snapshot.folder import read_snapshot
    from licensing.snapshot.seal import checked

    session: Session = context.obj
    found = checked(read_snapshot(folder), allowed_signers(signers or session.home.definitions))
    if found.differences:
        session.complain(*found.differences)
        session.complain(say("differences found: {count}", count=len(found.differences)))
        raise SystemExit(int(Exit.WORLD_DIFFERS))
    assert found.quarter is not None
    assert found.signer is not None
    session.say(
        say(
            "{quarter} ({months}): each file is as {signer} signed it, and each number follows "
            "from them",
            quarter=found.quarter.name,
            months=found.quarter.called,
            signer=found.signer.name,
        )
    )

"""`kumiai access login`: from nothing to a prompt on a server. Adapter."""

from __future__ import annotations

import os
import shutil
from typing import Annotated, NoReturn

import typer

from cli.access.here import here_at
from cli.access.own import OwnKey, own
from cli.options import Server
from cli.session import Session
from core.eras import moment_in_figures
from core.errors import OtherSystemFailed
from core.message import say

CONNECT_SECONDS = 10

Look = Annotated[
    bool, typer.Option("--look", help="Only to look: without the right to become root.")
]
Why = Annotated[
    str, typer.Option("--reason", metavar="WHY", help="Why now, outside your duty hours.")
]


def login(
    context: typer.Context,
    server: Server,
    words: Annotated[
        list[str] | None, typer.Argument(help="A command to run there instead of a shell.")
    ] = None,
    look: Look = False,
    reason: Why = "",
    key: OwnKey = None,
) -> None:
    """Log in to a server under your own name; the session is recorded.

    A certificate is made for your key, or the one of today is used again, and `ssh` is started.

    $ kumiai access login hita-core-db-1
    $ kumiai access login hita-core-db-1 --look
    $ kumiai access login hita-core-db-1 --reason "the register does not answer"
    """
    from infra.guests.openssh import words_for
    from monitoring.access.operator import Purpose
    from runbooks.actions.access import need_staff
    from runbooks.actions.logins import way_to
    from runbooks.actions.ways import need_ways

    session: Session = context.obj
    here = here_at(session, server)
    need_ways(here.home)
    me = own(here.home, need_staff(here), key)
    way = way_to(here, me, server, Purpose.LOOK if look else Purpose.OPERATE, reason)
    until = moment_in_figures(way.holds.holds_until)
    session.complain(
        say("{person}: the certificate holds until {moment}", person=me.person, moment=until)
    )
    _ssh(
        *words_for(session.home, CONNECT_SECONDS),
        *("-l", way.account, "-i", str(me.file)),
        *("-o", f"CertificateFile={way.certificate}", "-o", "IdentitiesOnly=yes"),
        *(server, *(words or [])),
    )


def _ssh(*words: str) -> NoReturn:
    """From here on this process is `ssh`; its exit code is the session's."""
    program = shutil.which("ssh")
    if program is None:
        raise OtherSystemFailed(
            say("ssh is not installed; install Debian's package openssh-client")
        )
    os.execv(program, [program, *words])

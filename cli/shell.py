"""`kumiai shell`: a shell in which a hand-typed `pulumi` does what `kumiai` does. Adapter."""

from __future__ import annotations

import os

import typer

from cli.session import Session
from core.errors import UserError
from core.files import reason_of
from core.home import REPOSITORY
from core.message import say


def add_to(app: typer.Typer) -> None:
    app.command()(shell)


def shell(context: typer.Context) -> None:
    """Open a shell in the repository's root with the environment that Pulumi needs.

    $ kumiai shell
    """
    session: Session = context.obj
    from infra.toolchain.environment import environment_for
    from infra.toolchain.install import cli_path

    if not cli_path(session.home).exists():
        raise UserError(say("Pulumi is not installed; run `make setup`"))
    program = os.environ.get("SHELL") or "/bin/sh"
    os.chdir(REPOSITORY)
    try:
        os.execve(program, [program], environment_for(session.home, os.environ))
    except OSError as error:
        raise UserError(
            say(
                "the shell {program} does not start: {reason}; set SHELL to another one",
                program=program,
                reason=reason_of(error),
            )
        ) from error

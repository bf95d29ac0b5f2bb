"""`kumiai`: one typer application; each command module adds its own commands to it. Adapter."""

from __future__ import annotations

import contextlib
import logging
import os
from importlib.metadata import version
from types import ModuleType
from typing import Annotated

import typer

from cli import check, configure, demo, doctor, failback, picture, shell, switchover, up, verify
from cli.access import commands as access
from cli.alert import commands as alert
from cli.backup import commands as backup
from cli.credential import commands as credential
from cli.failover import commands as failover
from cli.lab import commands as lab
from cli.lasting import interrupted_when_ended
from cli.licence import commands as licence
from cli.matrix import commands as matrix
from cli.member import commands as member
from cli.output import flushed, open_streams
from cli.reference import commands as reference
from cli.runbook import commands as runbook
from cli.schema import commands as schema
from cli.server import commands as server
from cli.session import Session, user_errors_shown
from cli.signer import commands as signer
from cli.tree import Commands, session_of
from core.errors import Exit, OtherSystemFailed
from core.files import is_the_machines, machine_refused
from core.language import Language, language_of
from core.message import say

app = Commands("A shared data centre of municipalities as code (組合).", door=True)


def _speak(context: typer.Context, language: Language | None) -> Language | None:
    context.obj = Session.start(language or language_of(os.environ))
    return language


def _version(context: typer.Context, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        session_of(context).say(say("kumiai {version}", version=version("kumiai")))
        raise typer.Exit


@app.callback()
def _every_command(
    context: typer.Context,
    lang: Annotated[
        Language | None,
        typer.Option(
            help="Language of messages, before or behind the command; else the locale's.",
            is_eager=True,
            callback=_speak,
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_version),
    ] = False,
) -> None:
    context.with_resource(user_errors_shown(context.obj))


MODULES: tuple[ModuleType, ...] = (
    check,
    member,
    up,
    configure,
    verify,
    picture,
    licence,
    matrix,
    alert,
    credential,
    access,
    failover,
    switchover,
    failback,
    server,
    runbook,
    backup,
    signer,
    lab,
    demo,
    doctor,
    shell,
    schema,
    reference,
)
"""Every command module; each has `add_to(app)`."""

for module in MODULES:
    module.add_to(app)


def run() -> None:
    """The entry point of the `kumiai` script."""
    # Libraries warn of what the sentence that follows says better.
    logging.getLogger().addHandler(logging.NullHandler())
    open_streams()
    interrupted_when_ended()
    refused: OtherSystemFailed | None = None
    try:
        app()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(Exit.DONE)
        if isinstance(ended.__context__, BrokenPipeError):
            code = int(Exit.DONE)  # click's own 1, for help that nobody read to its end
    except BrokenPipeError:
        code = int(Exit.DONE)
    except OSError as error:
        if not is_the_machines(error):
            raise
        refused, code = machine_refused(error), int(Exit.OTHER_SYSTEM_FAILED)
    code, later = flushed(code)
    if (why := refused or later) is not None:
        with contextlib.suppress(OSError):  # it may be the other stream's disk
            session_of(None).complain(why)
        code, _ = flushed(code)
    raise SystemExit(code)

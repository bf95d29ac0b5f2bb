"""`kumiai`: one typer application; each command module adds its own commands to it."""

from __future__ import annotations

import logging
import os
from types import ModuleType
from typing import Annotated

import typer

from cli import check, demo, doctor, lab, picture, schema, server, shell, up, verify
from cli.licence import explain as licence
from cli.member import commands as member
from cli.reference import command as reference_command
from cli.session import Session, user_errors_shown
from core.language import Language, language_of

app = typer.Typer(
    help="A shared data centre of municipalities as code (組合).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _every_command(
    context: typer.Context,
    lang: Annotated[
        Language | None, typer.Option(help="Language of messages; else the locale's.")
    ] = None,
) -> None:
    session = Session.start(lang or language_of(os.environ))
    context.obj = session
    context.with_resource(user_errors_shown(session))


MODULES: tuple[ModuleType, ...] = (
    check,
    member,
    up,
    verify,
    picture,
    licence,
    server,
    lab,
    demo,
    doctor,
    shell,
    schema,
    reference_command,
)
"""Every command module; each has `add_to(app)`."""

for module in MODULES:
    module.add_to(app)


def run() -> None:
    """The entry point of the `kumiai` script."""
    # Libraries warn of what the sentence that follows says better.
    logging.getLogger().addHandler(logging.NullHandler())
    app()

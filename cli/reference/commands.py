"""`kumiai reference write`: docs/reference/ from the code. Adapter."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import typer
from typer.main import get_command

from cli.edited_files import edited_files
from cli.tree import Commands
from core.files import write_whole
from core.home import REPOSITORY
from core.language import Language
from core.message import say
from core.translation import translation

FOLDER = REPOSITORY / "docs" / "reference"

reference = Commands("The reference documentation.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(reference, name="reference")


@reference.command()
def write(context: typer.Context) -> None:
    """Write docs/reference/ anew: commands, YAML fields, messages, exit codes, rules.

    $ kumiai reference write
    """
    for file, text in pages().items():
        write_whole(file, text)
        context.obj.say(say("{file} is written", file=file.relative_to(REPOSITORY)))


def pages() -> dict[Path, str]:
    """Every generated page with its text, as the code has it now."""
    from cli.help import Command
    from cli.main import app
    from cli.reference.commands_page import commands_page
    from cli.reference.exit_codes import exit_codes_page
    from cli.reference.fields import fields_page
    from cli.reference.licence_rules import licence_rules_page
    from cli.reference.messages import messages_page
    from licensing.papers.store import read_licences

    return {
        FOLDER / "commands.md": commands_page(cast(Command, get_command(app))),
        FOLDER / "fields.md": fields_page(edited_files()),
        FOLDER / "messages.md": messages_page(REPOSITORY, translation(Language.JA)),
        FOLDER / "exit-codes.md": exit_codes_page(),
        FOLDER / "licence-rules.md": licence_rules_page(read_licences(REPOSITORY)[0].rules),
    }

"""`kumiai` as somebody types it, in this process: its tree of commands is built once for all."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from typer.main import get_command
from typer.testing import CliRunner

from cli.help import Command
from cli.main import app

_WHOLE = get_command(app)
ROOT = cast(Command, _WHOLE)


@dataclass(frozen=True)
class Answer:
    """What was said on both streams, and the exit code."""

    output: str
    exit_code: int


def need_whole(*words: str) -> None:
    """Parsed as far as it goes without being done.

    Raises: click's UsageError for whatever is unknown, missing or too much.
    """
    name, command, left, above = "kumiai", cast(Any, _WHOLE), list(words), None
    while command is not None:
        above = command.make_context(name, left, parent=above)
        if not hasattr(command, "commands"):
            return
        left = [*above._protected_args, *above.args]
        name, command, left = command.resolve_command(above, left)


def typed(*words: str, env: Mapping[str, str] | None = None) -> Answer:
    """The answer to `kumiai` with these words. Raises: whatever a command lets through."""
    code: object = 0
    with CliRunner().isolation(env=env) as (_, _, output):
        try:
            _WHOLE.main(args=words, prog_name=_WHOLE.name or "root")
        except SystemExit as end:
            code = end.code
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            said = output.getvalue().decode()
    assert code is None or isinstance(code, int), code
    return Answer(said, code or 0)
